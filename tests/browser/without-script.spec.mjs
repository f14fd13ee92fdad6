// The writing page as a plain form.
import { expect, field, ownAssessment, PASSWORD, openPart, test } from "./support/test.mjs";

const refused = (code) => new RegExp(`status of ${code}`);
const save = (page) => page.getByRole("button", { name: "Lagre", exact: true }).click();

test("a field that was not changed does not bring back what a colleague has changed since", async ({ page, site, anotherBrowser }) => {
  const { rektor, teacher } = await site.municipality.school();
  const address = await openPart(page, site.nodes[0].url, rektor);
  await field(page, "trygt.text").fill("Første utgave.");
  await save(page);
  await expect(page.locator(".flash")).toContainText("Lagret");

  const other = await anotherBrowser();
  await openPart(other, site.nodes[1].url, teacher);
  await field(other, "trygt.text").fill("Kollegaens utgave.");
  await save(other);

  await field(page, "medvirkning.text").fill("Et annet svar.");
  await save(page);
  await page.goto(`${site.nodes[1].url}${address}/del/laeringsmiljo`);
  await expect(field(page, "trygt.text")).toHaveValue("Kollegaens utgave.");
  await expect(field(page, "medvirkning.text")).toHaveValue("Et annet svar.");
});

test("two who wrote at the same time see both texts, and what is sent next stands", async ({ page, site, anotherBrowser, complaints }) => {
  complaints.expect(refused(409), refused(422));
  const { rektor, teacher } = await site.municipality.school();
  await openPart(page, site.nodes[0].url, rektor);
  const other = await anotherBrowser();
  await openPart(other, site.nodes[1].url, teacher);
  await field(other, "trygt.text").fill("Lærerens tekst.");
  await save(other);
  await field(page, "trygt.text").fill("Rektors tekst.");
  await save(page);
  await expect(page.locator('[data-conflict-for="trygt.text"]')).toContainText("Lærerens tekst.");
  await expect(field(page, "trygt.text")).toHaveValue("Rektors tekst.");
  await expect(page).toHaveTitle(/^Feil/);
  await field(page, "trygt.text").fill("Rektors tekst.\n\nLærerens tekst.");
  await save(page);
  await expect(field(page, "trygt.text")).toHaveValue("Rektors tekst.\n\nLærerens tekst.");
  await expect(page.locator('[data-conflict-for="trygt.text"]')).toBeHidden();
});

test("a session that ends while somebody writes costs no text", async ({ page, context, site, complaints }) => {
  complaints.expect(refused(401));
  const { rektor } = await site.municipality.school();
  const address = await openPart(page, site.nodes[0].url, rektor);
  await field(page, "trygt.text").fill("Skrevet uten å være logget inn.");
  await context.clearCookies();
  await save(page);
  await expect(page.getByRole("alert")).toContainText("Teksten din er tatt vare på");
  await page.getByLabel("E-postadresse").fill(rektor.login);
  await page.getByLabel("Passord").fill("feil passord her");
  complaints.expect(refused(422));
  await page.getByRole("button", { name: "Logg inn" }).click();
  await page.getByLabel("Passord").fill(PASSWORD);
  await page.getByRole("button", { name: "Logg inn" }).click();
  await expect(page).toHaveURL(new RegExp(`${address}/del/laeringsmiljo`));
  await expect(field(page, "trygt.text")).toHaveValue("Skrevet uten å være logget inn.");
  await page.reload();
  await expect(field(page, "trygt.text")).toHaveValue("Skrevet uten å være logget inn.");
});

test("text from a session of somebody else is shown and not saved", async ({ page, site, complaints }) => {
  complaints.expect(refused(401));
  const { rektor, teacher, number } = await site.municipality.school();
  const address = await openPart(page, site.nodes[0].url, rektor);
  await field(page, "trygt.text").fill("Rektors ord, som en annen ikke skal stå for.");
  await site.database.sql(`update session set ended_at = now() where account_id = (select id from account where login = '${rektor.login}')`);
  await save(page);
  await page.getByLabel("E-postadresse").fill(teacher.login);
  await page.getByLabel("Passord").fill(PASSWORD);
  await page.getByRole("button", { name: "Logg inn" }).click();
  await expect(page.getByRole("textbox", { name: /Tekst/ })).toHaveValue("Rektors ord, som en annen ikke skal stå for.");
  const count = await site.database.sql(`select count(*) from text_revision r join school s on s.id = r.school_id where s.organisation_number = '${number}'`);
  expect(count).toBe("0");
  await page.goto(`${site.nodes[0].url}/`);
  expect(await ownAssessment(page)).toBe(address);
});

test("a birth number is refused at the field, with what was typed", async ({ page, site, complaints }) => {
  complaints.expect(refused(422));
  const { rektor } = await site.municipality.school();
  await openPart(page, site.nodes[0].url, rektor);
  await field(page, "trygt.text").fill("Eleven 01010750160 trives.");
  await save(page);
  await expect(page.locator(".ds-error-summary")).toContainText("fødselsnummer");
  await expect(field(page, "trygt.text")).toHaveValue("Eleven 01010750160 trives.");
  await expect(page).toHaveTitle(/^Feil/);
});
