// What comes and goes on a page: errors, conflicts, a lost network, other ways of looking. Each moment is given a new window and what is known of the site
// ({ url, part, read, review, overview, colleague }); it shows itself, or answers false where it has nothing to show.
import { execFileSync } from "node:child_process";

const IDENTITY = "Eleven 01010750160 trives.";

async function firstText(page, { url, part }) {
  if (!part) return null;
  await page.goto(url + part);
  const text = page.locator("textarea[data-field]").first();
  return await text.count() ? text : null;
}

async function printed(page, address, path) {
  if (!address) return false;
  await page.goto(address);
  await page.pdf({ path: `${path}.pdf`, preferCSSPageSize: true });
  try {
    execFileSync("pdftoppm", ["-png", "-r", "60", `${path}.pdf`, path]);
  } catch { /* without poppler the PDF itself is there to look at */ }
  return false;
}

export const MOMENTS = {
  refused: {
    async show(page, { url }) {
      await page.goto(`${url}/logg-inn`);
      await page.locator("#login").fill("kari@fjordvik.example");
      await page.locator("#password").fill("feil passord");
      await Promise.all([page.waitForEvent("load"), page.locator("main button[type=submit]").click()]);
    },
  },
  missing: {
    async show(page, { url }) { await page.goto(`${url}/skoler/999999`); },
  },
  conflict: {
    async show(page, known) {
      const text = await firstText(page, known);
      if (!text || !known.colleague) return false;
      const name = await text.getAttribute("data-field");
      await page.waitForTimeout(300); // the stream is open
      await page.evaluate(() => document.querySelector("[data-writing]").removeAttribute("data-stream"));
      await text.focus();
      await page.keyboard.press("Control+End");
      await page.keyboard.type(" Dette skrev rektor.");
      await known.colleague.page(known.part).then((html) => {
        const rev = html.match(new RegExp(`name="rev:${name.replaceAll(".", "\\.")}" value="(\\d+)"`))[1];
        return known.colleague.send(known.part, { [`rev:${name}`]: rev, [name]: `Dette skrev kollegaen kl. ${new Date().toISOString().slice(11, 19)}.`, neste: "bli" });
      });
      await page.locator(".conflict").first().waitFor();
    },
  },
  offline: {
    async show(page, known) {
      const text = await firstText(page, known);
      if (!text) return false;
      await page.context().setOffline(true);
      await text.focus();
      await page.keyboard.type("Uten nett. ");
      await page.locator(".saved.offline").first().waitFor();
    },
  },
  identity: {
    async show(page, known) {
      const text = await firstText(page, known);
      if (!text) return false;
      await text.fill(IDENTITY);
      await page.locator(".ds-validation-message:visible").first().waitFor();
    },
  },
  "too-long": {
    async show(page, known) {
      const text = await firstText(page, known);
      if (!text) return false;
      const most = Number(await text.getAttribute("maxlength"));
      await text.evaluate((field) => field.removeAttribute("maxlength"));
      await text.fill("Vi er ute. ".repeat(Math.ceil(most / 11) + 1));
      await page.locator(".ds-validation-message:visible").first().waitFor();
    },
  },
  "without-script": {
    options: { javaScriptEnabled: false },
    async show(page, known) { return await firstText(page, known) !== null; },
  },
  "without-script-refused": {
    options: { javaScriptEnabled: false },
    async show(page, known) {
      const text = await firstText(page, known);
      if (!text) return false;
      await text.fill(IDENTITY);
      await Promise.all([page.waitForEvent("load"), page.locator('button[value="bli"]').click()]);
    },
  },
  "not-delivered": {
    async show(page, { url, review }) {
      if (!review) return false;
      await page.goto(url + review);
      const button = page.locator('button[formaction$="/innsending"]');
      if (!await button.count() || !await page.locator(".checklist a").count()) return false;
      await Promise.all([page.waitForEvent("load"), button.click()]);
    },
  },
  "forced-colours": {
    options: { forcedColors: "active" },
    async show(page, known) { return await firstText(page, known) !== null; },
  },
  "320px": {
    options: { viewport: { width: 320, height: 640 } }, widths: [390],
    async show(page, known) { return await firstText(page, known) !== null; },
  },
  menu: {
    widths: [390],
    async show(page, { url }) {
      await page.goto(url);
      await page.locator(".navtoggle > summary").click();
    },
  },
  "print-read": { widths: [1280], show: (page, { url, read }, path) => printed(page, read && url + read, path) },
  "print-review": { widths: [1280], show: (page, { url, review }, path) => printed(page, review && url + review, path) },
  "print-part": { widths: [1280], show: (page, { url, part }, path) => printed(page, part && url + part, path) },
  "print-overview": { widths: [1280], show: (page, { url, overview }, path) => printed(page, overview && url + overview, path) },
};
