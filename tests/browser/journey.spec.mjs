// A year in the product, from the link that rektor gets to the next year's round, on two processes of the application.
import { bar, expect, field, openPart, ownAssessment, PASSWORD, signIn, status, test, type } from "./support/test.mjs";


test.use({ purpose: "journey" }); // rolling the round concerns every school

const heading = (page) => page.getByRole("heading", { level: 1 });
const flash = (page) => page.locator(".flash");

test("rektor and a teacher fill in and deliver, the followers read, the school changes it, and the year is rolled on", async ({ page, context, site, wire, anotherBrowser, complaints }) => {
  test.setTimeout(120_000);
  complaints.expect(/ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_INCOMPLETE/, /status of 409/);
  const { rektor, teacher, name, area } = await site.municipality.school({ rektor: { chosen: false, welcomed: false } });
  const leader = await site.municipality.areaLeader(area);
  const [first, second] = site.nodes;
  let address;

  await test.step("rektor chooses a password through the single-use link, and is told what there is to know", async () => {
    await page.goto(first.url + rektor.link);
    await page.getByLabel("Nytt passord").fill(PASSWORD);
    await page.getByRole("button", { name: "Lagre passordet" }).click();
    await page.getByLabel("E-postadresse").fill(rektor.login);
    await page.getByLabel("Passord").fill(PASSWORD);
    await page.getByRole("button", { name: "Logg inn" }).click();
    await expect(page).toHaveURL(`${first.url}/velkommen`);
    await expect(heading(page)).toContainText(rektor.name.split(" ")[0]);
    await expect(page.getByText(site.municipality.owner.name)).toBeVisible();
    await expect(page.getByText(leader.name)).toBeVisible();
    await page.getByRole("button", { name: "Gå til startsiden" }).click();
    await expect(page).toHaveURL(`${first.url}/`);
    await page.goto(first.url + rektor.link);
    await expect(heading(page)).not.toContainText("Velg passord");
    complaints.expect(/status of 400/);
  });

  const other = await anotherBrowser();
  await test.step("the two fill in together, each on a process of its own", async () => {
    address = await ownAssessment(page);
    await page.goto(`${wire.url}${address}/del/laeringsmiljo`); // the cookie is the host's, whatever the port
    await openPart(other, second.url, teacher);
    await expect(page.locator(".presence")).toContainText(teacher.name);
    await type(page, "trygt.text", "Vi er ute sammen med elevene.");
    await expect(status(page, "trygt.text")).toHaveText(/^Lagret/);
    await expect(field(other, "trygt.text")).toHaveValue("Vi er ute sammen med elevene.", { timeout: 2000 });
    await other.getByRole("radio", { name: /Godt i gang/ }).first().check();
    await type(other, "medvirkning.text", "Elevrådet har en forslagskasse.");
    await expect(field(page, "medvirkning.text")).toHaveValue("Elevrådet har en forslagskasse.", { timeout: 5000 });
  });

  await test.step("the network is cut while both write, and nothing is lost", async () => {
    wire.cut();
    await type(page, "trygt.text", " Det virker.");
    await expect(bar(page)).toContainText("Ikke lagret");
    await type(other, "trygt.text", " Vi har en plan.");
    await expect(status(other, "trygt.text")).toHaveText(/^Lagret/);
    wire.mend();
    const panel = page.locator('[data-conflict-for="trygt.text"]');
    await expect(panel).toContainText("Det virker.", { timeout: 15_000 });
    await expect(panel).toContainText("Vi har en plan.");
    await panel.getByRole("button", { name: "Bruk den andre" }).click();
    await type(page, "trygt.text", " Det virker.");
    await expect(status(page, "trygt.text")).toHaveText(/^Lagret/);
    await expect(field(other, "trygt.text")).toHaveValue("Vi er ute sammen med elevene. Vi har en plan. Det virker.", { timeout: 5000 });
    await expect(bar(page)).toContainText("Alle svar er lagret");
  });

  await test.step("what is missing is said, and delivery waits for it", async () => {
    await page.getByRole("button", { name: /Lagre og gå til del 2/ }).click();
    await page.getByRole("button", { name: "Lagre og se over" }).click();
    await expect(page.getByRole("link", { name: /følger dere elevenes lesing/ }).first()).toBeVisible();
    await page.goto(`${first.url}${address}/del/laering`);
    await page.getByRole("radio", { name: /I startfasen/ }).first().check();
    await type(page, "lesing.text", "Vi leser sammen hver dag.");
    await page.getByRole("button", { name: "Lagre og se over" }).click();
    await expect(page.getByText("Alle spørsmålene som må besvares, er besvart.")).toBeVisible();
    await expect(page.getByText("Vi har en plan. Det virker.")).toBeVisible();
  });

  const follower = await anotherBrowser();
  await test.step("until it is delivered the followers see three states and a date, never text", async () => {
    await signIn(follower, second.url, leader);
    await follower.goto(`${second.url}/oversikt`);
    await expect(follower.getByRole("row", { name: new RegExp(name) })).toContainText("I gang");
    const answer = await follower.goto(`${second.url}${address}/del/laeringsmiljo`);
    expect(answer.status()).toBe(404);
    complaints.expect(/status of 404/);
  });

  await test.step("rektor delivers", async () => {
    await type(page, "_.participation", "Personalet i to møter, elevrådet i februar.");
    await page.getByRole("button", { name: "Lagre", exact: true }).click();
    await expect(flash(page)).toContainText("Lagret");
    await page.getByRole("button", { name: "Lever", exact: true }).click();
    await expect(flash(page)).toContainText(/levert/i);
    await expect(page).toHaveURL(`${first.url}${address}/levert/1`);
  });

  await test.step("the area's leader reads it and comments on an answer", async () => {
    await follower.goto(`${second.url}/oversikt`);
    await follower.getByRole("row", { name: new RegExp(name) }).getByRole("link", { name: /mars|april|nov|des|jan|feb|\d{4}/ }).first().click();
    await expect(follower.getByText("Vi har en plan. Det virker.")).toBeVisible();
    const question = follower.locator("#sp-trygt");
    await question.getByText("Skriv en kommentar").click();
    await question.getByRole("textbox").fill("Hva gjør dere i friminuttene?");
    await question.getByRole("button", { name: "Legg til kommentaren" }).click();
    await expect(follower.locator("#sp-trygt")).toContainText("Hva gjør dere i friminuttene?");
  });

  await test.step("rektor is told, and answers", async () => {
    await page.goto(`${first.url}/`);
    await expect(page.getByRole("main")).toContainText(/kommentar/i);
    await page.goto(`${first.url}${address}/levert/1`);
    const question = page.locator("#sp-trygt");
    await expect(question).toContainText(leader.name);
    await question.getByText("Svar eller lukk").click();
    await question.getByRole("textbox", { name: "Svaret fra skolen" }).fill("Vi har vakter i alle tre soner.");
    await question.getByRole("button", { name: "Legg til svaret" }).click();
    await expect(page.locator("#sp-trygt")).toContainText("Vi har vakter i alle tre soner.");
  });

  await test.step("rektor asks for it, and skoleeier reopens with a reason", async () => {
    await page.getByLabel("Begrunnelse").fill("Vi glemte elevrådets tall.");
    await page.getByRole("button", { name: "Be om å få åpne igjen" }).click();
    const owner = await anotherBrowser();
    await signIn(owner, second.url, site.municipality.owner);
    await owner.goto(`${second.url}/`);
    await owner.getByRole("link", { name: new RegExp(name) }).first().click();
    await expect(owner.getByText("Vi glemte elevrådets tall.")).toBeVisible();
    await owner.getByLabel("Begrunnelse").fill("Elevrådets tall skal med.");
    await owner.getByRole("button", { name: "Åpne igjen" }).click();
    await expect(owner.getByText("Elevrådets tall skal med.")).toBeVisible();
    await owner.close();
  });

  await test.step("rektor changes it and delivers version 2; both are readable", async () => {
    await page.goto(`${first.url}${address}/del/laeringsmiljo`);
    await type(page, "medvirkning.text", " Den ble brukt 40 ganger.");
    await expect(status(page, "medvirkning.text")).toHaveText(/^Lagret/);
    await page.goto(`${first.url}${address}/innsending`);
    await page.getByRole("button", { name: "Lever", exact: true }).click();
    await expect(page).toHaveURL(`${first.url}${address}/levert/2`);
    await expect(page.getByText("Den ble brukt 40 ganger.")).toBeVisible();
    await follower.goto(`${second.url}${address}/levert/1`);
    await expect(follower.getByText("Elevrådet har en forslagskasse.")).toBeVisible();
    await expect(follower.getByText("Den ble brukt 40 ganger.")).toHaveCount(0);
    await follower.goto(`${second.url}${address}/levert/2`);
    await expect(follower.getByText("Den ble brukt 40 ganger.")).toBeVisible();
    await expect(follower.locator("#sp-trygt")).toContainText("Vi har vakter i alle tre soner.");
  });

  await test.step("skoleeier rolls the year onto version 2 of the pack, and what the preview said is what came", async () => {
    await site.municipality.nextPack();
    const owner = await anotherBrowser();
    await signIn(owner, first.url, site.municipality.owner);
    await owner.goto(`${first.url}/runder`);
    await owner.getByRole("link", { name: /Rull til neste år/ }).first().click();
    const plan = owner.getByRole("main");
    await expect(plan).toContainText("Modellpakken går fra versjon 1 til versjon 2.");
    await expect(plan).toContainText("Hvordan tar dere imot nye elever?");
    await expect(plan).toContainText("Hvordan er elevene med på å bestemme?");
    const rows = async () => owner.getByRole("row").allInnerTexts();
    const preview = await rows();
    expect(preview.find((row) => row.includes(name))).toMatch(/2/);
    await owner.getByRole("button", { name: /^Rull til/ }).click();
    await expect(flash(owner)).toContainText("Runden er rullet");
    await owner.goto(`${first.url}/runder`);
    await owner.getByRole("link", { name: /Se hva som ble med/ }).first().click();
    expect(await rows()).toEqual(preview);
  });

  await test.step("rektor begins the new year with last year's answers beside the questions", async () => {
    await page.goto(`${first.url}/egenvurdering`);
    const assessments = await page.evaluate(() => [...new Set([...document.querySelectorAll('main a[href^="/egenvurdering/"]')].map((link) => link.getAttribute("href")))]);
    const next = assessments.find((href) => href !== address);
    await page.goto(`${first.url}${next}/del/laeringsmiljo`);
    await expect(field(page, "trygt.text")).toHaveValue("");
    await expect(field(page, "medvirkning.text")).toHaveCount(0);
    await expect(field(page, "overgang.text")).toHaveValue("");
    const before = page.locator("#q-trygt .lastyear");
    await expect(before.locator("summary")).toContainText("Godt i gang");
    await before.locator("summary").click();
    await expect(before).toContainText("Vi har en plan. Det virker.");
    await page.goto(`${first.url}${address}/levert/1`);
    await expect(page.getByText("Elevrådet har en forslagskasse.")).toBeVisible();
  });
});
