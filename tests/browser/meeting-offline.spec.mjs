// Minutes in a room with a poor network: what is typed while it is gone is said not to be saved, is kept, and stands for both when it is back.
import { Visitor } from "./support/municipality.mjs";
import { expect, field, kept, signIn, status, test, type } from "./support/test.mjs";
import { later, Travelled, tuesday } from "./support/travelled.mjs";
import { layWire } from "./support/wire.mjs";

const bar = (page) => page.locator("#save-status");
const noNetwork = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_INCOMPLETE/;

// A meeting that is held already, with rektor in it; its address and the field of its first point.
async function held(at) {
  const leader = await new Visitor(at.url).signIn(at.owner);
  const day = tuesday(`${at.year}-09-20`);
  const form = { samtale: "leiardialog_1", med: `skole:${await at.schoolId()}`, dato: day, fra: "09:00", til: "12:00", stad: "", save_id: crypto.randomUUID() };
  const meeting = await leader.send("/moter", form);
  await at.travel(later(day, 1));
  await leader.send(`${meeting}/gjennomforing`, { minutt: "170" });
  const name = (await leader.page(meeting)).match(/data-field="(p\d+\.text)"/)[1];
  return { meeting, name };
}

test("the network goes in the middle of a meeting, and nothing is lost when it is back", async ({ page, anotherBrowser, complaints }) => {
  test.setTimeout(120_000);
  complaints.expect(noNetwork);
  const at = await Travelled.make("kvam", "nn", { teaches: "laerar" });
  const wire = await layWire(at.node.port);
  try {
    const { meeting, name } = await held(at);
    await signIn(page, wire.url, at.owner);
    await page.goto(`${wire.url}${meeting}`);
    const other = await anotherBrowser();
    await signIn(other, at.url, at.rektor);
    await other.goto(`${at.url}${meeting}`);
    await type(page, name, "Vi snakka om lesing.");
    await expect(status(page, name)).toHaveText(/^Lagra/);
    await expect(field(other, name)).toHaveValue("Vi snakka om lesing.");

    wire.cut();
    await type(page, name, " Skrive utan nett.");
    await expect(status(page, name)).toContainText("Ikkje lagra");
    await expect(bar(page)).toContainText("Ikkje lagra");
    await expect(page.getByRole("status").filter({ hasText: "Ikkje lagra" })).toBeAttached();
    expect(await kept(page)).toHaveLength(1);
    // What a point ended with is chosen meanwhile, too.
    const outcome = (of) => of.locator("fieldset.outcome").first().getByRole("radio").first();
    await outcome(page).check();
    await expect(field(other, name)).toHaveValue("Vi snakka om lesing.");

    wire.mend();
    await expect(status(page, name)).toHaveText(/^Lagra/, { timeout: 15_000 });
    await expect(bar(page)).not.toContainText("Ikkje lagra", { timeout: 15_000 });
    await expect(field(other, name)).toHaveValue("Vi snakka om lesing. Skrive utan nett.", { timeout: 8000 });
    await expect(outcome(other)).toBeChecked({ timeout: 8000 });
    await page.reload();
    await expect(field(page, name)).toHaveValue("Vi snakka om lesing. Skrive utan nett.");
    await expect(outcome(page)).toBeChecked();
    expect(await kept(page)).toEqual([]);
  } finally {
    wire.remove();
    await at.end();
  }
});
