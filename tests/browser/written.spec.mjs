// A written agreement about a critical area: the leader and the rektor write it, sign it, follow it up and end it; with and without JavaScript, in both languages.
import { axeFindings, checks } from "./support/checks.mjs";
import { expect, PASSWORD, signIn, test } from "./support/test.mjs";
import { Travelled } from "./support/travelled.mjs";

const main = (page) => page.getByRole("main");
// Presses a button that sends a form, and waits for the page that comes.
const press = (page, name) => Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).click()]);
const follow = (page, name) => Promise.all([page.waitForEvent("load"), main(page).getByRole("link", { name, exact: true }).click()]);

// The words of the screen in each written form.
const WORDS = {
  nn: {
    list: "Skriftlege avtalar", begin: "Skriv ein ny avtale", start: "Start utkastet", write: "Skriv avtalen", area: /^Læringsmiljø/, found: "Kva er funne?",
    goals: "Kva skal de nå?", school: "Dette gjer skulen", owner: "Dette gjer skuleeigar", what: "Tiltak 1", due: "Frist for tiltak 1", review: "Oppfølgingsmøte 1",
    from: "Frå", to: "Til", save: "Lagre", ready: "Klar til signering", waits: "Ein avtale ventar på deg", sign: "Signer", password: "Passordet ditt",
    signButton: "Signer avtalen", holds: "signert av begge", say: /^Sei korleis det går/, how: "Korleis går det?", started: "I gang", note: "Merknad",
    see: "Skriv kva de såg", seen: "Kva såg de?", end: "Avslutt avtalen", reached: "Måla er nådde", words: "Kva kom ut av avtalen?",
    read: "Les korleis avtalen er avslutta", view: "Slik ser eg det", have: "Eg har lese det", closed: "Rektor ser det slik",
  },
  nb: {
    list: "Skriftlige avtaler", begin: "Skriv en ny avtale", start: "Start utkastet", write: "Skriv avtalen", area: /^Læringsmiljø/, found: "Hva er funnet?",
    goals: "Hva skal dere oppnå?", school: "Dette gjør skolen", owner: "Dette gjør skoleeier", what: "Tiltak 1", due: "Frist for tiltak 1", review: "Oppfølgingsmøte 1",
    from: "Fra", to: "Til", save: "Lagre", ready: "Klar til signering", waits: "En avtale venter på deg", sign: "Signer", password: "Passordet ditt",
    signButton: "Signer avtalen", holds: "signert av begge", say: /^Si hvordan det går/, how: "Hvordan går det?", started: "I gang", note: "Merknad",
    see: "Skriv hva dere så", seen: "Hva så dere?", end: "Avslutt avtalen", reached: "Målene er nådd", words: "Hva kom ut av avtalen?",
    read: "Les hvordan avtalen er avsluttet", view: "Slik ser jeg det", have: "Jeg har lest det", closed: "Rektor ser det slik",
  },
};

async function journey(rektor, anotherBrowser, language, { script }) {
  const passes = checks(script);
  const t = WORDS[language];
  const at = await Travelled.make("kvam", language, { teaches: "laerar" });
  try {
    const owner = await anotherBrowser();
    await signIn(rektor, at.url, at.rektor);
    await signIn(owner, at.url, at.owner);
    let agreement;

    await test.step("begun and written by both", async () => {
      await owner.goto(`${at.url}/skriftlege-avtalar`);
      await passes(owner);
      await follow(owner, t.begin);
      await passes(owner);
      await press(owner, t.start);
      agreement = new URL(owner.url()).pathname.replace(/\/tekst$/, "");
      await passes(owner);
      await owner.getByRole("checkbox", { name: t.area }).check();
      await owner.getByLabel(t.found).fill("Mange er utrygge i friminutta.");
      await press(owner, t.save);
      await passes(owner);
      // What is lacking is said on its field.
      await rektor.goto(`${at.url}${agreement}`);
      await press(rektor, t.ready);
      if (script) expect(await axeFindings(rektor)).toEqual([]);
      await expect(rektor.getByLabel(t.found)).toHaveValue("Mange er utrygge i friminutta.");
      await rektor.getByLabel(t.goals).fill("Under to prosent neste haust.");
      for (const [side, words] of [[t.school, "Fleire vaksne ute."], [t.owner, "Pengar til to stillingar."]]) {
        const group = rektor.getByRole("group", { name: side });
        await group.getByLabel(t.what, { exact: true }).fill(words);
        await group.getByLabel(t.due, { exact: true }).fill(`${at.year}-12-01`);
      }
      await rektor.getByLabel(t.review, { exact: true }).fill(`${at.year}-10-15`);
      await rektor.getByLabel(t.from, { exact: true }).fill(`${at.year}-09-01`);
      await rektor.getByLabel(t.to, { exact: true }).fill(`${at.year + 1}-06-01`);
      await press(rektor, t.save);
      await press(rektor, t.ready);
      await passes(rektor);
    });

    await test.step("signed by both, and told without a word of it", async () => {
      await owner.goto(at.url);
      await expect(main(owner)).toContainText(t.waits);
      await expect(main(owner)).not.toContainText("utrygge");
      for (const one of [rektor, owner]) {
        await one.goto(`${at.url}${agreement}/signering`);
        await expect(main(one)).toContainText("Fleire vaksne ute.");
        await passes(one);
        await one.getByLabel(t.password).fill(PASSWORD);
        await press(one, t.signButton);
      }
      await expect(main(owner)).toContainText(t.holds);
      await passes(owner);
    });

    await test.step("followed up by both", async () => {
      await at.travel(`${at.year}-10-16`);
      await rektor.goto(`${at.url}${agreement}`);
      await main(rektor).getByText(t.say).first().click();
      await rektor.getByLabel(t.how).first().selectOption(t.started);
      await rektor.getByLabel(t.note).first().fill("To til er ute no.");
      await press(rektor, t.save);
      await owner.goto(`${at.url}${agreement}`);
      await expect(main(owner)).toContainText("To til er ute no.");
      await main(owner).getByText(t.see, { exact: true }).click();
      await owner.getByLabel(t.seen).fill("Det er rolegare.");
      await press(owner, t.save);
      await expect(main(owner)).toContainText("Det er rolegare.");
      await passes(owner);
    });

    await test.step("ended by the owner, and read by the rektor", async () => {
      await follow(owner, t.end);
      await passes(owner);
      await owner.getByLabel(t.reached).check();
      await owner.getByLabel(t.words).fill("Elevane er trygge.");
      await owner.getByLabel(t.password).fill(PASSWORD);
      await press(owner, t.end);
      await rektor.goto(`${at.url}${agreement}`);
      await follow(rektor, t.read);
      await passes(rektor);
      await rektor.getByLabel(t.view).fill("Vi held fram.");
      await rektor.getByLabel(t.password).fill(PASSWORD);
      await press(rektor, t.have);
      await expect(main(rektor)).toContainText(t.closed);
      await passes(rektor);
      const pdf = await rektor.request.get(`${at.url}${agreement}/versjon/1/avtale.pdf`);
      expect(pdf.headers()["content-type"]).toBe("application/pdf");
    });
  } finally {
    await at.end();
  }
}

test("a rektor and a leader write, sign, follow up and end an agreement", async ({ page, anotherBrowser, complaints }) => {
  test.setTimeout(240_000);
  complaints.expect(/422/);
  await journey(page, anotherBrowser, "nn", { script: true });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the same goes as plain forms, in bokmål", async ({ page, anotherBrowser, complaints }) => {
    test.setTimeout(240_000);
    complaints.expect(/422/);
    await journey(page, anotherBrowser, "nb", { script: false });
  });
});
