// `bin/shots`: a picture of every page for each role, at 1280 and 390 px, in both written forms, and of what comes and goes on a page, into shots/.
//
//   bin/shots [WORD…]             the demo's pages, for the sign-ins whose login has one of the words
//   bin/shots --small [WORD…]     the pages of the small municipality that the tests make
//
// Without bin/shots: `npm run shots -- …` with KVALITETSDIALOG_BINARY and TEST_DATABASE_URL as for the tests, or with KVALITETSDIALOG_URL, the address of
// a demo that runs already (where the texts of the conflict stay). SHOTS names another folder.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import config from "./playwright.config.mjs";
import { crawl } from "./support/crawl.mjs";
import { furnish } from "./support/furnished.mjs";
import { MOMENTS } from "./support/moments.mjs";
import { Municipality, PASSWORD, Visitor } from "./support/municipality.mjs";

const folder = process.env.SHOTS || new URL("shots/", import.meta.url).pathname;
const WIDTHS = [1280, 390];
const SIGNED_IN = Object.keys(MOMENTS).filter((name) => name !== "refused");
const words = process.argv.slice(2);
const small = words.includes("--small");
const wanted = words.filter((word) => !word.startsWith("--")).map((word) => word.toLowerCase());

const { database, node } = process.env.KVALITETSDIALOG_URL ? { node: { url: process.env.KVALITETSDIALOG_URL, stop() {} } } : await start();
const browser = await chromium.launch(config.use.launchOptions);
try {
  const people = small ? await smallPeople() : await demoPeople();
  for (const person of people) {
    if (wanted.length && !wanted.some((word) => `${person.login} ${person.role}`.toLowerCase().includes(word))) continue;
    await everything(person);
  }
} finally {
  await browser.close();
  await node.stop();
  await database?.drop();
}

async function start() {
  const { makeDatabase, startApplication } = await import("./support/process.mjs");
  const database = await makeDatabase("kd_browser_shots");
  return { database, node: await startApplication(database.environment, ...(small ? [] : ["--demo"])) };
}

// Who writes in the same field as whom, for the moments: a colleague's login by one's own.
async function smallPeople() {
  const temporary = mkdtempSync(join(tmpdir(), "kd-shots-"));
  const { newcomer, ...rest } = await furnish(await Municipality.make(database, node.url, temporary));
  rmSync(temporary, { recursive: true });
  const roles = Object.entries(rest).filter(([, person]) => person.login);
  const person = ([role, { login }]) => ({ role, login, password: PASSWORD, colleague: role === "rektor" ? rest.teacher.login : undefined });
  return [{ role: "nobody", start: ["/logg-inn", newcomer.link], moments: ["refused"] }, ...roles.map(person)];
}

// The sign-ins that README.md lists.
async function demoPeople() {
  const at = (place, ...names) => names.map((name) => ({ role: `${place}-${name}`, login: `${name}@${place}.example`, password: "gode samtaler hver dag" }));
  const people = [
    { role: "nobody", start: ["/logg-inn"], moments: ["refused"] },
    ...at("fjordvik", "skoleeier", "rektor", "laerar", "tillitsvald", "elev", "foresett", "administrator"),
    ...at("storvik", "skoleeier", "omradeleder", "rektor", "laerer", "tillitsvalgt", "elev", "foresatt", "administrator"),
  ];
  for (const [place, colleague] of [["fjordvik", "laerar"], ["storvik", "laerer"]]) {
    people.find(({ role }) => role === `${place}-rektor`).colleague = `${colleague}@${place}.example`;
  }
  return people;
}

async function everything({ role, login, password, colleague, start = ["/"], moments = colleague ? SIGNED_IN : ["missing"] }) {
  const target = join(folder, role);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const signedIn = async (login) => {
    const visitor = new Visitor(node.url);
    if (login) await visitor.send("/logg-inn", { login, password });
    return visitor;
  };
  const photograph = async (visitor, pages, language, width) => {
    const page = await window(visitor, { viewport: { width, height: 900 } });
    for (const { name, address } of pages) {
      await page.goto(node.url + address);
      await picture(page, join(target, `${fileName(name)}-${language}-${width}.png`));
    }
    await page.context().close();
  };
  const visitor = await signedIn(login);
  if ((await visitor.ask(start[0])).headers.get("location") === "/velkommen") {
    await inEachLook(visitor, (language, width) => photograph(visitor, [{ name: "/velkommen", address: "/velkommen" }], language, width));
    await visitor.send("/velkommen");
  }
  const pages = await crawl(visitor, start);
  const find = (pattern) => pages.find(({ name }) => pattern.test(name))?.address;
  const known = {
    url: node.url,
    part: find(/^\/egenvurdering\/N\/del\/X$/),
    read: find(/\/levert\/N$/),
    review: find(/\/innsending$/),
    overview: find(/^\/oversikt/),
    colleague: colleague && await signedIn(colleague),
  };
  await inEachLook(visitor, async (language, width) => {
    await photograph(visitor, pages, language, width);
    for (const name of moments) {
      const { options, show, widths = WIDTHS } = MOMENTS[name];
      if (!widths.includes(width)) continue;
      const page = await window(visitor, { viewport: { width, height: 900 }, ...options });
      const path = join(target, `_${name}-${language}-${width}`);
      try {
        if (await show(page, known, path) !== false) await picture(page, `${path}.png`);
      } finally {
        await page.context().close();
      }
    }
  });
  console.log(`${role}: ${pages.length} pages`);
}

async function inEachLook(visitor, show) {
  for (const language of ["nb", "nn"]) {
    await visitor.send("/sprak", { sprak: language, tilbake: "/" });
    for (const width of WIDTHS) await show(language, width);
  }
}

// A window that is signed in as the visitor is.
async function window(visitor, options) {
  const context = await browser.newContext({ locale: "nb-NO", timezoneId: "Europe/Oslo", ...options });
  await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, domain: "127.0.0.1", path: "/", secure: name.startsWith("__Host-") })));
  return context.newPage();
}

// The whole page, in a window as high as it is: so what sticks to the foot of a window stands where the page ends.
async function picture(page, path) {
  const { width } = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(height, 15_000) });
  await page.screenshot({ path, fullPage: true });
  await page.setViewportSize({ width, height: 900 });
}

function fileName(name) {
  return name.replaceAll(/[^\w-]+/g, "_").replaceAll(/^_|_$/g, "") || "start";
}
