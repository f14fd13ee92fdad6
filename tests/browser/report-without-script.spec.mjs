// The report to the council as plain forms: begun, written, proposed, read and answered by a school, and taken away as files.
import { expect, signIn, test } from "./support/test.mjs";
import { Travelled } from "./support/travelled.mjs";

test.use({ javaScriptEnabled: false });

const main = (page) => page.getByRole("main");
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

test("a report is written, proposed, read by a school and taken away without JavaScript", async ({ page, anotherBrowser, complaints }) => {
  test.setTimeout(180_000);
  complaints.expect(/422/);
  const at = await Travelled.make("kvam", "nn", { teaches: "laerar" });
  try {
    const rektor = await anotherBrowser();
    await signIn(page, at.url, at.owner);
    await signIn(rektor, at.url, at.rektor);
    let report;
    const open = (who, path = "") => who.goto(`${at.url}${report}${path}`);

    await test.step("begun and written", async () => {
      await page.goto(`${at.url}/tilstandsrapport`);
      await press(page, "Byrj på rapporten");
      await expect(page).toHaveURL(/\/tilstandsrapport\/\d+$/);
      report = new URL(page.url()).pathname;
      for (const chapter of ["samandrag", "laeringsmiljo", "laeringsresultat", "gjennomforing"]) {
        await open(page, `/kapittel/${chapter}`);
        await page.getByRole("textbox", { name: "Teksten i kapittelet" }).fill(`Om ${chapter}.`);
        await press(page, "Lagre og meld klart til lesing");
        await expect(main(page)).toContainText("Kapittelet er meldt klart til lesing.");
      }
      await open(page, "/kapittel/samandrag");
      await page.getByRole("textbox", { name: "Teksten i kapittelet" }).fill("Betre enn i fjor.");
      await page.getByRole("button", { name: /^Lagre og gå til kapittel 2/ }).click();
      await expect(page).toHaveURL(/sidan_sist$/);
    });

    await test.step("a proposal without who does it is refused, and nothing typed is lost", async () => {
      await open(page, "/forslag");
      await page.getByLabel("Kva skal vedtakast?").fill("Skulane lagar ein leseplan.");
      await page.getByLabel("kostar noko nytt").check();
      await page.getByLabel("Kroner", { exact: true }).fill("120 000");
      await press(page, "Legg til");
      await expect(main(page)).toContainText("Skriv kven som er ansvarleg.");
      await expect(page.getByLabel("Kva skal vedtakast?")).toHaveValue("Skulane lagar ein leseplan.");
      await page.getByLabel("Ansvarleg", { exact: true }).fill("Kommunalsjefen");
      await press(page, "Legg til");
      await expect(main(page)).toContainText("120 000 kr");
    });

    await test.step("read by the school", async () => {
      await open(page, "/sending");
      await press(page, "Send til skulane");
      await rektor.goto(`${at.url}/tilstandsrapport`);
      await rektor.getByRole("link", { name: /^Det skulen er spurd om/ }).click();
      await rektor.getByLabel("Kva bør rettast?").fill("Vi har 14 lærarar.");
      await press(rektor, "Send merknaden");
      await expect(main(rektor)).toContainText("Vi har 14 lærarar.");
      await open(page, "/sendt");
      await expect(main(page)).toContainText("Vi har 14 lærarar.");
    });

    await test.step("read as page and taken away as files", async () => {
      await open(page, "/les?niva=offentleg");
      await expect(main(page)).toContainText("Betre enn i fjor.");
      await expect(main(page)).toContainText("Skulane lagar ein leseplan.");
      for (const kind of ["PDF", "DOCX", "XLSX"]) {
        await open(page, "/les?niva=offentleg");
        await press(page, kind);
        await expect(main(page)).toContainText("Fila er klar.", { timeout: 60_000 });
        const href = await page.getByRole("link", { name: /^Last ned/ }).getAttribute("href");
        const file = await page.request.get(at.url + href);
        expect(file.status()).toBe(200);
        expect((await file.body()).length).toBeGreaterThan(2000);
      }
    });
  } finally {
    await at.end();
  }
});
