// Somebody helps a school for a time: given, read, and ended with a note; with and without JavaScript, in both languages.
import { checks } from "./support/checks.mjs";
import { expect, signIn, test } from "./support/test.mjs";
import { Travelled } from "./support/travelled.mjs";

const main = (page) => page.getByRole("main");

async function journey(owner, anotherBrowser, language, { script }) {
  const passes = checks(script);
  const at = await Travelled.make("kvam", language, { teaches: "laerar" });
  try {
    const person = await at.municipality.person("Siri Hjelpar", "utviklingsgruppe", { more: ["--function", "kvalitetsradgjevar"] });
    const helper = await anotherBrowser();
    await signIn(owner, at.url, at.owner);
    await owner.goto(`${at.url}/radgjeving/ny`);
    await passes(owner);
    await owner.locator("#person").selectOption({ index: 1 });
    await owner.locator("#rolle").fill("Kvalitetsrådgjevar");
    await owner.locator("#oppdrag").fill("Lesing på mellomtrinnet");
    await owner.locator("#til").fill(`${at.year}-10-01`);
    await Promise.all([owner.waitForEvent("load"), main(owner).locator("form button").press("Enter")]);
    await expect(main(owner)).toContainText("Lesing på mellomtrinnet");
    await passes(owner);
    const page = new URL(owner.url()).pathname;
    await signIn(helper, at.url, person);
    await helper.goto(`${at.url}${page}`);
    await passes(helper);
    await helper.locator("#notat").fill("Lærarane les saman no.");
    await Promise.all([helper.waitForEvent("load"), main(helper).locator("form button").press("Enter")]);
    await expect(main(helper)).toContainText("Lærarane les saman no.");
    await passes(helper);
    await owner.goto(`${at.url}/radgjeving`);
    await expect(main(owner)).toContainText("Siri Hjelpar");
    await passes(owner);
  } finally {
    await at.end();
  }
}

test("somebody helps a school, and says what came of it", async ({ page, anotherBrowser }) => {
  test.setTimeout(120_000);
  await journey(page, anotherBrowser, "nn", { script: true });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the same goes as plain forms, in bokmål", async ({ page, anotherBrowser }) => {
    test.setTimeout(120_000);
    await journey(page, anotherBrowser, "nb", { script: false });
  });
});
