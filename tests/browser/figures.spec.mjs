// A figure's way: from a file to the profile, the question, the chain, the talk and the delivered self-assessment, where it stays as it was.
import { axeFindings } from "./support/checks.mjs";
import { figures, write } from "./support/furnished.mjs";
import { Visitor } from "./support/municipality.mjs";
import { expect, ownAssessment, PASSWORD, signIn, test } from "./support/test.mjs";

test.use({ purpose: "figures" }); // what is imported is the whole municipality's

const main = (page) => page.getByRole("main");
const flash = (page) => page.locator(".flash");

// What is being folded out is looked at when it has come to rest: a transition begins with the frame after the click.
async function accessible(page) {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    await Promise.all(document.getAnimations().map((animation) => animation.finished));
  });
  expect.soft(await axeFindings(page), page.url()).toEqual([]);
}

// This school year and the three before it, as «2025-26».
function years() {
  const today = new Date();
  const first = today.getMonth() >= 7 ? today.getFullYear() : today.getFullYear() - 1;
  return [3, 2, 1, 0].map((back) => `${first - back}-${String((first - back + 1) % 100).padStart(2, "0")}`);
}

// Brings a file in through the pages.
async function bringIn(page, url, content) {
  await page.goto(`${url}/indikatorer/import`);
  await page.getByLabel("Fil", { exact: true }).setInputFiles({ name: "lesing.csv", mimeType: "text/csv", buffer: Buffer.from(content) });
  await page.getByRole("button", { name: "Les filen" }).click();
  await expect(main(page)).toContainText("Ingenting er tatt inn ennå");
}

test("a figure comes in, is talked about and worked with, and stays as it was in what is delivered", async ({ page, site, anotherBrowser, browser }) => {
  test.setTimeout(120_000);
  const [first, second] = site.nodes;
  const { rektor, number } = await site.municipality.school();
  const [three, two, one, now] = years();
  const owner = await anotherBrowser();
  let school, assessment, chain;

  await test.step("skoleeier sets a goal, and takes in a file as Udir gives it", async () => {
    await signIn(owner, second.url, site.municipality.owner);
    await owner.goto(`${second.url}/indikatorsett/kvalitet/indikatorer/np_lesing_5`);
    await owner.locator(`#maal-0-${now.slice(0, 4)}`).fill("50");
    await accessible(owner);
    await owner.getByRole("button", { name: "Lagre", exact: true }).click();
    await owner.goto(`${second.url}/indikatorsett/kvalitet/ibruktaking`);
    await expect(main(owner)).toContainText("nytt mål");
    await owner.getByRole("button", { name: "Ta i bruk" }).click();
    await bringIn(owner, second.url, figures(number, { [three]: "53", [two]: "51", [one]: "49", [now]: "460" }));
    await expect(main(owner)).toContainText("Én verdi ser feil ut");
    await accessible(owner);
    await owner.getByRole("button", { name: "Avbryt" }).click();
    await bringIn(owner, second.url, figures(number, { [three]: "53", [two]: "51", [one]: "49", [now]: "46" }));
    await accessible(owner);
    await owner.getByRole("button", { name: "Ta inn tallene" }).click();
    await expect(flash(owner)).toContainText("Tallene er tatt inn");
    await accessible(owner);
  });

  await test.step("rektor sees it in the school's profile, as a chart and as a table", async () => {
    await signIn(page, first.url, rektor);
    await page.goto(`${first.url}/`);
    school = await page.evaluate(() => document.querySelector('a[href^="/skoler/"]').getAttribute("href").match(/^\/skoler\/\d+/)[0]);
    await page.goto(`${first.url}${school}/indikatorer`);
    const card = page.locator("article.ind", { has: page.locator("#np_lesing_5-h") });
    await expect(card.locator(".latest")).toContainText("46");
    await expect(card.locator("figure svg")).toBeVisible();
    await card.getByText("Vis tallene i tabell").click();
    await expect(card.getByRole("row", { name: new RegExp(now) }).first()).toContainText("46");
    await accessible(page);
  });

  await test.step("the figure stands beside its question", async () => {
    assessment = await ownAssessment(page);
    await page.goto(`${first.url}${assessment}/del/laering`);
    await expect(page.locator(".beside").first()).toContainText("46");
    await accessible(page);
  });

  await test.step("without scripts, rektor starts a chain from the figure and writes each step", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: "nb-NO", timezoneId: "Europe/Oslo" });
    const plain = await context.newPage();
    await plain.goto(`${first.url}/logg-inn?til=${school}/indikatorer`);
    await plain.getByLabel("E-postadresse").fill(rektor.login);
    await plain.getByLabel("Passord").fill(PASSWORD);
    await plain.getByRole("button", { name: "Logg inn" }).click();
    await plain.locator("article.ind", { has: plain.locator("#np_lesing_5-h") }).getByRole("link", { name: /^Fra tall til tiltak/ }).click();
    await plain.getByLabel("Hva ser vi?").fill("Færre leser på fritiden.");
    await plain.getByRole("button", { name: "Begynn" }).click();
    await expect(plain.getByText("Kjeden er i gang.")).toBeVisible();
    chain = new URL(plain.url()).pathname;
    for (const [step, fill] of [
      ["trur", async () => plain.getByLabel("Forklaring 1").fill("Leksene tar tiden.")],
      ["gjer", async () => { await plain.getByLabel("Hva gjør vi?").fill("Lesestund hver dag."); await plain.getByLabel("Hvem").fill("Trinnteamet"); }],
      ["ventar", async () => { await plain.getByLabel("Hva forventer vi?").fill("Flere leser hjemme."); await plain.getByLabel("Tall for").fill("50"); }],
      ["maling", async () => plain.getByLabel("Hva vil dere se etter?").fill("Neste leseprøve.")],
      ["no", async () => plain.getByLabel("Hva ser vi nå?").fill("Det er for tidlig å si.")],
    ]) {
      await plain.goto(`${first.url}${chain}/steg/${step}`);
      await fill();
      await plain.getByRole("button", { name: step === "no" ? "Bare lagre" : "Lagre", exact: true }).click();
      await expect(plain).toHaveURL(new RegExp(chain));
    }
    for (const words of ["Leksene tar tiden.", "Lesestund hver dag.", "Flere leser hjemme.", "Neste leseprøve.", "Det er for tidlig å si."]) await expect(plain.getByText(words)).toBeVisible();
    await context.close();
    await page.goto(`${first.url}${chain}`);
    await accessible(page);
    await page.goto(`${first.url}${chain}/steg/gjer`);
    await accessible(page);
  });

  await test.step("in nynorsk, rektor reads the goal and the talking point, and says how the school sees it", async () => {
    await page.goto(`${first.url}/konto`);
    await Promise.all([page.waitForEvent("load"), page.locator('form[action="/sprak"] button').first().click()]);
    await expect(page.locator("html")).toHaveAttribute("lang", "nn");
    const points = async () => { await page.goto(`${first.url}${school}/samtalepunkt`); return main(page).innerText(); };
    await expect.poll(points, { timeout: 15_000 }).toContain("målet på 50");
    await page.getByRole("textbox", { name: /^Skriv korleis de ser det.*målet på 50/ }).fill("Vi har hatt mange nye elevar på trinnet.");
    await accessible(page);
    await page.getByRole("button", { name: /^Lagre.*målet på 50/ }).click();
    await expect(main(page)).toContainText("Vi har hatt mange nye elevar på trinnet.");
    await expect(main(page)).toContainText("Slik ser vi det");
    await page.goto(`${first.url}${school}/indikatorer`);
    await expect(main(page)).toContainText("Målet");
    await accessible(page);
  });

  await test.step("rektor delivers", async () => {
    const visitor = await new Visitor(first.url).signIn(rektor);
    await write(visitor, assessment, "laeringsmiljo", { "trygt.judgement": "3", "trygt.text": "Vi er ute saman med elevane.", "medvirkning.text": "Elevrådet har ei forslagskasse." });
    await write(visitor, assessment, "laering", { "lesing.judgement": "2", "lesing.text": "Vi les saman kvar dag." });
    await page.goto(`${first.url}${assessment}/innsending`);
    await page.locator('[name="_.participation"]').fill("Personalet i to møte.");
    await page.getByRole("button", { name: "Lagre", exact: true }).click();
    await expect(flash(page)).toContainText("Lagra");
    await page.getByRole("button", { name: "Lever", exact: true }).click();
    await expect(page).toHaveURL(`${first.url}${assessment}/levert/1`);
  });

  await test.step("a new file changes the figure, and what was delivered shows it as it was", async () => {
    await bringIn(owner, second.url, figures(number, { [now]: "55" }));
    await expect(main(owner)).toContainText("Én verdi er endret");
    await owner.getByRole("button", { name: "Ta inn tallene" }).click();
    await expect(flash(owner)).toContainText("Tallene er tatt inn");
    await page.goto(`${first.url}${school}/indikatorer`);
    await expect(page.locator("article.ind", { has: page.locator("#np_lesing_5-h") }).locator(".latest")).toContainText("55");
    await page.goto(`${first.url}${assessment}/levert/1`);
    const beside = page.locator(".beside").first();
    await expect(beside).toContainText("Slik var tala");
    await expect(beside.locator(".latest").first()).toContainText("46");
    await expect(beside).not.toContainText("55");
    await accessible(page);
  });
});
