// The municipality's quality plan: written, connected and adopted with the script; and the same as plain forms, with what comes after.
import { axeFindings } from "./support/checks.mjs";
import { expect, signIn, test } from "./support/test.mjs";
import { Travelled } from "./support/travelled.mjs";

const main = (page) => page.getByRole("main");
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const field = (page, name) => page.getByRole("textbox", { name, exact: true });

// From nothing to a plan that can be adopted; `saved` waits until what was typed is stored.
async function write(page, at, saved) {
  await page.goto(`${at.url}/kvalitetsplan`);
  await press(page, "Byrj på planen");
  const plan = new URL(page.url()).pathname;
  const open = (path) => page.goto(`${at.url}${plan}${path}`);
  await open("/del/visjon");
  await field(page, "Visjonen").fill("Alle høyrer til");
  await saved();
  await open("/del/mal");
  await press(page, "Legg til eit mål");
  await field(page, "Målet").fill("Elevane les meir");
  await page.getByRole("button", { name: /^Legg til ei satsing/ }).click();
  await expect(field(page, "Målet")).toHaveValue("Elevane les meir");
  await field(page, "Satsinga").fill("Styrkje lesinga");
  await saved();
  await open("/del/tiltak");
  await press(page, "Legg til eit tiltak");
  await field(page, "Tiltaket").fill("Lesestund kvar dag");
  await saved();
  await open("/samanheng");
  await page.getByRole("checkbox", { name: /Lesestund kvar dag/ }).check();
  await press(page, "Lagre");
  await expect(page.getByRole("checkbox", { name: /Lesestund kvar dag/ })).toBeChecked();
  await open("/okonomi");
  await field(page, "Tema").fill("Bøker");
  await field(page, "Kroner").fill("200 000");
  await press(page, "Legg til linja");
  await expect(main(page)).toContainText("Ikkje finansiert: 200 000 kr.");
  await open("/vedtak");
  await page.getByLabel("Dato").fill(`${at.year}-08-20`);
  await field(page, "Saksnummer").fill("12/27");
  await field(page, "Vedtaket").fill("Planen er vedteken.");
  await press(page, "Lagre");
  return { plan, open };
}

test("a plan is written, connected, costed and adopted, and looks right to a machine on the way", async ({ page }) => {
  test.setTimeout(180_000);
  const at = await Travelled.make("kvam", "nn", { teaches: "laerar" });
  try {
    await signIn(page, at.url, at.owner);
    const { plan, open } = await write(page, at, async () => {
      await expect(page.locator("[data-savebar]")).toContainText("lagra");
    });
    for (const path of ["", "/del/mal", "/samanheng", "/okonomi", "/manglar"]) {
      await open(path);
      expect(await axeFindings(page), path).toEqual([]);
    }
    await press(page, "Legg inn kvalitetsplanen for skule som vedteken");
    await expect(main(page)).toContainText("Planen er lagd inn som vedteken.");
    expect(new URL(page.url()).pathname).toBe(`${plan}/versjon/1`);
    await expect(main(page)).toContainText("Tener satsing 1.1");
    expect(await axeFindings(page)).toEqual([]);
  } finally {
    await at.end();
  }
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a plan is heard and adopted, and what has no money is listed and gets its outcome", async ({ page, anotherBrowser }) => {
    test.setTimeout(180_000);
    const at = await Travelled.make("kvam", "nn", { teaches: "laerar" });
    try {
      const rektor = await anotherBrowser();
      await signIn(page, at.url, at.owner);
      await signIn(rektor, at.url, at.rektor);
      const { plan, open } = await write(page, at, () => press(page, "Lagre"));
      await open("/manglar");
      await press(page, "Send til høyring");
      await rektor.goto(`${at.url}/skoler/${await at.schoolId()}/planar`);
      await rektor.getByRole("link", { name: /^Planen til kommunen/ }).click();
      await rektor.getByRole("link", { name: /^Kvalitetsplan for skule/ }).last().click();
      await expect(main(rektor)).toContainText("Lesestund kvar dag");
      await open("/manglar");
      await press(page, "Legg inn kvalitetsplanen for skule som vedteken");
      await open("/udekt");
      await press(page, "Lag lista");
      await page.getByText("Skriv utfallet").click();
      await page.getByRole("radio", { name: "Løyvd delvis" }).check();
      await field(page, "Kroner, når det er delvis").fill("50 000");
      await page.getByLabel("Dato").fill(`${at.year}-08-31`);
      await press(page, "Lagre");
      await rektor.goto(page.url());
      await expect(main(rektor)).toContainText("Løyvd delvis, 50 000 kr");
      await expect(rektor.getByRole("button", { name: "Lagre" })).toHaveCount(0);
      await rektor.goto(`${at.url}${plan}`);
      await expect(main(rektor)).toContainText("Bøker");
    } finally {
      await at.end();
    }
  });
});
