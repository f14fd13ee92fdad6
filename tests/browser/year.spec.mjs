// A school year of dialogues in three municipalities, each in its own way: booked, prepared, held, written down, promised and followed up.
import { axeFindings } from "./support/checks.mjs";
import { Visitor } from "./support/municipality.mjs";
import { expect, signIn, test } from "./support/test.mjs";
import { arrange, press, sign, unlock } from "./support/talk.mjs";
import { later, Travelled, tuesday } from "./support/travelled.mjs";

const main = (page) => page.getByRole("main");
const bar = (page) => page.locator("#save-status");

async function accessible(page) {
  expect.soft(await axeFindings(page), page.url()).toEqual([]);
}

// What the tests press and read, in both written forms.
const WORDS = {
  nn: {
    book: "Avtal møtet", answer: "Svar", coming: "Kjem", topic: "Legg til ei sak", add: "Legg til", saved: /Alle svara er lagra/,
    save: "Lagre førebuinga", hold: "Ja, skriv referatet", nothing: "Ingenting nytt", what: "Kva skal gjerast", who: "Ansvarleg", due: "Frist",
    send: "Send til dei som var med", remark: "Kva bør stå annleis?", remarked: "Send merknaden", approve: "Godkjenn", folder: "Opne møtemappa",
    since: "Sidan sist", overdue: "Ventar på skuleeigar, og fristen er ute", owner: "Skuleeigar", both: "Det begge har skrive",
  },
  nb: {
    book: "Avtal møtet", answer: "Svar", coming: "Kommer", topic: "Legg til en sak", add: "Legg til", saved: /Alle svar er lagret/,
    save: "Lagre forberedelsen", hold: "Ja, skriv referatet", nothing: "Ingenting nytt", what: "Hva skal gjøres", who: "Ansvarlig", due: "Frist",
    send: "Send til dem som var med", remark: "Hva bør stå annerledes?", remarked: "Send merknaden", approve: "Godkjenn", folder: "Åpne møtemappen",
    since: "Siden sist", overdue: "Venter på skoleeier, og fristen er ute", owner: "Skoleeier", both: "Det begge har skrevet",
  },
};

// The meetings of a municipality as its people hold them, the leader in one browser and rektor in another.
class Dialogues {
  constructor(at, leader, rektor, words) { Object.assign(this, { at, leader, rektor, words }); }

  // The leader books it; its address.
  async book(kind, day) {
    const { leader, words, at } = this;
    await leader.goto(`${at.url}/moter/ny?samtale=${kind}&med=skole:${await at.schoolId()}`);
    await leader.locator("#dato").fill(day);
    await leader.getByRole("button", { name: words.book }).click();
    await expect(leader).toHaveURL(/\/moter\/\d+$/);
    return new URL(leader.url()).pathname;
  }

  // Rektor says that they come, and wants to talk of something.
  async answer(meeting, topic) {
    const { rektor, words, at } = this;
    await rektor.goto(`${at.url}${meeting}`);
    await rektor.getByRole("radio", { name: words.coming, exact: true }).check();
    await rektor.getByRole("button", { name: words.answer, exact: true }).click();
    await rektor.getByLabel(words.topic).fill(topic);
    await rektor.locator("#saker form, form.addform").filter({ has: rektor.locator("#tittel") }).getByRole("button", { name: words.add }).click();
    await expect(main(rektor)).toContainText(topic);
    await accessible(rektor);
  }

  // One side writes what it wants to bring.
  async prepare(page, meeting, text) {
    await page.goto(`${this.at.url}${meeting}/forarbeid`);
    await page.locator("#writing textarea").first().fill(text);
    await expect(bar(page)).toContainText(this.words.saved);
    await accessible(page);
  }

  // On its day the leader says that it is held, both write at once, each side promises something, and the minutes go round and are approved.
  async hold(meeting, day, { said, promises, remark }) {
    const { leader, rektor, words, at } = this;
    await at.travel(later(day, 1));
    await leader.goto(`${at.url}${meeting}`);
    await leader.getByRole("button", { name: words.hold }).click();
    await rektor.goto(`${at.url}${meeting}`);
    const first = leader.locator("#saker textarea").first();
    await rektor.locator("#saker textarea").first().fill(said);
    await expect(first).toHaveValue(said, { timeout: 8000 });
    for (const fieldset of await leader.locator("fieldset.outcome").all()) await fieldset.getByRole("radio", { name: words.nothing }).check();
    for (const field of await leader.locator('section[aria-labelledby="conclusions-h"] textarea').all()) await field.fill("Lesing i alle fag.");
    await expect(bar(leader)).toContainText(words.saved, { timeout: 15_000 });
    await accessible(leader);
    for (const { what, who, due } of promises) {
      const form = leader.locator(".promise").first();
      await form.getByLabel(words.what).fill(what);
      await form.getByLabel(words.who).selectOption(who);
      await form.getByLabel(words.due).fill(due);
      await form.getByRole("button", { name: words.add }).click();
      await expect(leader.locator("#avtalt")).toContainText(what);
    }
    await leader.getByRole("button", { name: words.send }).click();
    if (remark) {
      await rektor.goto(`${at.url}${meeting}`);
      await rektor.getByLabel(words.remark).fill(remark);
      await rektor.getByRole("button", { name: words.remarked }).click();
      await leader.goto(`${at.url}${meeting}`);
      await expect(main(leader)).toContainText(remark);
    }
    await leader.locator("#godkjenning").getByRole("button", { name: words.approve, exact: true }).click();
    await rektor.goto(`${at.url}${meeting}/referat`);
    await expect(main(rektor)).toContainText(said);
    await accessible(rektor);
  }

  // What both see when they open the meeting's folder.
  async folder(meeting, ...expected) {
    for (const page of [this.leader, this.rektor]) {
      await page.goto(`${this.at.url}${meeting}`);
      await page.getByRole("link", { name: this.words.folder }).click();
      for (const words of expected) await expect(main(page)).toContainText(words);
      await accessible(page);
    }
  }
}

// Answers everything that must be answered, as rektor, and delivers.
async function deliver(at) {
  const rektor = await new Visitor(at.url).signIn(at.rektor);
  const address = (await rektor.page("/egenvurdering")).match(/\/egenvurdering\/\d+/)[0];
  const parts = new Set((await rektor.page(address)).match(/\/egenvurdering\/\d+\/del\/[a-z_]+/g));
  for (const part of parts) {
    const form = new Map();
    const page = await rektor.page(part);
    for (const [, name] of page.matchAll(/<textarea[^>]* name="([^"]+)"/g)) form.set(name, "Slik er det hos oss.");
    for (const [, name, value] of page.matchAll(/<input[^>]*type="radio"[^>]* name="([^"]+)" value="([^"]+)"/g)) if (!form.has(name)) form.set(name, value);
    for (const [, name, value] of page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)) if (!form.has(name)) form.set(name, value);
    await rektor.send(part, Object.fromEntries(form));
  }
  return rektor.send(`${address}/innsending`);
}

test("Kvam: Leiardialog 1 and 2, the self-assessment and Leiardialog 3, each with what was promised in the one before", async ({ page, anotherBrowser }) => {
  test.setTimeout(180_000);
  const at = await Travelled.make("kvam", "nn", { teaches: "laerar" });
  try {
    const rektor = await anotherBrowser();
    await signIn(page, at.url, at.owner);
    await signIn(rektor, at.url, at.rektor);
    const talks = new Dialogues(at, page, rektor, WORDS.nn);
    const [first, second, third] = [tuesday(`${at.year}-09-20`), tuesday(`${at.year}-11-15`), tuesday(`${at.year + 1}-05-10`)];

    await test.step("Leiardialog 1 is booked, and each side prepares without seeing the other", async () => {
      const meeting = await talks.book("leiardialog_1", first);
      await talks.answer(meeting, "Overgangen frå barnehagen");
      await talks.prepare(page, meeting, "Vi vil høyre om lesing.");
      await talks.prepare(rektor, meeting, "Vi treng ein lesespesialist.");
      await page.goto(`${at.url}${meeting}/forarbeid`);
      await expect(main(page)).not.toContainText("lesespesialist");
      await at.travel(later(first, -1));
      for (const side of [page, rektor]) {
        const seen = async () => { await side.goto(`${at.url}${meeting}/forarbeid`); return main(side).innerText(); };
        await expect.poll(seen, { timeout: 20_000 }).toContain(WORDS.nn.both);
        await expect(main(side)).toContainText("lesespesialist");
        await expect(main(side)).toContainText("høyre om lesing");
      }
      await talks.hold(meeting, first, {
        said: "Skulen fortalde om lesestunda.", remark: "Lesestunda er kvar dag.",
        promises: [
          { what: "Skaffe lesekurs til lærarane", who: WORDS.nn.owner, due: later(first, 20) },
          { what: "Prøve lesestund på 5. trinn", who: at.school.name, due: later(second, 40) },
        ],
      });
    });

    await test.step("what the owner has not done stands first on rektor's page", async () => {
      await at.travel(later(first, 30));
      await rektor.goto(`${at.url}/`);
      await expect(main(rektor)).toContainText(WORDS.nn.overdue);
      await expect(main(rektor)).toContainText("Skaffe lesekurs til lærarane");
      await accessible(rektor);
    });

    let dialogue;
    await test.step("Leiardialog 2 opens with it", async () => {
      const meeting = await talks.book("leiardialog_2", second);
      dialogue = meeting;
      await talks.answer(meeting, "Vikarbruk");
      await talks.folder(meeting, WORDS.nn.since, "Skaffe lesekurs til lærarane", "Prøve lesestund på 5. trinn", "Lesing i alle fag.");
      await talks.hold(meeting, second, { said: "Kurset er i januar.", promises: [{ what: "Melde på til kurs", who: WORDS.nn.owner, due: `${at.year + 1}-02-01` }] });
    });

    await test.step("the talk that follows it is between two people, and leaves nothing in the meeting", async () => {
      for (const one of [page, rektor]) {
        await one.goto(`${at.url}${dialogue}`);
        await Promise.all([one.waitForEvent("load"), one.getByRole("link", { name: /^Utviklingssamtale/ }).click()]);
        await unlock(one);
      }
      await Promise.all([page.waitForEvent("load"), page.getByRole("link", { name: "Avtal ein samtale" }).click()]);
      const talk = await arrange(page, later(second, 1));
      await press(page, "Samtalen er halden");
      await page.getByRole("textbox", { name: "Utvikling for rektor" }).fill("Rektor øver på å gi frå seg oppgåver.");
      await press(page, "Lagre");
      await sign(page, at.url, talk);
      await sign(rektor, at.url, talk);
      await expect(main(rektor)).toContainText("Signert av begge");
      for (const path of [dialogue, `${dialogue}/referat`, "/", `/sok?q=${encodeURIComponent("gi frå seg oppgåver")}`]) {
        await rektor.goto(`${at.url}${path}`);
        expect(await main(rektor).innerText()).not.toMatch(/øver på å gi/);
      }
    });

    await test.step("the school delivers its self-assessment", async () => {
      await at.travel(`${at.year + 1}-01-10`);
      const owner = await new Visitor(at.url).signIn(at.owner);
      await owner.send("/runder", { template: "eigenvurdering", looks_back_year: String(at.year), deadline: `${at.year + 1}-03-15` });
      await at.travel(`${at.year + 1}-03-10`);
      await deliver(at);
    });

    await test.step("Leiardialog 3 opens with what is still promised, and the plan group's folder with what was delivered", async () => {
      const broad = await talks.book("leiardialog_3", third);
      await talks.folder(broad, "Møtemappe");
      await page.goto(`${at.url}${broad}`);
      await expect(main(page)).toContainText("Melde på til kurs");
      await talks.hold(broad, third, { said: "Elevrådet vil ha fleire bøker.", promises: [] });
      const group = await talks.book("leiardialog_3_plangruppe", tuesday(later(third, 7)));
      // A teacher is in the plan group, and was not in Leiardialog 2: the folder has what all of them read, and the owner's page the rest.
      await talks.folder(group, "Lesing i alle fag.", "Slik er det hos oss.");
      await expect(main(page)).not.toContainText("Melde på til kurs");
      await page.goto(`${at.url}${group}`);
      await expect(main(page)).toContainText("Melde på til kurs");
    });
  } finally {
    await at.end();
  }
});

test("Bergen: the kvalitetsoppfølgingsmøte is prepared, held and followed up in the ledersamtale", async ({ page, anotherBrowser }) => {
  test.setTimeout(120_000);
  const at = await Travelled.make("bergen", "nb", { areas: ["Nord"] });
  try {
    const leader = await at.municipality.areaLeader("Nord");
    const rektor = await anotherBrowser();
    await signIn(page, at.url, leader);
    await signIn(rektor, at.url, at.rektor);
    const talks = new Dialogues(at, page, rektor, WORDS.nb);
    const [first, second] = [tuesday(`${at.year}-10-20`), tuesday(`${at.year + 1}-02-10`)];
    const meeting = await talks.book("kvalitetsoppfolgingsmote", first);
    await talks.answer(meeting, "Uteområdet");
    await talks.prepare(rektor, meeting, "Elevene vil fortelle selv.");
    await talks.hold(meeting, first, {
      said: "Elevene fortalte om friminuttene.", remark: "Det var sjuende trinn.",
      promises: [{ what: "Ny vaktplan for uteområdet", who: at.school.name, due: later(second, -30) }, { what: "Følge opp lekeapparatene", who: WORDS.nb.owner, due: later(second, -20) }],
    });
    const talk = await talks.book("ledersamtale", second);
    await talks.folder(talk, WORDS.nb.since, "Følge opp lekeapparatene", "Ny vaktplan for uteområdet");
    await at.travel(later(second, -3));
    await page.goto(`${at.url}/`);
    await expect(main(page)).toContainText("Ny vaktplan for uteområdet");
    await rektor.goto(`${at.url}/`);
    await expect(main(rektor)).toContainText("Følge opp lekeapparatene");
  } finally {
    await at.end();
  }
});

test("Haugesund: the dialogmøte is held, and what was promised opens the next", async ({ page, anotherBrowser }) => {
  test.setTimeout(120_000);
  const at = await Travelled.make("haugesund", "nb");
  try {
    const rektor = await anotherBrowser();
    await signIn(page, at.url, at.owner);
    await signIn(rektor, at.url, at.rektor);
    const talks = new Dialogues(at, page, rektor, WORDS.nb);
    const [first, second] = [tuesday(`${at.year}-10-20`), tuesday(`${at.year + 1}-03-10`)];
    const meeting = await talks.book("dialogmote", first);
    await talks.answer(meeting, "Skolebasert vurdering");
    await talks.hold(meeting, first, { said: "Skolen har prøvd ut en ny prøve.", promises: [{ what: "Dele prøven med de andre", who: at.school.name, due: later(second, 10) }] });
    const next = await talks.book("dialogmote", second);
    await talks.folder(next, "Dele prøven med de andre", "Sist møttes dere i");
  } finally {
    await at.end();
  }
});
