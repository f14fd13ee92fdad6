// The core in a wide window, in a narrow one, and without JavaScript: fill in, save, deliver, read.
import { expectNoSidewaysScroll } from "./support/checks.mjs";
import { expect, field, openPart, PASSWORD, signIn, test } from "./support/test.mjs";

test("rektor fills in, saves and delivers, and skoleeier reads it", async ({ page, site, anotherBrowser }) => {
  const { rektor, name } = await site.municipality.school();
  const url = site.nodes[0].url;
  const here = async () => expectNoSidewaysScroll(page);
  await page.goto(`${url}/logg-inn`);
  await here();
  const address = await openPart(page, url, rektor);
  await here();
  await page.getByRole("radio", { name: /Godt i gang/ }).first().check();
  await field(page, "trygt.text").fill("Vi er ute sammen med elevene.");
  await field(page, "medvirkning.text").fill("Elevrådet har en forslagskasse.");
  await page.getByRole("button", { name: /Lagre og gå til del 2/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Læring");
  await here();
  await page.getByRole("radio", { name: /I startfasen/ }).first().check();
  await field(page, "lesing.text").fill("Vi leser sammen hver dag.");
  await page.getByRole("button", { name: "Lagre og se over" }).click();

  await expect(page).toHaveURL(`${url}${address}/innsending`);
  await expect(page.getByText("Vi er ute sammen med elevene.")).toBeVisible();
  await here();
  await page.getByRole("textbox").first().fill("Hele personalet, i fellestiden i februar.");
  await page.getByRole("button", { name: "Lagre", exact: true }).click();
  await expect(page.locator(".flash")).toContainText("Lagret");
  await page.getByRole("button", { name: /^Lever/ }).click();
  await expect(page.locator(".flash")).toContainText(/levert/i);
  await here();

  const other = await anotherBrowser();
  await signIn(other, site.nodes[1].url, site.municipality.owner);
  await other.goto(`${site.nodes[1].url}/oversikt`);
  await expectNoSidewaysScroll(other);
  await other.getByRole("link", { name }).first().click();
  await expectNoSidewaysScroll(other);
  await other.goto(site.nodes[1].url + address);
  await expect(other.getByText("Vi er ute sammen med elevene.")).toBeVisible();
  await expectNoSidewaysScroll(other);
});

test("a wrong password is said at the field, and nothing is hinted of whether the account exists", async ({ page, site, complaints }) => {
  complaints.expect(/status of 422/);
  const said = [];
  for (const login of [site.municipality.owner.login, "ingen@fjordvik.example"]) {
    await page.goto(`${site.nodes[0].url}/logg-inn`);
    await page.getByLabel("E-postadresse").fill(login);
    await page.getByLabel("Passord").fill(`${PASSWORD} feil`);
    await page.getByRole("button", { name: "Logg inn" }).click();
    await expect(page).toHaveTitle(/^Feil/);
    await expect(page.getByLabel("E-postadresse")).toHaveValue(login);
    said.push(await page.locator("main").innerText());
    await expectNoSidewaysScroll(page);
  }
  expect(said[1]).toBe(said[0]);
});
