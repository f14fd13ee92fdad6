// A change of rektor: prepared by the one who leaves, handed over, received by the one who comes, and a talk of the first months that was held; with and without
// JavaScript, in both languages.
import { checks } from "./support/checks.mjs";
import { Visitor } from "./support/municipality.mjs";
import { expect, signIn, test } from "./support/test.mjs";
import { later, Travelled, tuesday } from "./support/travelled.mjs";

const MUNICIPALITY = "4699";

const main = (page) => page.getByRole("main");
// Presses a button that sends a form, by the keyboard: nothing that moves on the page is in between. And waits for the page that comes.
const press = (page, name) => Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).first().press("Enter")]);
const follow = (page, name) => Promise.all([page.waitForEvent("load"), main(page).getByRole("link", { name, exact: true }).first().click()]);

// The words of the screen in each written form.
const WORDS = {
  nn: {
    list: "Overleveringar", begin: "Start ei overlevering", day: "Første dag for den nye leiaren", start: "Start overleveringa", ask: "Spør om dette, 1", asks: "Lagre dei tre tinga",
    frame: "Kven tek over, og når?", who: "Kven tek over?", save: "Lagre", handOver: "Lever no", done: "Levert", waits: "Overleveringa ventar på deg", receive: "Eg har teke imot",
    received: "Motteken", mentor: "Vel mentor", saveMentor: "Lagre mentor", move: /^Flytt eller stadfest/, held: "Dagen samtalen var halden", was: "Halden ", tick: /^Kryss av som gjort/,
    owes: "Dette har skuleeigar lova", sealed: "tviklingssamtale",
  },
  nb: {
    list: "Overleveringer", begin: "Start en overlevering", day: "Den nye lederens første dag", start: "Start overleveringen", ask: "Spør om dette, 1", asks: "Lagre de tre tingene",
    frame: "Hvem tar over, og når?", who: "Hvem tar over?", save: "Lagre", handOver: "Lever nå", done: "Levert", waits: "Overleveringen venter på deg", receive: "Jeg har tatt imot",
    received: "Mottatt", mentor: "Velg mentor", saveMentor: "Lagre mentor", move: /^Flytt eller bekreft/, held: "Dagen samtalen ble holdt", was: "Holdt ", tick: /^Kryss av som gjort/,
    owes: "Dette har skoleeier lovet", sealed: "tviklingssamtale",
  },
};

// A meeting with a promise of the owner's in it, as their forms send it.
async function promised(at) {
  const owner = await new Visitor(at.url).signIn(at.owner);
  const save = () => crypto.randomUUID();
  const day = tuesday(`${at.year}-09-02`);
  const meeting = await owner.send("/moter", { samtale: "leiardialog_1", med: `skole:${await at.schoolId()}`, dato: day, fra: "09:00", til: "12:00", stad: "", save_id: save() });
  await owner.send(`${meeting}/avtalar`, { kva: "Vikarmidlar til planlegging", kven: "owner", frist: `${at.year}-12-01`, save_id: save() });
}

async function journey(rektor, anotherBrowser, language, { script }) {
  const passes = checks(script);
  const t = WORDS[language];
  const at = await Travelled.make("kvam", language, { teaches: "laerar" });
  try {
    const owner = await anotherBrowser();
    await signIn(rektor, at.url, at.rektor);
    await signIn(owner, at.url, at.owner);
    await promised(at);
    const change = `${at.year}-10-01`;
    let handover;

    await test.step("the rektor begins, and writes what the next one should ask", async () => {
      await rektor.goto(`${at.url}/skoler/${await at.schoolId()}`);
      await follow(rektor, t.list);
      await passes(rektor);
      await follow(rektor, t.begin);
      await rektor.getByLabel(t.day).fill(change);
      await passes(rektor);
      await rektor.getByLabel(t.day).fill(change);
      await press(rektor, t.start);
      handover = new URL(rektor.url()).pathname;
      await expect(main(rektor)).toContainText("Vikarmidlar til planlegging");
      await rektor.getByLabel(t.ask).fill("Kven held i leseprosjektet?");
      await press(rektor, t.asks);
      await passes(rektor);
    });

    let newcomer;
    await test.step("the role is given to somebody else, and it is handed over", async () => {
      const at_school = ["--school", at.school.number];
      newcomer = await at.municipality.person("Nils Nykomen", "rektor", { more: [...at_school, "--title", "rektor"] });
      await owner.goto(`${at.url}${handover}`);
      await main(owner).getByText(t.frame, { exact: true }).click();
      await owner.getByLabel(t.who).selectOption({ index: 1 });
      await press(owner, t.save);
      await owner.getByLabel(t.mentor).selectOption({ index: 1 });
      await press(owner, t.saveMentor);
      await passes(owner);
      await at.database.command("person", "end", "--municipality", MUNICIPALITY, "--login", at.rektor.login, "--role", "rektor", ...at_school, "--last-day", later(change, -1));
      await at.travel(change);
      await owner.goto(`${at.url}${handover}`);
      await press(owner, t.handOver);
      await expect(main(owner)).toContainText(t.done);
      await passes(owner);
    });

    await test.step("the new rektor receives it, and sees what was promised and nothing that is between two people", async () => {
      const page = await anotherBrowser();
      await signIn(page, at.url, newcomer);
      await page.goto(`${at.url}${handover}`);
      await expect(main(page)).toContainText(t.waits);
      await passes(page);
      await press(page, t.receive);
      await expect(main(page)).toContainText(t.received);
      await expect(main(page)).toContainText(t.owes);
      await expect(main(page)).toContainText("Vikarmidlar til planlegging");
      await expect(main(page)).toContainText("Kven held i leseprosjektet?");
      await expect(main(page)).not.toContainText(t.sealed);
      await passes(page);
      const pdf = await page.request.get(`${at.url}${handover}/pdf`);
      expect(pdf.headers()["content-type"]).toBe("application/pdf");
      // The talk after thirty days.
      const day = later(change, 30);
      await at.travel(day);
      await page.goto(`${at.url}${handover}`);
      await main(page).getByText(t.move).first().click();
      await page.getByLabel(t.held).first().fill(day);
      await press(page, t.save);
      await expect(main(page)).toContainText(t.was);
      await press(page, t.tick);
      await passes(page);
    });
  } finally {
    await at.end();
  }
}

test("a rektor hands over to the next one", async ({ page, anotherBrowser }) => {
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
