// What every page must pass: accessibility, valid HTML, no sideways scroll.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "@playwright/test";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

// The policy forbids script elements of others, so axe is evaluated.
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// What axe finds, one line for each element.
export async function axeFindings(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const violations = await page.evaluate(async (tags) => {
    const { violations } = await window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary.split("\n")[1] ?? ""}`));
  }, TAGS);
  return violations.flat();
}

const validator = new HtmlValidate(new FileSystemConfigLoader({
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit", "button"] }], // a group of check boxes shares its name
    "void-style": "off", // both styles are valid HTML
    "no-trailing-whitespace": "off",
    "long-title": "off", // the title says page, product and municipality
    "prefer-native-element": ["error", { exclude: ["status", "alert"] }], // output is no place for a text that comes and goes
    "require-sri": "off", // every file is our own
    "tel-non-breaking": "off",
  },
}));

export async function htmlFindings(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) => `${ruleId} at ${line}:${column}: ${message}`));
}

// How many pixels the page is wider than its window.
export const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export async function expectNoSidewaysScroll(page) {
  expect(await sideways(page), `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0);
}

// What every page of a journey must pass, on a telephone too. axe needs a script of its own: without one it hangs.
export function checks(script) {
  return async (page) => {
    const answer = await page.reload();
    expect(await htmlFindings(await answer.text()), page.url()).toEqual([]);
    if (script) expect(await axeFindings(page), page.url()).toEqual([]);
    const size = page.viewportSize();
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoSidewaysScroll(page);
    await page.setViewportSize(size);
  };
}
