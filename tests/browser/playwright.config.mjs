// `npm test`. Which program and which PostgreSQL: support/process.mjs. No browser is downloaded: CHROMIUM names one that the system has.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.mjs",
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // A second try where nobody watches; what needed one is listed as flaky.
  retries: process.env.CI ? 2 : 0,
  timeout: 60_000,
  expect: { timeout: 8_000 },
  reporter: "list",
  outputDir: "test-results",
  use: {
    locale: "nb-NO",
    timezoneId: "Europe/Oslo",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  projects: [
    { name: "bred", use: { viewport: { width: 1280, height: 900 } }, testIgnore: "without-script.spec.mjs" },
    { name: "smal", use: { viewport: { width: 320, height: 640 } }, testMatch: "core.spec.mjs" },
    { name: "uten-js", use: { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false }, testMatch: ["core.spec.mjs", "without-script.spec.mjs"] },
  ],
});
