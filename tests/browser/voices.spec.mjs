// Leiardialog 3 with eight pupils on telephones: asked in the room, shown as a spread, written in the minutes, and told back to those who answered.
import { checks } from "./support/checks.mjs";
import { Visitor } from "./support/municipality.mjs";
import { expect, signIn, test } from "./support/test.mjs";
import { later, Travelled, tuesday } from "./support/travelled.mjs";

const main = (page) => page.getByRole("main");
const press = (page, name) => Promise.all([page.waitForEvent("load"), page.getByRole("button", { name }).first().click()]);
const follow = (page, name) => Promise.all([page.waitForEvent("load"), page.getByRole("link", { name }).first().click()]);

// What every page of it must pass, in both written forms.
function inBoth(script) {
  const passes = checks(script);
  return async (page, { languages = true } = {}) => {
    const size = page.viewportSize();
    for (const other of languages ? ["Bokmål", "Nynorsk"] : [null]) {
      await passes(page);
      // The other form is in the menu of a narrow window.
      await page.setViewportSize({ width: 1280, height: 900 });
      if (other) await press(page, other);
      await page.setViewportSize(size);
    }
  };
}

async function held(at) {
  const leader = await new Visitor(at.url).signIn(at.owner);
  const day = tuesday(`${at.year + 1}-04-20`);
  await at.travel(later(day, -10));
  const form = { samtale: "leiardialog_3", med: `skole:${await at.schoolId()}`, dato: day, fra: "09:00", til: "11:30", stad: "", save_id: crypto.randomUUID() };
  const meeting = await leader.send("/moter", form);
  await at.travel(later(day, 1));
  await leader.send(`${meeting}/gjennomforing`, { minutt: "150" });
  return { meeting, leader };
}

async function journey(page, anotherBrowser, { script }) {
  const passes = inBoth(script);
  const at = await Travelled.make("kvam", "nn", { teaches: "laerar" });
  try {
    const { meeting, leader } = await held(at);
    await signIn(page, at.url, at.rektor);
    let round, code;

    await test.step("asked for the meeting", async () => {
      await page.goto(at.url + meeting);
      await follow(page, "Spør elevar, føresette eller tilsette");
      await passes(page);
      await page.getByRole("radio", { name: /^Elevane om skulen/ }).check();
      await press(page, "Lag koden");
      round = new URL(page.url()).pathname;
      code = (await page.locator(".letters").textContent()).replace(/\s/g, "");
      await passes(page);
      await page.goto(`${at.url}${round}/skjerm`);
      await passes(page);
    });

    const pupils = [];
    await test.step("eight pupils on telephones", async () => {
      for (let count = 0; count < 8; count += 1) {
        const pupil = await anotherBrowser();
        await pupil.setViewportSize({ width: 320, height: 568 });
        pupils.push(pupil);
      }
      await pupils[0].goto(`${at.url}/r`);
      // Before anybody knows which municipality it is, in the browser's own.
      await passes(pupils[0], { languages: false });
      await pupils[0].getByLabel("Kode").fill(code.toLowerCase());
      await press(pupils[0], "Gå videre");
      await expect(main(pupils[0])).toContainText("ikkje opna enno");
      await passes(pupils[0]);
      await page.goto(at.url + round);
      await press(page, /^Opne spørsmålet.*Har du nokon/);
      // Whoever waits is told by the page itself, where there is a script.
      if (script) await expect(main(pupils[0])).toContainText("Har du nokon å vere saman med");
      else await follow(pupils[0], "Sjå etter neste spørsmål");
      await passes(pupils[0]);
      const answers = ["Ja, alltid", "Ja, alltid", "Som oftast", "Som oftast", "Som oftast", "Nokre gonger", "Nei, sjeldan"];
      for (const [index, answer] of answers.entries()) {
        await pupils[index].goto(`${at.url}/r/${code}`);
        await pupils[index].getByRole("radio", { name: answer }).check();
        await press(pupils[index], "Svar");
        await expect(main(pupils[index])).toContainText("Takk for svaret!");
      }
      await passes(pupils[0]);
      // The eighth does not want to.
      await pupils[7].goto(`${at.url}/r/${code}`);
      await press(pupils[7], "Hopp over");
      if (script) await expect(main(page)).toContainText("7 har svart");
      if (script) expect(await pupils[0].evaluate(() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]))).toBe("[[],[]]");
    });

    await test.step("closed, talked about, and put in the minutes", async () => {
      await page.goto(at.url + round);
      await press(page, /^Steng og vis svara.*Har du nokon/);
      await expect(page.getByRole("row", { name: /Som oftast/ })).toContainText("3");
      await passes(page);
      await page.goto(`${at.url}${round}/skjerm`);
      await passes(page);
      await page.goto(`${at.url}${round}/tekst`);
      await page.getByRole("textbox", { name: "Dette kom fram" }).first().fill("Dei minste manglar nokon å leike med.");
      await page.getByRole("textbox", { name: "Dette gjer vi", exact: true }).first().fill("Leikeleiarar frå sjuande steg.");
      await page.getByRole("textbox", { name: "Dette gjer vi ikkje, fordi …" }).first().fill("Vi kjøper ikkje fleire leiker, fordi det ikkje var det de sakna.");
      if (script) await expect(page.locator("[data-savebar]")).toContainText("lagra");
      await press(page, "Lagre");
      await page.goto(`${at.url}${round}/tekst`);
      await passes(page);
      await page.goto(at.url + round);
      await page.getByLabel(/^Legg svara og teksten inn i/).selectOption({ index: 1 });
      await press(page, "Legg inn");
      await expect(main(page)).toContainText("Lagt inn under");
      const minutes = await leader.page(meeting);
      expect(minutes).toContain("Ja, alltid 2; Som oftast 3; Nokre gonger 1; Nei, sjeldan 1.\nDei minste manglar nokon å leike med.");
    });

    await test.step("told back to those who answered", async () => {
      await page.goto(`${at.url}${round}/svar`);
      await passes(page);
      await press(page, "Vis det til dei som har koden");
      await passes(page);
      await pupils[3].goto(`${at.url}/r/${code}`);
      await follow(pupils[3], "Les kva som kom ut av det");
      await expect(main(pupils[3])).toContainText("Leikeleiarar frå sjuande steg.");
      await passes(pupils[3]);
    });

    await test.step("on one tablet after each other, and over", async () => {
      const tablet = await anotherBrowser();
      await page.goto(at.url + round);
      await press(page, /^Opne spørsmålet.*Får du hjelp/);
      await tablet.goto(`${at.url}/r/${code}/brett`);
      for (let count = 0; count < 2; count += 1) {
        await passes(tablet, { languages: false });
        await tablet.getByRole("radio", { name: "Som oftast" }).check();
        await press(tablet, "Svar");
        await expect(main(tablet)).toContainText("Gi eininga til den neste.");
        await follow(tablet, "Eg er den neste");
      }
      await page.goto(at.url + round);
      await press(page, /^Steng og vis svara.*Får du hjelp/);
      await expect(main(page)).toContainText("For få svarte");
      await press(page, "Avslutt runden");
      await passes(page);
      await tablet.reload();
      await expect(main(tablet)).toContainText("ikkje mogleg å svare lenger");
      await page.goto(`${at.url}/roystar`);
      await passes(page);
    });
  } finally {
    await at.end();
  }
}

test("eight pupils answer on telephones in a meeting, and are told what came of it", async ({ page, anotherBrowser, complaints }) => {
  test.setTimeout(240_000);
  complaints.expect(/ERR_CONNECTION_REFUSED/); // telephones that still wait when the application ends
  await journey(page, anotherBrowser, { script: true });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the same goes as plain forms, on old telephones", async ({ page, anotherBrowser }) => {
    test.setTimeout(240_000);
    await journey(page, anotherBrowser, { script: false });
  });
});
