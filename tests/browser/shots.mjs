// `npm run shots`: a picture of every page of the demo for each role, at 1280 and 390 px, in both languages, into shots/.
//
//   KVALITETSDIALOG_BINARY=… TEST_DATABASE_URL=… npm run shots [-- ROLE…]     ROLE: part of a sign-in's name, as «rektor»
import { mkdirSync, rmSync } from "node:fs";
import { chromium } from "@playwright/test";
import { crawl } from "./support/crawl.mjs";
import { Visitor } from "./support/municipality.mjs";
import { makeDatabase, startApplication } from "./support/process.mjs";
import config from "./playwright.config.mjs";

const folder = new URL("shots/", import.meta.url).pathname;
const wanted = process.argv.slice(2);
const database = await makeDatabase("kd_browser_shots");
const node = await startApplication(database.environment, "--demo");
const browser = await chromium.launch(config.use.launchOptions);
rmSync(folder, { recursive: true, force: true });

// The application prints a line for each sign-in of the demo: its address first, the password somewhere near the top.
const { password, people } = signIns(node.log);
try {
  for (const { login, role } of people) {
    if (wanted.length && !wanted.some((word) => login.includes(word) || role.includes(word))) continue;
    const visitor = new Visitor(node.url);
    if (login) await visitor.send("/logg-inn", { login, password });
    const pages = await crawl(visitor);
    for (const language of ["nb", "nn"]) {
      await visitor.send("/sprak", { sprak: language, tilbake: "/" });
      await photograph(visitor, pages, `${role}-${language}`);
    }
    console.log(`${role}: ${pages.length} pages`);
  }
} finally {
  await browser.close();
  await node.stop();
  await database.drop();
}

function signIns(log) {
  return { password: log.match(/(?:passord|password)[^:]*:\s*(.+)/i)?.[1].trim(), people: [...log.matchAll(/(\S+@\S+\.example)\s+(.*)/g)].map(([, login, rest]) => ({ login, role: rest.trim().replaceAll(/[^\wæøåÆØÅ]+/g, "-") })) };
}

async function photograph(visitor, pages, prefix) {
  for (const width of [1280, 390]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "nb-NO", timezoneId: "Europe/Oslo" });
    await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, domain: "127.0.0.1", path: "/", secure: name.startsWith("__Host-") })));
    const page = await context.newPage();
    const target = `${folder}${prefix}-${width}`;
    mkdirSync(target, { recursive: true });
    for (const { name, address } of pages) {
      await page.goto(node.url + address);
      await page.screenshot({ path: `${target}/${name.replaceAll(/[^\w-]+/g, "_").replace(/^_/, "") || "start"}.png`, fullPage: true });
    }
    await context.close();
  }
}
