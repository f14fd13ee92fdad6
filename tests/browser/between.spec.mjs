// Work between two meetings: the school begins it, writes it, does it and delivers it; the owner sees done or not, and then all of it; with and without JavaScript,
// in both languages.
import { checks } from "./support/checks.mjs";
import { expect, signIn, test } from "./support/test.mjs";
import { Travelled } from "./support/travelled.mjs";

const main = (page) => page.getByRole("main");
// Presses a button that sends a form, and waits for the page that comes.
const press = (page, name) => Promise.all([page.waitForEvent("load"), main(page).getByRole("button", { name }).first().click()]);
const follow = (page, name) => Promise.all([page.waitForEvent("load"), main(page).getByRole("link", { name, exact: true }).click()]);

// The words of the screen in each written form.
const WORDS = {
  nn: {
    begin: /^Start mellomarbeid/, write: "Skriv", what: "Kva gjer de?", save: /^Lagre$/, say: /^Sei at det er gjort/, counted: "1 av 6 er gjorde.", sees: "Skulen arbeider.",
    deliver: /^Lever til skuleeigar/, delivered: "Levert av", control: "Internkontroll", routines: "Rutinar", inspections: "Tilsyn og revisjon",
  },
  nb: {
    begin: /^Start mellomarbeid/, write: "Skriv", what: "Hva gjør dere?", save: /^Lagre$/, say: /^Si at det er gjort/, counted: "1 av 6 er gjort.", sees: "Skolen arbeider.",
    deliver: /^Lever til skoleeier/, delivered: "Levert av", control: "Internkontroll", routines: "Rutiner", inspections: "Tilsyn og revisjon",
  },
};

async function journey(rektor, anotherBrowser, language, { script }) {
  const passes = checks(script);
  const t = WORDS[language];
  const at = await Travelled.make("kvam", language, { teaches: "laerar" });
  try {
    const owner = await anotherBrowser();
    await signIn(rektor, at.url, at.rektor);
    await signIn(owner, at.url, at.owner);
    let work;

    await test.step("begun with one click, and written", async () => {
      await rektor.goto(`${at.url}/mellomarbeid`);
      await passes(rektor);
      await press(rektor, t.begin);
      work = new URL(rektor.url()).pathname;
      await passes(rektor);
      await follow(rektor, t.write);
      await passes(rektor);
      await rektor.getByLabel(t.what).first().fill("Vi les referatet saman.");
      await press(rektor, t.save);
    });

    await test.step("done by the school, seen by the owner without a word of it", async () => {
      await main(rektor).getByText(t.say).first().click();
      await press(rektor, t.save);
      await expect(main(rektor)).toContainText(t.counted);
      await passes(rektor);
      await owner.goto(`${at.url}${work}`);
      await expect(main(owner)).toContainText(t.counted);
      await expect(main(owner)).toContainText(t.sees);
      await expect(main(owner)).not.toContainText("referatet");
      await passes(owner);
    });

    await test.step("delivered, and read by both", async () => {
      await press(rektor, t.deliver);
      await expect(main(rektor)).toContainText(t.delivered);
      await passes(rektor);
      await owner.reload();
      await expect(main(owner)).toContainText("Vi les referatet saman.");
      await passes(owner);
    });

    await test.step("the pages of internal control", async () => {
      for (const [address, heading] of [["", t.control], ["/tilsyn", t.inspections], ["/rutinar", t.routines]]) {
        await owner.goto(`${at.url}/internkontroll${address}`);
        await expect(owner.getByRole("heading", { level: 1 })).toContainText(heading);
        await passes(owner);
      }
      for (const address of ["/tilsyn/ny", "/rutinar/ny"]) {
        await owner.goto(`${at.url}/internkontroll${address}`);
        await passes(owner);
      }
      const file = await owner.request.get(`${at.url}/internkontroll/${at.year}/fil/pdf`);
      expect(file.headers()["content-type"]).toBe("application/pdf");
    });
  } finally {
    await at.end();
  }
}

test("a school works between two meetings, and the owner sees how far it has come", async ({ page, anotherBrowser }) => {
  test.setTimeout(240_000);
  await journey(page, anotherBrowser, "nn", { script: true });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the same goes as plain forms, in bokmål", async ({ page, anotherBrowser }) => {
    test.setTimeout(240_000);
    await journey(page, anotherBrowser, "nb", { script: false });
  });
});
