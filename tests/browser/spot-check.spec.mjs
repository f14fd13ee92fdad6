// A spot check in a meeting: begun with a seed that both see, drawn, looked at on a telephone, turned into an agreement, and shown beside the next one.
import { createHash } from "node:crypto";
import { checks } from "./support/checks.mjs";
import { expect, signIn, test } from "./support/test.mjs";
import { later, Travelled, tuesday } from "./support/travelled.mjs";

const main = (page) => page.getByRole("main");
const press = (page, name) => Promise.all([page.waitForEvent("load"), page.getByRole("button", { name, exact: true }).click()]);

// The numbers with the smallest sums, as somebody else would work them out.
function drawnAgain(seed, cases) {
  const sum = (number) => createHash("sha256").update(`${seed}:${number}`).digest("hex");
  const numbers = Array.from({ length: cases }, (_, at) => at + 1);
  return numbers.sort((a, b) => (sum(a) < sum(b) ? -1 : 1)).slice(0, 3).sort((a, b) => a - b);
}

const passes = checks(true);

const WORDS = {
  nn: {
    book: "Avtal møtet", hold: "Møtet er halde", begin: "Lag frø og start", draw: "Trekk saker", save: "Lagre", add: "Legg til", again: "Lag nytt frø",
    wrong: "Talet på saker var feil", cases: "Kor mange saker står på lista?", lacking: "Mangel", nothing: "Ingen sak å trekkje", number: "Sak nr.",
    room: "på lista", more: "Trekk på nytt",
  },
  nb: {
    book: "Avtal møtet", hold: "Møtet er holdt", begin: "Lag frø og start", draw: "Trekk saker", save: "Lagre", add: "Legg til", again: "Lag nytt frø",
    wrong: "Antallet saker var feil", cases: "Hvor mange saker står på listen?", lacking: "Mangel", nothing: "Ingen sak å trekke", number: "Sak nr.",
    room: "på listen", more: "Trekk på nytt",
  },
};

async function journey(page, rektor, lang) {
  const words = WORDS[lang];
  const at = await Travelled.make("kvam", lang, { teaches: "laerar" });
  try {
    await signIn(page, at.url, at.owner);
    await signIn(rektor, at.url, at.rektor);
    const school = await at.schoolId();
    const held = async (kind, day) => {
      await page.goto(`${at.url}/moter/ny?samtale=${kind}&med=skole:${school}`);
      await page.locator("#dato").fill(day);
      await press(page, words.book);
      const meeting = new URL(page.url()).pathname;
      await at.travel(later(day, 1));
      await page.goto(`${at.url}${meeting}`);
      await page.locator(`form[action="${meeting}/gjennomforing"] button`).click();
      await page.goto(`${at.url}${meeting}/stikkprove`);
      return `${at.url}${meeting}/stikkprove`;
    };
    let first;

    await test.step("begun with a seed that both see before the number is said", async () => {
      first = await held("leiardialog_1", tuesday(`${at.year}-09-20`));
      await passes(page);
      await press(page, words.begin);
      await passes(page);
      await rektor.goto(first);
      const seed = await page.locator("code.nowrap").first().textContent();
      await expect(rektor.locator("code.nowrap").first()).toHaveText(seed);
      await rektor.getByLabel(words.cases).fill("tolv");
      await press(rektor, words.draw);
      await expect(rektor.locator("#saker-error")).toBeVisible();
      await rektor.getByLabel(words.cases).fill("12");
      await press(rektor, words.draw);
      await expect(main(rektor)).toContainText(`${words.number} ${drawnAgain(seed, 12).join(", ")}.`);
      await expect(main(rektor)).toContainText(`12 ${words.room}`);
      await passes(rektor);
    });

    await test.step("looked at, with a note, on a telephone", async () => {
      await rektor.setViewportSize({ width: 320, height: 640 });
      await rektor.goto(`${first}/1/sak/1`);
      await passes(rektor);
      await rektor.locator("#r-s-evaluering").getByLabel(words.lacking).check();
      await rektor.locator("#n-s-evaluering").fill("Datoen mangla.");
      await press(rektor, words.save);
      await expect(main(rektor)).toContainText("Datoen mangla.");
      await passes(rektor);
    });

    await test.step("what is to be mended is an agreement", async () => {
      await page.goto(first);
      await page.locator("#avtale-kva").fill("Sette dato for evaluering");
      await page.locator("#avtale-kven").selectOption("school");
      await page.locator("#avtale-frist").fill(`${at.year}-11-01`);
      await press(page, words.add);
      await expect(main(page)).toContainText("Sette dato for evaluering");
      await passes(page);
    });

    await test.step("drawn again for a reason, and both stay", async () => {
      const before = await page.locator("code.nowrap").first().textContent();
      await page.locator("summary", { hasText: words.more }).click();
      await page.getByRole("radio", { name: words.wrong }).check();
      await press(page, words.again);
      await expect(page.locator("code.nowrap")).toHaveCount(2);
      await expect(page.locator("code.nowrap").nth(1)).toHaveText(before);
      await page.getByLabel(words.cases).fill("14");
      await press(page, words.draw);
      await passes(page);
    });

    await test.step("the next one has no case, and shows what became of the first", async () => {
      const second = await held("leiardialog_2", tuesday(`${at.year}-11-05`));
      await expect(main(page)).toContainText("Sette dato for evaluering");
      await press(page, words.begin);
      await page.locator("#kven").selectOption({ index: 1 });
      await press(page, words.nothing);
      await expect(main(page)).toContainText(words.nothing);
      await passes(page);
      await rektor.goto(second);
      await passes(rektor);
      await rektor.emulateMedia({ media: "print" });
      await expect(rektor.locator("form:visible")).toHaveCount(0);
    });
  } finally {
    await at.end();
  }
}

for (const lang of ["nn", "nb"]) {
  test(`cases are drawn by a seed and looked at without a pupil in sight (${lang})`, async ({ page, anotherBrowser, complaints }) => {
    test.setTimeout(240_000);
    complaints.expect(/422/);
    await journey(page, await anotherBrowser(), lang);
  });
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the same goes as plain forms", async ({ page, anotherBrowser }) => {
    test.setTimeout(180_000);
    const at = await Travelled.make("kvam", "nn", { teaches: "laerar" });
    try {
      const rektor = await anotherBrowser();
      await signIn(page, at.url, at.owner);
      await signIn(rektor, at.url, at.rektor);
      await page.goto(`${at.url}/moter/ny?samtale=leiardialog_1&med=skole:${await at.schoolId()}`);
      const day = tuesday(`${at.year}-09-20`);
      await page.locator("#dato").fill(day);
      await page.getByRole("button", { name: "Avtal møtet" }).click();
      const meeting = page.url();
      await at.travel(later(day, 1));
      await page.goto(meeting);
      await page.locator("form[action$='/gjennomforing'] button").click();
      await page.goto(`${meeting}/stikkprove`);
      await page.getByRole("button", { name: "Lag frø og start" }).click();
      await page.getByLabel("Kor mange saker står på lista?").fill("5");
      await page.getByRole("button", { name: "Trekk saker" }).click();
      await page.getByRole("link", { name: /^Fyll ut/ }).first().click();
      await page.locator("#r-s-varsel").getByLabel("Slik rutinen seier").check();
      await page.getByRole("button", { name: "Lagre" }).click();
      await expect(main(page)).toContainText("Slik rutinen seier");
      await rektor.goto(`${meeting}/stikkprove`);
      await expect(main(rektor)).toContainText("Slik rutinen seier");
    } finally {
      await at.end();
    }
  });
});
