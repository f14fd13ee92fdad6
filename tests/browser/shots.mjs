// `npm run shots`: a picture of every page for each role, at 1280 and 390 px, in both languages, into shots/.
//
//   npm run shots [-- WORD…]             the demo's pages, for the sign-ins whose name or role has one of the words
//   npm run shots -- --small [WORD…]     the pages of the small municipality that the tests make
//
// KVALITETSDIALOG_BINARY and TEST_DATABASE_URL as for the tests.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import config from "./playwright.config.mjs";
import { crawl } from "./support/crawl.mjs";
import { furnish } from "./support/furnished.mjs";
import { Municipality, PASSWORD, Visitor } from "./support/municipality.mjs";
import { makeDatabase, startApplication } from "./support/process.mjs";

const folder = new URL("shots/", import.meta.url).pathname;
const words = process.argv.slice(2);
const small = words.includes("--small");
const wanted = words.filter((word) => !word.startsWith("--"));

const database = await makeDatabase("kd_browser_shots");
const node = await startApplication(database.environment, ...(small ? [] : ["--demo"]));
const browser = await chromium.launch(config.use.launchOptions);
try {
  const people = small ? await smallPeople() : demoPeople(node.log);
  for (const { role, login, password, start = ["/"] } of people) {
    if (wanted.length && !wanted.some((word) => `${login} ${role}`.toLowerCase().includes(word))) continue;
    rmSync(join(folder, role), { recursive: true, force: true });
    const visitor = new Visitor(node.url);
    if (login) await visitor.send("/logg-inn", { login, password });
    const pages = await crawl(visitor, start);
    for (const language of ["nb", "nn"]) {
      await visitor.send("/sprak", { sprak: language, tilbake: "/" });
      for (const width of [1280, 390]) await photograph(visitor, pages, join(folder, role), `${language}-${width}`, width);
    }
    console.log(`${role}: ${pages.length} pages`);
  }
} finally {
  await browser.close();
  await node.stop();
  await database.drop();
}

async function smallPeople() {
  const temporary = mkdtempSync(join(tmpdir(), "kd-shots-"));
  const { newcomer, ...rest } = await furnish(await Municipality.make(database, node.url, temporary));
  rmSync(temporary, { recursive: true });
  const roles = Object.entries(rest).filter(([, person]) => person.login);
  return [{ role: "nobody", start: ["/logg-inn", newcomer.link] }, ...roles.map(([role, { login }]) => ({ role, login, password: PASSWORD }))];
}

// «login  …  password» stand in the lines that the application prints when it serves the demo.
function demoPeople(log) {
  const password = log.match(/passord[^:]*:\s*(.+)/i)?.[1].trim();
  return [...log.matchAll(/(\S+@\S+)\s+(.*)/g)].map(([, login]) => ({ login, password, role: login.replaceAll(/[^a-z0-9]+/gi, "-") }));
}

async function photograph(visitor, pages, target, prefix, width) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "nb-NO", timezoneId: "Europe/Oslo" });
  await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, domain: "127.0.0.1", path: "/", secure: name.startsWith("__Host-") })));
  const page = await context.newPage();
  mkdirSync(target, { recursive: true });
  for (const { name, address } of pages) {
    await page.goto(node.url + address);
    const file = name.replaceAll(/[^\w-]+/g, "_").replace(/^_/, "") || "start";
    await page.screenshot({ path: join(target, `${file}-${prefix}.png`), fullPage: true });
  }
  await context.close();
}
