// `test` as the specs use it: each worker has a database, a municipality and two processes of the application; every page that a test opens is watched
// for what a browser complains about.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { Municipality, PASSWORD } from "./municipality.mjs";
import { makeDatabase, startApplication } from "./process.mjs";
import { layWire } from "./wire.mjs";

export { expect, PASSWORD };

export const test = base.extend({
  // Tests with another purpose get a municipality of their own.
  purpose: ["common", { option: true, scope: "worker" }],

  site: [async ({ purpose: _ }, use, { workerIndex }) => {
    const folder = mkdtempSync(join(tmpdir(), "kd-browser-"));
    const database = await makeDatabase(`kd_browser_${process.pid}_${workerIndex}`);
    const nodes = [];
    try {
      for (let count = 0; count < 2; count += 1) nodes.push(await startApplication(database.environment));
      const municipality = await Municipality.make(database, nodes[0].url, folder);
      await use({ nodes, database, municipality });
    } finally {
      await Promise.all(nodes.map((node) => node.stop()));
      await database.drop();
      rmSync(folder, { recursive: true });
    }
  }, { scope: "worker", timeout: 120_000 }],

  // A wire to the first process that the test can cut.
  wire: async ({ site }, use) => {
    const wire = await layWire(site.nodes[0].port);
    await use(wire);
    wire.remove();
  },

  // What browsers complained about in this test. Nothing at the end, or the test fails; a test that cuts the network or is refused something says what
  // it expects with `complaints.expect(/…/)`.
  complaints: [async ({}, use, info) => {
    const heard = [], expected = [];
    await use({ add: (text) => heard.push(text), expect: (...patterns) => expected.push(...patterns) });
    const surprising = heard.filter((text) => !expected.some((pattern) => pattern.test(text)));
    if (info.status === info.expectedStatus) expect(surprising, "complaints of the browser").toEqual([]);
  }, { auto: true }],

  context: async ({ context, complaints }, use) => {
    watch(context, complaints);
    await use(context);
  },

  // Opens another browser, watched as the first one is.
  anotherBrowser: async ({ browser, complaints, viewport, javaScriptEnabled }, use) => {
    const contexts = [];
    await use(async () => {
      const context = await browser.newContext({ viewport, javaScriptEnabled, locale: "nb-NO", timezoneId: "Europe/Oslo" });
      contexts.push(context);
      watch(context, complaints);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

// Chromium reports what the policy forbids, what does not load and what a script throws as errors in the console.
function watch(context, complaints) {
  context.on("console", (message) => { if (message.type() === "error") complaints.add(`${message.text()} (${message.location().url})`); });
  context.on("weberror", (error) => complaints.add(`${error.error()}`));
}

// Signs in through the page, to the page about one's own account, which looks the same for all.
export async function signIn(page, url, person) {
  await page.goto(`${url}/logg-inn?til=/konto`);
  await page.getByLabel("E-postadresse").fill(person.login);
  await page.getByLabel("Passord").fill(PASSWORD);
  await page.getByRole("button", { name: "Logg inn" }).click();
  await expect(page).toHaveURL(`${url}/konto`);
}

// The address of the own school's self-assessment, for somebody who is signed in.
export async function ownAssessment(page) {
  await page.goto(new URL("/egenvurdering", page.url()).href);
  return page.evaluate(() => document.querySelector('main a[href^="/egenvurdering/"]').getAttribute("href").match(/^\/egenvurdering\/\d+/)[0]);
}

// Opens a part for writing.
export async function openPart(page, url, person, part = "laeringsmiljo") {
  await signIn(page, url, person);
  const address = await ownAssessment(page);
  await page.goto(`${url}${address}/del/${part}`);
  return address;
}

// A field of the writing page by its name, and the line under it that says how it stands.
export const field = (page, name) => page.locator(`[data-field="${name}"]`);
export const status = (page, name) => page.locator(`[data-status-for="${name}"]`);
export const bar = (page) => page.locator("[data-savebar]");

// Types at the end of a field, as fingers do.
export async function type(page, name, text) {
  await field(page, name).focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(text);
}

// What this tab keeps of unsent text.
export const kept = (page) => page.evaluate(() => Object.entries(sessionStorage).filter(([key]) => key.startsWith("kd:")).map(([, entry]) => entry));
