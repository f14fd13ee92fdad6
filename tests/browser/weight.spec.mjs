// What a visit costs over the wire.
import { expect, ownAssessment, signIn, test } from "./support/test.mjs";

const FIRST = 100 * 1024, AGAIN = 15 * 1024;

// Bytes of everything that is loaded for a page, headers too, as the browser counts them.
async function weigh(page, address, { emptyCache = false } = {}) {
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; });
  await session.send("Network.enable");
  if (emptyCache) await session.send("Network.clearBrowserCache");
  await page.goto(address, { waitUntil: "load" });
  await page.waitForTimeout(300);
  await session.detach();
  return bytes;
}

for (const [what, role, path] of [
  ["the sign-in page", null, async () => "/logg-inn"],
  ["the start page", "rektor", async () => "/"],
  ["the writing page", "rektor", async (page) => `${await ownAssessment(page)}/del/laeringsmiljo`],
  ["the overview", "owner", async () => "/oversikt"],
]) {
  test(`${what} weighs at most 100 KiB the first time and 15 KiB after that`, async ({ page, site }) => {
    const url = site.nodes[0].url;
    const person = role === "owner" ? site.municipality.owner : role && (await site.municipality.school()).rektor;
    if (person) await signIn(page, url, person);
    const address = url + await path(page);
    const first = await weigh(page, address, { emptyCache: true });
    const again = await weigh(page, address);
    console.log(`${what}: ${(first / 1024).toFixed(1)} KiB first, ${(again / 1024).toFixed(1)} KiB again`);
    expect(first).toBeLessThanOrEqual(FIRST);
    expect(again).toBeLessThanOrEqual(AGAIN);
  });
}
