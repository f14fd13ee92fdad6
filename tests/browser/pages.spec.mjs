// Every page of every role, in both languages: axe, valid HTML, the policy (any complaint of the browser fails the test), no sideways scroll at 320 px.
import { axeFindings, htmlFindings, sideways } from "./support/checks.mjs";
import { crawl } from "./support/crawl.mjs";
import { Visitor } from "./support/municipality.mjs";
import { furnish } from "./support/furnished.mjs";
import { expect, signIn, test as base } from "./support/test.mjs";

const test = base.extend({
  furnished: [async ({ site }, use) => use(await furnish(site.municipality)), { scope: "worker", timeout: 120_000 }],
});
test.use({ purpose: "pages" });

// Pages that look the same for everybody are looked at once.
const SAME = /^\/(hjelp|personvern|tilgjenge)$/;

// What must be among the pages that links lead to, so that a page that is no longer reached does not go unseen.
const REACHED = {
  nobody: ["/logg-inn", "/passord/X", "/hjelp", "/personvern", "/tilgjenge"],
  rektor: ["/", "/skoler/N", "/skoler/N/indikatorer", "/skoler/N/forventningar", "/konto", "/egenvurdering", "/egenvurdering/N", "/egenvurdering/N/del/X", "/egenvurdering/N/tema/X", "/egenvurdering/N/felt/X/historikk", "/egenvurdering/N/grunnlag/X", "/egenvurdering/N/fordeling", "/egenvurdering/N/fjerning", "/egenvurdering/N/hendelser", "/egenvurdering/N/innsending", "/egenvurdering/N/levert/N", "/egenvurdering/N/levert/N/kontroll", "/skoler/N/indikatorer?gruppe=", "/skoler/N/indikatorer/samanlikning", "/skoler/N/samtalepunkt", "/samtalepunkt", "/skoler/N/forteljingar", "/skoler/N/forteljingar/ny", "/forteljingar/N", "/forteljingar/N/endring", "/skoler/N/kjeder", "/skoler/N/kjeder/ny?indikator=&", "/kjeder/N", "/kjeder/N/steg/trur", "/kjeder/N/steg/gjer", "/kjeder/N/steg/maling", "/indikatorsett", "/indikatorsett/X", "/moter", "/moter/N", "/moter/N/mappe", "/moter/N/forarbeid", "/moter/N/referat", "/moter/N/skjerm", "/moter/N/akutt", "/moter/ventesaker", "/moter/tidsbruk", "/avtalar/N", "/arshjul", "/tilstandsrapport", "/tilstandsrapport/N/sporsmal", "/tilstandsrapport/N/sendt", "/tilstandsrapport/N/versjon/N", "/skoler/N/planar", "/planar/N", "/planar/N/del/X", "/planar/N/felt/X/historikk", "/planar/N/avdelingar", "/planar/N/innsending", "/planar/N/tiltak/N", "/planar/N/tiltak/N/kvifor", "/planar/N/versjon/N", "/planar/N/endringar", "/kvalitetsplan", "/kvalitetsplan/N/versjon/N", "/kvalitetsplan/N/endringar", "/kvalitetsplan/N/oppfolging", "/kvalitetsplan/N/oppfolging/N", "/kvalitetsplan/N/udekt", "/kvalitetsplan/N/udekt/N"],
  newRektor: ["/velkommen"],
  teacher: ["/", "/egenvurdering/N/del/X"],
  pupil: ["/", "/egenvurdering/N/del/X"],
  areaLeader: ["/", "/forventningar", "/oversikt", "/skoler/N", "/egenvurdering/N/levert/N", "/indikatorer", "/indikatorer/drift", "/skoler/N/samtalepunkt", "/kjeder/N", "/forteljingar/N", "/indikatorsett/X", "/moter", "/moter/ny", "/moter?veke=", "/moter/N", "/moter/N/mappe", "/moter/N/forarbeid", "/moter/N/referat", "/moter/N/innsyn", "/moter/N/tilbaketrekking", "/moter/N/fjerning", "/moter/N/skjerm", "/moter/N/akutt", "/moter/N/tid", "/moter/N/avlysing", "/moter/N/deltakarar", "/moter/ventesaker", "/moter/tidsbruk", "/avtalar", "/avtalar/N", "/arshjul", "/planar", "/planar/N/versjon/N", "/planar/N/tiltak/N"],
  owner: ["/", "/indikatorer/import", "/indikatorer/import/N", "/oversikt", "/runder", "/runder/ny?mal=", "/runder/N/rulling", "/skoler/N", "/egenvurdering/N/levert/N", "/indikatorer", "/indikatorer/drift", "/indikatorer/skjema", "/indikatorer/skjema/X", "/indikatorer/enkelttal", "/indikatorer/kjelder", "/indikatorsett", "/indikatorsett/nytt", "/indikatorsett/X", "/indikatorsett/X/indikatorer", "/indikatorsett/X/indikatorer/X", "/indikatorsett/X/grupper/X", "/skoler/register", "/skoler/register/N", "/skoler/nummer?nummer=&", "/skoler/N/samtalepunkt", "/skoler/N/forteljingar", "/kjeder/N", "/tilstandsrapport", "/tilstandsrapport/N", "/tilstandsrapport/N/fristar", "/tilstandsrapport/N/kapittel/X", "/tilstandsrapport/N/kapittel/X/sitat", "/tilstandsrapport/N/felt/X/historikk", "/tilstandsrapport/N/les", "/tilstandsrapport/N/nabo", "/tilstandsrapport/N/sitat", "/tilstandsrapport/N/forslag", "/tilstandsrapport/N/vedtak", "/tilstandsrapport/N/sending", "/tilstandsrapport/N/sendt", "/tilstandsrapport/N/versjon/N", "/kvalitetsplan", "/kvalitetsplan/N", "/kvalitetsplan/N/del/X", "/kvalitetsplan/N/felt/X/historikk", "/kvalitetsplan/N/samanheng", "/kvalitetsplan/N/okonomi", "/kvalitetsplan/N/okonomi/N", "/kvalitetsplan/N/vedtak", "/kvalitetsplan/N/evaluering", "/kvalitetsplan/N/evaluering/N", "/kvalitetsplan/N/manglar", "/kvalitetsplan/N/oppfolging", "/kvalitetsplan/N/udekt/N"],
};

// Checks the page that is open; `html` is what the server sent.
async function findings(page, html) {
  const narrow = [];
  const wide = await axeFindings(page);
  await page.setViewportSize({ width: 320, height: 640 });
  const pixels = await sideways(page);
  if (pixels > 0) narrow.push(`${pixels} px wider than a window of 320 px`);
  for (const line of await axeFindings(page)) if (!wide.includes(line)) narrow.push(`at 320 px: ${line}`);
  await page.setViewportSize({ width: 1280, height: 900 });
  return [...wide, ...narrow, ...(await htmlFindings(html))];
}

async function look(page, site, pages) {
  const report = {};
  for (const { name, address } of pages) {
    const answer = await page.goto(site.nodes[0].url + address);
    const found = await findings(page, await answer.text());
    if (found.length) report[`${name} (${address})`] = found;
  }
  return report;
}

async function changeLanguage(page) {
  await Promise.all([page.waitForEvent("load"), page.locator('form[action="/sprak"] button').first().click()]);
}

for (const role of Object.keys(REACHED)) {
  test(`${role}: every page in both languages is accessible, valid, within the policy and within 320 px`, async ({ page, site, furnished }) => {
    test.setTimeout(300_000);
    const visitor = new Visitor(site.nodes[0].url);
    const person = furnished[role];
    if (person) {
      await visitor.signIn(person);
      await signIn(page, site.nodes[0].url, person);
    }
    const start = { nobody: ["/logg-inn", furnished.newcomer.link], newRektor: ["/velkommen"] }[role] ?? ["/"];
    const states = { ...(["rektor", "areaLeader"].includes(role) ? furnished.meetings : {}), ...furnished.reports[role] };
    const reached = await crawl(visitor, start, states);
    const names = new Set(reached.map(({ name }) => name));
    expect(REACHED[role].filter((name) => !names.has(name))).toEqual([]);
    const pages = reached.filter(({ name }) => role === "nobody" || !SAME.test(name));
    for (const language of ["nb", "nn"]) {
      await page.goto(site.nodes[0].url + start[0]);
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      expect(await look(page, site, pages)).toEqual({});
      await page.goto(site.nodes[0].url + start[0]);
      await changeLanguage(page);
    }
  });
}

test("axe and html-validate find what is planted", async ({ page, site }) => {
  const answer = await page.goto(`${site.nodes[0].url}/logg-inn`);
  await page.evaluate(() => {
    document.querySelector("main").insertAdjacentHTML("beforeend", "<input id='planted'><button id='empty'></button>");
  });
  const found = await axeFindings(page);
  expect(found.filter((line) => /^label: #planted/.test(line))).toHaveLength(1);
  expect(found.filter((line) => /^button-name: #empty/.test(line))).toHaveLength(1);
  const broken = (await answer.text()).replace("</main>", "<p id='innhold'>twice</p><form></form></main>");
  expect((await htmlFindings(broken)).map((line) => line.split(" ")[0])).toEqual(expect.arrayContaining(["no-dup-id", "wcag/h32"]));
});

test("what the policy forbids is noticed", async ({ page, site, complaints }) => {
  complaints.expect(/Content Security Policy/);
  let noticed = 0;
  page.on("console", (message) => { if (/Content Security Policy/.test(message.text())) noticed += 1; });
  await page.goto(`${site.nodes[0].url}/logg-inn`);
  await page.evaluate(() => { document.body.insertAdjacentHTML("beforeend", "<p style='color:red'>styled</p>"); });
  await page.waitForTimeout(100);
  expect(noticed).toBeGreaterThan(0);
});
