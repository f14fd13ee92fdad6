// A talk between two people: prepared, held, written together, signed; nothing of it stays in the browser; and somebody else is let in by a decision.
import { checks } from "./support/checks.mjs";
import { expect, PASSWORD, signIn, test } from "./support/test.mjs";
import { arrange, press, unlock } from "./support/talk.mjs";
import { Travelled } from "./support/travelled.mjs";

const main = (page) => page.getByRole("main");

async function open(page, url) {
  await page.goto(`${url}/samtalar`);
  await unlock(page);
}

const passes = checks(true);

// Everything that a browser keeps.
const stored = (page) => page.evaluate(async () => JSON.stringify([
  Object.entries(localStorage), Object.entries(sessionStorage), (await indexedDB.databases()).map(({ name }) => name), await caches.keys(),
]));

async function journey(page, anotherBrowser, { script }) {
  // As much in the log as there is: what is written between two is in none of it.
  const at = await Travelled.make("kvam", "nn", { teaches: "laerar", log: "debug" });
  try {
    const owner = await anotherBrowser();
    await signIn(page, at.url, at.rektor);
    await signIn(owner, at.url, at.owner);
    await open(page, at.url);
    await open(owner, at.url);
    let talk;

    await test.step("arranged by name", async () => {
      await Promise.all([owner.waitForEvent("load"), owner.getByRole("link", { name: "Avtal ein samtale" }).click()]);
      await passes(owner);
      talk = await arrange(owner, `${at.year}-09-01`);
      await passes(owner);
    });

    await test.step("prepared, and opened to the other", async () => {
      await page.goto(`${at.url}${talk}/forarbeid`);
      await passes(page);
      await page.getByRole("textbox").first().fill("Eg treng ro til å leie.");
      if (script) {
        await expect(page.locator("[data-savebar]")).toContainText("lagra");
        expect(await stored(page)).not.toContain("treng ro");
      }
      await press(page, "Lagre");
      await owner.goto(`${at.url}${talk}`);
      await expect(main(owner)).not.toContainText("treng ro");
      await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: /^Opne førebuinga for/ }).click()]);
      await owner.reload();
      await expect(main(owner)).toContainText("treng ro");
    });

    await test.step("held, written and signed", async () => {
      await press(owner, "Samtalen er halden");
      await owner.getByRole("textbox", { name: "Slik er det no" }).fill("Vi er samde om ein time i veka.");
      await passes(owner);
      await press(owner, "Lagre");
      for (const one of [owner, page]) {
        await one.goto(`${at.url}${talk}/signering`);
        await expect(main(one)).toContainText("ein time i veka");
        await passes(one);
        await one.getByLabel("Passordet ditt").fill(PASSWORD);
        await press(one, "Signer teksten");
      }
      await expect(main(page)).toContainText("Signert av begge");
      await passes(page);
      await Promise.all([page.waitForEvent("load"), page.getByRole("link", { name: "Kven har lese" }).click()]);
      await passes(page);
      expect(await stored(page)).not.toContain("time i veka");
    });

    await test.step("somebody is let in by a decision, and both see it", async () => {
      const administrator = await at.municipality.person("Are Admin", "administrator");
      const admin = await anotherBrowser();
      await signIn(admin, at.url, administrator);
      await admin.goto(`${at.url}/samtalar/nodopning`);
      await admin.getByLabel("Passord").fill(PASSWORD);
      await press(admin, "Opne");
      await passes(admin);
      await admin.getByLabel("Rektor i samtalen").selectOption({ index: 1 });
      const names = await admin.getByLabel("Rektor i samtalen").locator("option").allTextContents();
      const of = (person) => names.find((name) => name.startsWith(person.name));
      await admin.getByLabel("Rektor i samtalen").selectOption(of(at.rektor));
      await admin.getByLabel("Den som leier samtalen").selectOption(of(at.owner));
      await admin.getByLabel("Kva slags samtale").selectOption({ index: 1 });
      await admin.getByLabel("År", { exact: true }).fill(String(at.year));
      await admin.getByLabel("Namnet på den som avgjorde").fill("Kjersti Direktør");
      await admin.getByLabel("Tittel").fill("kommunedirektør");
      await admin.getByLabel("Dagen det vart avgjort").fill(`${at.year}-09-01`);
      await admin.getByLabel("Kvifor").fill("Varsel.");
      await admin.getByLabel("Passordet ditt").fill(PASSWORD);
      await press(admin, "Opne samtalen");
      await expect(main(admin)).toContainText("ein time i veka");
      await passes(admin);
      for (const one of [owner, page]) {
        await one.goto(`${at.url}${talk}`);
        await expect(main(one)).toContainText("Kjersti Direktør, kommunedirektør");
      }
      await passes(page);
    });

    await test.step("the log tells of requests and statements, and of nothing that was said", async () => {
      expect(at.node.log).toContain("sealed_text");
      for (const said of ["treng ro", "ein time i veka", "Varsel.", PASSWORD]) expect(at.node.log).not.toContain(said);
    });
  } finally {
    await at.end();
  }
}

test("two people have a talk that nobody else reads, and it leaves nothing in the browser", async ({ page, anotherBrowser }) => {
  test.setTimeout(240_000);
  await journey(page, anotherBrowser, { script: true });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the same goes as plain forms, and a form that comes too late is carried through the page that asks", async ({ page, anotherBrowser, complaints }) => {
    test.setTimeout(240_000);
    complaints.expect(/401/);
    const at = await Travelled.make("kvam", "nn", { teaches: "laerar" });
    try {
      const owner = await anotherBrowser();
      await signIn(owner, at.url, at.owner);
      await open(owner, at.url);
      await owner.goto(`${at.url}/samtalar/ny`);
      await arrange(owner, `${at.year}-09-01`);
      await owner.getByRole("link", { name: "Skriv førebuinga di" }).click();
      await owner.getByRole("textbox").first().fill("Dette skal ikkje gå tapt.");
      await at.travel(`${at.year}-09-02`);
      await press(owner, "Lagre");
      await owner.getByLabel("Passord").fill(PASSWORD);
      await press(owner, "Opne");
      await owner.getByRole("link", { name: "Skriv førebuinga di" }).click();
      await expect(owner.getByRole("textbox").first()).toHaveValue("Dette skal ikkje gå tapt.");
    } finally {
      await at.end();
    }
  });
});
