// Support and follow-up: a rektor asks, those who follow the school up say who helps, and it is done; a judgement is written, read and answered; whom to call. With and
// without JavaScript, in both languages.
import { checks } from "./support/checks.mjs";
import { expect, signIn, test } from "./support/test.mjs";
import { Travelled } from "./support/travelled.mjs";

const main = (page) => page.getByRole("main");
// Presses a button that sends a form, and waits for the page that comes.
const press = (page, name) => Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).click()]);
const follow = (page, name) => Promise.all([page.waitForEvent("load"), main(page).getByRole("link", { name, exact: true }).click()]);

// The words of the screen in each written form.
const WORDS = {
  nn: {
    ask: "Be om støtte", kind: /^Jurist/, words: "Kva trengst hjelpa til?", send: "Send", who: "Kven, når det ikkje er nokon i lista", from: "Frå", to: "Til",
    save: "Lagre kven som hjelper", helping: "Nokon hjelper", close: "Avslutt", note: "Kva kom ut av det?", done: "Avslutta", publish: "Publiser",
    judge: "Skriv ei ny vurdering", level: /^Utvida oppfølging/, criterion: /^Ny leiing/, reason: "Grunngjeving til skulen", write: "Skriv vurderinga til skulen",
    told: "Ei vurdering av oppfølging er skriven til skulen din", view: "Slik ser skulen det", answer: "Send svaret", waits: "Ventar på svar frå skulen",
    call: "Ring. Skriv ikkje om saka her.", revise: /^Sjå over kortet/, name: "Funksjon eller namn", phone: "Telefon", keep: "Lagre kortet",
  },
  nb: {
    ask: "Be om støtte", kind: /^Jurist/, words: "Hva trengs hjelpen til?", send: "Send", who: "Hvem, når det ikke er noen i listen", from: "Fra", to: "Til",
    save: "Lagre hvem som hjelper", helping: "Noen hjelper", close: "Avslutt", note: "Hva kom ut av det?", done: "Avsluttet", publish: "Publiser",
    judge: "Skriv en ny vurdering", level: /^Utvidet oppfølging/, criterion: /^Ny ledelse/, reason: "Begrunnelse til skolen", write: "Skriv vurderingen til skolen",
    told: "En vurdering av oppfølging er skrevet til skolen din", view: "Slik ser skolen det", answer: "Send svaret", waits: "Venter på svar fra skolen",
    call: "Ring. Skriv ikke om saken her.", revise: /^Se over kortet/, name: "Funksjon eller navn", phone: "Telefon", keep: "Lagre kortet",
  },
};

async function journey(rektor, anotherBrowser, language, { script }) {
  const passes = checks(script);
  const t = WORDS[language];
  const at = await Travelled.make("bergen", language, { areas: ["Nord"] });
  try {
    const owner = await anotherBrowser();
    await signIn(rektor, at.url, at.rektor);
    await signIn(owner, at.url, at.owner);
    const school = await at.schoolId();
    let request;

    await test.step("asked for, answered, and done", async () => {
      await rektor.goto(`${at.url}/stotte`);
      await passes(rektor);
      await follow(rektor, t.ask);
      await passes(rektor);
      await rektor.getByRole("radio", { name: t.kind }).check();
      await rektor.getByLabel(t.words).fill("Rutinar for vedtak.");
      await press(rektor, t.send);
      request = rektor.url();
      await passes(rektor);
      await owner.goto(request);
      await owner.getByLabel(t.who).fill("Juristen i kommunen");
      await owner.getByLabel(t.from, { exact: true }).fill(`${at.year}-09-01`);
      await owner.getByLabel(t.to, { exact: true }).fill(`${at.year}-12-01`);
      await press(owner, t.save);
      await expect(main(owner)).toContainText(t.helping);
      await passes(owner);
      await rektor.reload();
      await expect(main(rektor)).toContainText("Juristen i kommunen");
      await main(rektor).locator("summary", { hasText: t.close }).click();
      await rektor.getByLabel(t.note).fill("Rutinane er nye.");
      await Promise.all([rektor.waitForEvent("load"), rektor.locator('form[action$="/avslutning"] button').click()]);
      await expect(main(rektor)).toContainText(t.done);
      await passes(rektor);
    });

    await test.step("criteria, a judgement, and what the school says to it", async () => {
      await owner.goto(`${at.url}/prioritering/kriterium`);
      await passes(owner);
      await press(owner, t.publish);
      await passes(owner);
      await owner.goto(`${at.url}/prioritering/skole/${school}`);
      await passes(owner);
      await follow(owner, t.judge);
      await passes(owner);
      await owner.getByRole("radio", { name: t.level }).check();
      await owner.getByRole("checkbox", { name: t.criterion }).check();
      await owner.getByLabel(t.reason).fill("Mykje er nytt hos dykk.");
      await owner.getByLabel(t.who).fill("Ein rettleiar");
      await owner.getByLabel(t.to, { exact: true }).fill(`${at.year}-12-01`);
      await press(owner, t.write);
      await expect(main(owner)).toContainText(t.waits);
      await rektor.goto(at.url);
      await expect(main(rektor)).toContainText(t.told);
      await expect(main(rektor)).not.toContainText("Mykje er nytt");
      await rektor.goto(`${at.url}/prioritering/skole/${school}`);
      await passes(rektor);
      await rektor.getByLabel(t.view).fill("Vi er samde.");
      await press(rektor, t.answer);
      await passes(rektor);
      await owner.reload();
      await expect(main(owner)).toContainText("Vi er samde.");
      await owner.goto(`${at.url}/prioritering`);
      await passes(owner);
    });

    await test.step("whom to call", async () => {
      await rektor.goto(`${at.url}/kontaktkort/${school}`);
      await passes(rektor);
      await Promise.all([rektor.waitForEvent("load"), main(rektor).getByRole("link", { name: t.revise }).click()]);
      await passes(rektor);
      await rektor.getByLabel(t.name).first().fill("Kommuneoverlegen");
      await rektor.getByLabel(t.phone).first().fill("56 55 31 00");
      await press(rektor, t.keep);
      await expect(main(rektor)).toContainText(t.call);
      await expect(main(rektor).getByRole("link", { name: "56 55 31 00" })).toHaveAttribute("href", "tel:56553100");
      await passes(rektor);
    });
  } finally {
    await at.end();
  }
}

test("a rektor asks and is helped, a judgement is answered, and somebody is called", async ({ page, anotherBrowser }) => {
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
