// The writing page: what is said is saved is saved, and nothing that was typed is lost.
import { bar, expect, field, kept, openPart, ownAssessment, PASSWORD, signIn, status, test, type } from "./support/test.mjs";

const refused = (code) => new RegExp(`status of ${code}`);
const signInInsteadOfStream = /EventSource's response has a MIME type/;
const noNetwork = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_INCOMPLETE/;

test("a colleague on another process sees the text within two seconds, and who writes where", async ({ page, site, anotherBrowser }) => {
  const { rektor, teacher } = await site.municipality.school();
  await openPart(page, site.nodes[0].url, rektor);
  const other = await anotherBrowser();
  await openPart(other, site.nodes[1].url, teacher);
  await expect(page.locator("[data-presence]").first()).toContainText(teacher.name);

  await type(page, "trygt.text", "Vi er ute sammen med elevene.");
  await expect(other.locator('[data-cowriter-for="trygt.text"]')).toContainText(rektor.name);
  await expect(status(page, "trygt.text")).toHaveText(/^Lagret .* av /);
  const saved = Date.now();
  await expect(field(other, "trygt.text")).toHaveValue("Vi er ute sammen med elevene.", { timeout: 2000 });
  expect(Date.now() - saved).toBeLessThan(2000);
  await expect(status(other, "trygt.text")).toContainText(rektor.name);

  await other.getByRole("radio", { name: /Godt i gang/ }).first().check();
  await expect(page.getByRole("radio", { name: /Godt i gang/ }).first()).toBeChecked({ timeout: 4000 });
  await expect(page.locator("#overall-progress")).toHaveText(/^1 av 3/);
});

test("what a colleague writes does not touch the field that somebody is writing in", async ({ page, site, anotherBrowser, complaints }) => {
  complaints.expect(refused(409));
  const { rektor, teacher } = await site.municipality.school();
  await openPart(page, site.nodes[0].url, rektor);
  const other = await anotherBrowser();
  await openPart(other, site.nodes[1].url, teacher);
  await page.route("**/felt", (route) => setTimeout(() => route.continue(), 1500));
  await type(page, "trygt.text", "Jeg skriver");
  await type(other, "trygt.text", "Jeg også");
  await other.keyboard.press("Tab");
  await expect(status(other, "trygt.text")).toHaveText(/^Lagret/);
  await type(page, "trygt.text", " og skriver");
  await expect(field(page, "trygt.text")).toHaveValue("Jeg skriver og skriver");
});

test("a cut network is told of, and nothing is lost when it is back", async ({ page, site, wire, complaints }) => {
  complaints.expect(noNetwork);
  const { rektor } = await site.municipality.school();
  await openPart(page, wire.url, rektor);
  await type(page, "trygt.text", "Først. ");
  await expect(status(page, "trygt.text")).toHaveText(/^Lagret/);
  wire.cut();
  await type(page, "trygt.text", "Skrevet i tunnelen.");
  await expect(status(page, "trygt.text")).toContainText("Ikke lagret");
  await expect(bar(page)).toContainText("Ikke lagret");
  await expect(page.getByRole("status").filter({ hasText: "Ikke lagret" })).toBeAttached();
  expect(await kept(page)).toHaveLength(1);
  wire.mend();
  await expect(status(page, "trygt.text")).toHaveText(/^Lagret/, { timeout: 15_000 });
  await expect(bar(page)).toContainText("Alle svar er lagret");
  await page.reload();
  await expect(field(page, "trygt.text")).toHaveValue("Først. Skrevet i tunnelen.");
  expect(await kept(page)).toEqual([]);
});

test("a browser without network that says so saves at once when it is back", async ({ page, context, site, complaints }) => {
  complaints.expect(noNetwork);
  const { rektor } = await site.municipality.school();
  await openPart(page, site.nodes[0].url, rektor);
  await context.setOffline(true);
  await type(page, "medvirkning.text", "Elevrådet har forslagskasse.");
  await expect(status(page, "medvirkning.text")).toContainText("Ikke lagret");
  await context.setOffline(false);
  await expect(status(page, "medvirkning.text")).toHaveText(/^Lagret/, { timeout: 3000 });
});

test("a save whose answer is lost counts once", async ({ page, site, complaints }) => {
  complaints.expect(noNetwork, /ERR_FAILED/);
  const { rektor, number } = await site.municipality.school();
  await openPart(page, site.nodes[0].url, rektor);
  let lost = 0;
  await page.route("**/felt", async (route) => {
    if (lost) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort();
  });
  await type(page, "trygt.text", "Én gang.");
  await expect(status(page, "trygt.text")).toHaveText(/^Lagret/, { timeout: 10_000 });
  expect(lost).toBe(1);
  const count = await site.database.sql(`select count(*) from text_revision r join school s on s.id = r.school_id where s.organisation_number = '${number}'`);
  expect(count).toBe("1");
});

test("leaving a field after autosave saves nothing twice", async ({ page, site }) => {
  const { rektor, number } = await site.municipality.school();
  await openPart(page, site.nodes[0].url, rektor);
  await type(page, "trygt.text", "En gang til.");
  await expect(status(page, "trygt.text")).toHaveText(/^Lagret/);
  await page.keyboard.press("Tab");
  await page.waitForTimeout(500);
  const count = await site.database.sql(`select count(*) from text_revision r join school s on s.id = r.school_id where s.organisation_number = '${number}'`);
  expect(count).toBe("1");
});

// Two write in the same field; the one in `page` meets the other's text.
async function conflict({ page, context, site, anotherBrowser, complaints }) {
  complaints.expect(refused(409), noNetwork);
  const { rektor, teacher } = await site.municipality.school();
  const address = await openPart(page, site.nodes[0].url, rektor);
  const other = await anotherBrowser();
  await openPart(other, site.nodes[1].url, teacher);
  await context.setOffline(true);
  await type(page, "trygt.text", "Rektors tekst.");
  await expect(status(page, "trygt.text")).toContainText("Ikke lagret");
  await type(other, "trygt.text", "Lærerens tekst.");
  await expect(status(other, "trygt.text")).toHaveText(/^Lagret/);
  await context.setOffline(false);
  const panel = page.locator('[data-conflict-for="trygt.text"]');
  await expect(panel).toContainText("Rektors tekst.");
  await expect(panel).toContainText("Lærerens tekst.");
  await expect(panel).toContainText(teacher.name);
  await expect(field(page, "trygt.text")).toHaveValue("Rektors tekst.");
  await expect(bar(page)).toContainText("Ikke lagret");
  return { panel, other, rektor, teacher, address };
}

for (const [choice, result] of [["Behold min", "Rektors tekst."], ["Bruk den andre", "Lærerens tekst."], ["Behold begge", "Rektors tekst.\n\nLærerens tekst."]]) {
  test(`two who wrote at the same time see both texts; «${choice}»`, async ({ page, context, site, anotherBrowser, complaints }) => {
    const { panel, other } = await conflict({ page, context, site, anotherBrowser, complaints });
    await panel.getByRole("button", { name: choice }).click();
    await expect(panel).toBeHidden();
    await expect(field(page, "trygt.text")).toHaveValue(result);
    await expect(field(page, "trygt.text")).toBeFocused();
    await expect(status(page, "trygt.text")).toHaveText(/^Lagret/);
    await expect(field(other, "trygt.text")).toHaveValue(result, { timeout: 4000 });
    expect(await kept(page)).toEqual([]);
  });
}

test("a session that ends while somebody writes costs no text", async ({ page, context, site, complaints }) => {
  complaints.expect(refused(401), signInInsteadOfStream);
  const { rektor } = await site.municipality.school();
  const address = await openPart(page, site.nodes[0].url, rektor);
  await context.clearCookies();
  await type(page, "trygt.text", "Skrevet uten å være logget inn.");
  await expect(status(page, "trygt.text")).toContainText("Du er logget ut");
  const opened = context.waitForEvent("page");
  await status(page, "trygt.text").getByRole("link", { name: "Logg inn i en ny fane" }).click();
  const tab = await opened;
  await tab.getByLabel("E-postadresse").fill(rektor.login);
  await tab.getByLabel("Passord").fill(PASSWORD);
  await tab.getByRole("button", { name: "Logg inn" }).click();
  await expect(tab).not.toHaveURL(/logg-inn/);
  await tab.close();
  await page.evaluate(() => dispatchEvent(new Event("focus"))); // Playwright's pages always think that they have the focus
  await expect(status(page, "trygt.text")).toHaveText(/^Lagret/);
  await page.goto(`${site.nodes[1].url}${address}/del/laeringsmiljo`);
  await expect(field(page, "trygt.text")).toHaveValue("Skrevet uten å være logget inn.");
});

test("a restored draft keeps the revision it was written on, so a colleague's text is not overwritten", async ({ page, context, site, anotherBrowser, complaints }) => {
  complaints.expect(refused(409), noNetwork, /ERR_FAILED/);
  const { rektor, teacher } = await site.municipality.school();
  const address = await openPart(page, site.nodes[0].url, rektor);
  page.on("dialog", (dialog) => dialog.accept());
  await page.route("**/felt", (route) => route.abort());
  await type(page, "trygt.text", "Usendt.");
  await expect(status(page, "trygt.text")).toContainText("Ikke lagret");
  const other = await anotherBrowser();
  await openPart(other, site.nodes[1].url, teacher);
  await type(other, "trygt.text", "Kollegaens.");
  await expect(status(other, "trygt.text")).toHaveText(/^Lagret/);
  await page.unroute("**/felt");
  await page.route("**/felt", (route) => route.abort(), { times: 1 }); // what is sent while the page unloads
  await page.goto(`${site.nodes[0].url}${address}/del/laeringsmiljo`);
  const panel = page.locator('[data-conflict-for="trygt.text"]');
  await expect(panel).toContainText("Usendt.");
  await expect(panel).toContainText("Kollegaens.");
  await expect(field(other, "trygt.text")).toHaveValue("Kollegaens.");
});

test("signing out with unsent text asks first, and leaves nothing behind", async ({ page, site, complaints }) => {
  complaints.expect(/ERR_FAILED/);
  const { rektor } = await site.municipality.school();
  await openPart(page, site.nodes[0].url, rektor);
  await page.route("**/felt", (route) => route.abort());
  await type(page, "trygt.text", "Ikke sendt.");
  await expect(status(page, "trygt.text")).toContainText("Ikke lagret");

  const signOut = page.getByRole("button", { name: "Logg ut" }).first();
  const asked = page.waitForEvent("dialog");
  signOut.click().catch(() => {});
  const question = await asked;
  expect(question.message()).toContain("ikke lagret");
  await question.dismiss();
  await expect(field(page, "trygt.text")).toHaveValue("Ikke sendt.");
  expect(await kept(page)).toHaveLength(1);

  page.once("dialog", (dialog) => dialog.accept());
  await signOut.click();
  await expect(page).toHaveURL(/\/logg-inn/);
  expect(await kept(page)).toEqual([]);
});

test("signing out with everything saved asks nothing", async ({ page, site }) => {
  const { rektor } = await site.municipality.school();
  await openPart(page, site.nodes[0].url, rektor);
  await type(page, "trygt.text", "Lagret.");
  await expect(status(page, "trygt.text")).toHaveText(/^Lagret/);
  expect(await kept(page)).toEqual([]);
  await page.getByRole("button", { name: "Logg ut" }).first().click();
  await expect(page).toHaveURL(/\/logg-inn/);
});

test("a birth number is refused at the field, and the text stays", async ({ page, site, complaints }) => {
  complaints.expect(refused(422));
  const { rektor } = await site.municipality.school();
  await openPart(page, site.nodes[0].url, rektor);
  await type(page, "trygt.text", "Eleven 01010750160 trives.");
  const error = page.locator('[data-error-for="trygt.text"]');
  await expect(error).toBeVisible();
  await expect(error).toContainText("fødselsnummer");
  await expect(field(page, "trygt.text")).toHaveValue("Eleven 01010750160 trives.");
  await expect(field(page, "trygt.text")).toHaveAttribute("aria-invalid", "true");
  await field(page, "trygt.text").fill("Elevene trives.");
  await expect(status(page, "trygt.text")).toHaveText(/^Lagret/);
  await expect(error).toBeHidden();
});

test("somebody else who signs in on the same machine does not get the text that was typed", async ({ page, context, site, complaints }) => {
  complaints.expect(refused(401), refused(403), signInInsteadOfStream);
  const { rektor, teacher } = await site.municipality.school();
  const address = await openPart(page, site.nodes[0].url, rektor);
  await context.clearCookies();
  await type(page, "trygt.text", "Rektors ord.");
  await expect(status(page, "trygt.text")).toContainText("Du er logget ut");
  const tab = await context.newPage();
  await signIn(tab, site.nodes[0].url, teacher);
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await expect(bar(page)).toContainText("Ikke lagret");
  await tab.goto(`${site.nodes[0].url}${address}/del/laeringsmiljo`);
  await expect(field(tab, "trygt.text")).toHaveValue("");
  expect(await ownAssessment(tab)).toBe(address);
});
