// A meeting as plain forms, from the invitation to who has read the minutes.
import { expect, signIn, test } from "./support/test.mjs";
import { later, Travelled, tuesday } from "./support/travelled.mjs";

test.use({ javaScriptEnabled: false });

const main = (page) => page.getByRole("main");
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

test("a meeting is booked, prepared, held, written down, approved and read without JavaScript", async ({ page, anotherBrowser }) => {
  test.setTimeout(180_000);
  const at = await Travelled.make("kvam", "nn", { teaches: "laerar" });
  try {
    const rektor = await anotherBrowser();
    await signIn(page, at.url, at.owner);
    await signIn(rektor, at.url, at.rektor);
    const day = tuesday(`${at.year}-09-20`);
    let meeting;
    const open = (who, path = "") => who.goto(`${at.url}${meeting}${path}`);

    await test.step("booked and answered", async () => {
      await page.goto(`${at.url}/moter/ny?samtale=leiardialog_1&med=skole:${await at.schoolId()}`);
      await page.locator("#dato").fill(day);
      await press(page, "Avtal møtet");
      await expect(page).toHaveURL(/\/moter\/\d+$/);
      meeting = new URL(page.url()).pathname;
      await open(rektor);
      await rektor.getByRole("radio", { name: "Kjem", exact: true }).check();
      await press(rektor, "Svar");
      await rektor.getByLabel("Legg til ei sak").fill("Overgangen frå barnehagen");
      await rektor.locator("form.addform").filter({ has: rektor.locator("#tittel") }).getByRole("button", { name: "Legg til" }).click();
      await expect(main(rektor)).toContainText("Overgangen frå barnehagen");
    });

    await test.step("moved in a hurry by rektor, with a reason that the leader reads", async () => {
      await open(rektor);
      await rektor.getByRole("link", { name: "Akutt – flytt" }).click();
      await expect(rektor.locator("#dato")).toHaveValue(/^\d{4}-\d\d-\d\d$/);
      await rektor.locator("#grunn").fill("Vasskade.");
      await press(rektor, "Flytt møtet");
      await open(page);
      await expect(main(page)).toContainText("«Vasskade.»");
      await page.getByRole("link", { name: "Flytt møtet", exact: true }).click();
      await page.locator("#dato").fill(day);
      await press(page, "Flytt møtet");
    });

    await test.step("prepared by both sides", async () => {
      for (const [who, text] of [[page, "Vi vil høyre om lesing."], [rektor, "Vi treng ein lesespesialist."]]) {
        await open(who, "/forarbeid");
        await who.locator("#writing textarea").first().fill(text);
        await press(who, "Lagre førebuinga");
        await open(who, "/forarbeid");
        await expect(who.locator("#writing textarea").first()).toHaveValue(text);
      }
    });

    await test.step("held and written down, with a decision and an agreement", async () => {
      await at.travel(later(day, 1));
      await open(page);
      await press(page, "Ja, skriv referatet");
      const texts = page.locator("#saker ol.agenda textarea");
      await texts.first().fill("Skulen fortalde om lesestunda.");
      for (const fieldset of await page.locator("fieldset.outcome").all()) await fieldset.getByRole("radio", { name: "Vi bestemte noko" }).check();
      await press(page, "Lagre referatet");
      await expect(texts.first()).toHaveValue("Skulen fortalde om lesestunda.");
      // What is written and not saved goes with what is sent.
      await texts.nth(1).fill("Vi vart samde om kurs.");
      const promise = page.locator(".promise").first();
      await promise.getByLabel("Kva skal gjerast").fill("Skaffe lesekurs til lærarane");
      await promise.getByLabel("Ansvarleg").selectOption("Skuleeigar");
      await promise.getByLabel("Frist").fill(later(day, 30));
      await promise.getByRole("button", { name: "Legg til" }).click();
      await open(page);
      await expect(page.locator("#avtalt")).toContainText("Skaffe lesekurs til lærarane");
      await expect(texts.nth(1)).toHaveValue("Vi vart samde om kurs.");
    });

    await test.step("sent round with the last words, commented, approved", async () => {
      const conclusions = page.locator('section[aria-labelledby="conclusions-h"] textarea');
      for (const field of await conclusions.all()) await field.fill("Lesing i alle fag.");
      await press(page, "Send til dei som var med");
      await open(rektor);
      await expect(main(rektor)).toContainText("Lesing i alle fag.");
      await rektor.getByLabel("Kva bør stå annleis?").fill("Lesestunda er kvar dag.");
      await press(rektor, "Send merknaden");
      await open(page);
      await expect(main(page)).toContainText("Lesestunda er kvar dag.");
      await page.locator("#saker ol.agenda textarea").first().fill("Skulen fortalde om lesestunda, som er kvar dag.");
      await page.locator("#godkjenning").getByRole("button", { name: "Godkjenn", exact: true }).click();
      await expect(main(page)).toContainText("som er kvar dag.");
    });

    await test.step("read by rektor, who says so", async () => {
      await open(rektor, "/referat");
      await expect(main(rektor)).toContainText("som er kvar dag.");
      await press(rektor, "Eg har lese referatet");
      await open(page, "/referat");
      await expect(page.locator("#lest")).toContainText(at.rektor.name);
      await expect(page.locator("#lest")).not.toContainText("Ikkje sagt frå enno");
    });
  } finally {
    await at.end();
  }
});
