// The development plan: two people write it together with the script; and the whole way, from nothing to what came of it, as plain forms.
import { expect, signIn, test } from "./support/test.mjs";
import { Travelled } from "./support/travelled.mjs";

const main = (page) => page.getByRole("main");
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

test("two write the same goal, each sees the other's words, and none are lost", async ({ page, anotherBrowser }) => {
  test.setTimeout(180_000);
  const at = await Travelled.make("kvam", "nn", { teaches: "laerar" });
  try {
    const teacher = await anotherBrowser();
    await signIn(page, at.url, at.rektor);
    await signIn(teacher, at.url, at.school.teacher);
    await page.goto(`${at.url}/skoler/${await at.schoolId()}/planar`);
    await press(page, "Byrj på planen");
    await page.getByRole("link", { name: /^Grunnleggjande dugleikar/ }).first().click();
    await press(page, "Legg til eit mål");
    await page.getByRole("textbox", { name: "Kva vil de oppnå?" }).fill("Alle les kvar dag");
    await expect(page.locator("[data-savebar]")).toContainText("lagra");
    await teacher.goto(page.url());
    const signs = teacher.getByRole("textbox", { name: "Teikn på at de er på veg" });
    await expect(teacher.getByRole("textbox", { name: "Kva vil de oppnå?" })).toHaveValue("Alle les kvar dag");
    await signs.fill("Vi høyrer elevane snakke om bøker.");
    await expect(page.getByRole("textbox", { name: "Teikn på at de er på veg" })).toHaveValue("Vi høyrer elevane snakke om bøker.");
    await page.reload();
    await expect(page.getByRole("textbox", { name: "Kva vil de oppnå?" })).toHaveValue("Alle les kvar dag");
  } finally {
    await at.end();
  }
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a plan is begun, written, delivered, changed by a talk, and looked at again", async ({ page, anotherBrowser, complaints }) => {
    test.setTimeout(180_000);
    complaints.expect(/422/);
    const at = await Travelled.make("kvam", "nn", { teaches: "laerar" });
    try {
      const owner = await anotherBrowser();
      await signIn(page, at.url, at.rektor);
      await signIn(owner, at.url, at.owner);
      const school = await at.schoolId();
      let plan;
      const open = (who, path = "") => who.goto(`${at.url}${plan}${path}`);

      await test.step("begun and written", async () => {
        await page.goto(`${at.url}/skoler/${school}/planar`);
        await press(page, "Byrj på planen");
        plan = new URL(page.url()).pathname;
        await open(page, "/del/dugleikar");
        await page.getByRole("textbox", { name: "Om denne delen" }).fill("Fagtekstane er tunge.");
        await press(page, "Legg til eit mål");
        await expect(page.getByRole("textbox", { name: "Om denne delen" })).toHaveValue("Fagtekstane er tunge.");
        await page.getByRole("textbox", { name: "Kva vil de oppnå?" }).fill("Alle les kvar dag");
        await page.getByRole("button", { name: /^Legg til eit tiltak/ }).click();
        await page.getByRole("textbox", { name: "Kva gjer de?" }).fill("Lesestund etter storefri");
        await page.getByRole("textbox", { name: "Kven" }).fill("Alle vaksne");
        await press(page, "Lagre");
        for (const part of ["miljo", "aktivitetsplikt"]) {
          await open(page, `/del/${part}`);
          await page.getByRole("textbox", { name: "Om denne delen" }).fill("Slik gjer vi det.");
          await press(page, "Lagre");
        }
      });

      await test.step("looked at on a day", async () => {
        await open(page, "/del/dugleikar");
        await page.getByRole("link", { name: /^Grunngjeving og gang/ }).click();
        await page.getByLabel("Vi ser på det").fill(`${at.year}-12-01`);
        await press(page, "Lagre dagane");
      });

      await test.step("delivered and read by the owner", async () => {
        await open(owner);
        await expect(main(owner)).toContainText("har ikkje levert planen enno");
        await open(page, "/innsending");
        await expect(main(page)).toContainText("kva kjem det frå?");
        await press(page, "Lever utviklingsplanen");
        await expect(main(page)).toContainText("Planen er levert.");
        await open(owner);
        await expect(main(owner)).toContainText("Lesestund etter storefri");
      });

      await test.step("changed, and the change is told", async () => {
        await page.getByLabel("Kvifor opnar de han?").fill("Etter samtalen.");
        await press(page, "Opne utviklingsplanen igjen");
        await open(page, "/del/dugleikar");
        await page.getByRole("textbox", { name: "Kven" }).fill("Alle vaksne og elevrådet");
        await press(page, "Lagre");
        await open(page, "/innsending");
        await press(page, "Lever utviklingsplanen");
        await expect(main(page)).toContainText("Skriv kva som er endra, og kvifor.");
        await page.getByLabel("Kva er endra, og kvifor?").fill("Elevrådet vil vere med.");
        await press(page, "Lever utviklingsplanen");
        await open(owner, "/endringar");
        await expect(main(owner)).toContainText("Elevrådet vil vere med.");
        await expect(main(owner)).toContainText("Alle vaksne og elevrådet");
      });

      await test.step("and when its day comes, what was learnt", async () => {
        await at.travel(`${at.year}-12-02`);
        await page.goto(`${at.url}/`);
        await page.getByRole("link", { name: "Sjå på tiltaket «Lesestund etter storefri»" }).click();
        await page.getByLabel("Stoppa").check();
        await press(page, "Lagre korleis det går");
        await expect(main(page)).toContainText("Skriv kva de har lært");
        await page.getByLabel("Kva ser de?").fill("Det må vere kvar dag for å bli ein vane.");
        await press(page, "Lagre korleis det går");
        await open(owner);
        await expect(main(owner)).toContainText("Det må vere kvar dag for å bli ein vane.");
      });
    } finally {
      await at.end();
    }
  });
});
