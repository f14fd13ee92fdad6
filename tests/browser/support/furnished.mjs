// A municipality where everything has happened once: a delivered year with comments and two versions, a round rolled on, a draft that is being written,
// a part that was given away and shown. So every page has something to show, for each role.
import { setTimeout as sleep } from "node:timers/promises";
import { Visitor } from "./municipality.mjs";

const FIRST = { "trygt.judgement": "3", "trygt.basis": "samtaler", "trygt.text": "Vi er ute sammen med elevene.\n\nDet virker.", "medvirkning.text": "Elevrådet har en forslagskasse.", "laeringsmiljo.helps": "Faste rutiner.", "laeringsmiljo.hinders_ours": "Vi starter for sent.", "laeringsmiljo.hinders_owner": "Vi trenger vikarmidler." };
const SECOND = { "lesing.judgement": "2", "lesing.text": "Vi leser sammen hver dag." };

// Sends a part as the whole form that a browser without JavaScript sends.
export async function write(visitor, address, part, answers) {
  const page = await visitor.page(`${address}/del/${part}`);
  const revisions = [...page.matchAll(/name="(rev:[^"]+)" value="(\d+)"/g)].map(([, name, rev]) => [name, rev]).filter(([name]) => name.slice(4) in answers);
  await visitor.send(`${address}/del/${part}`, { ...Object.fromEntries(revisions), ...answers, neste: "bli" });
}

const saveId = (page) => page.match(/name="save_id" value="([^"]+)"/)[1];

async function comment(visitor, version, question, body) {
  await visitor.send(`${version}/kommentarer`, { question, body, save_id: saveId(await visitor.page(version)) });
}

// The reading test of grade 5 as statistikkbanken exports it, with a school that is not here.
export function figures(school, scores) {
  const years = Object.keys(scores);
  const measures = years.flatMap((year) => ["Skalapoeng", "Usikkerhet", "Antall elever deltatt"].map((name) => `${year}.Lesing.5. årstrinn.Alle eierformer.Alle kjønn.${name}`));
  const row = (level, unit, name, values) => [level, "I", "46", "4699", unit, "Hele landet", "Fylket", "Fjordvik", name, ...values].join("\t");
  return [
    ["EnhetNivaa", "Nasjonaltkode", "Fylkekode", "Kommunekode", "Organisasjonsnummer", "Nasjonalt", "Fylke", "Kommune", "EnhetNavn", ...measures].join("\t"),
    row("1", "I", "Alle skoler", years.flatMap(() => ["50", "0,1", "56 875"])),
    row("3", "4699", "Alle skoler", years.flatMap(() => ["49", "1,1", "83"])),
    row("4", school, "Skolen", years.flatMap((year) => [scores[year], "3,2", "34"])),
    row("4", "999999999", "Sjøbakken skole", years.flatMap(() => ["*", "*", "*"])),
  ].join("\n");
}

// A reply of Nasjonalt skoleregister: the school under a new name, and one that is not here.
function register(number) {
  const unit = (Organisasjonsnummer, Navn) => ({ Organisasjonsnummer, Navn, Kommunenummer: "4699", ErAktiv: true, ErSkole: true, ErGrunnskole: true, ErPrivatskole: false, SkoletrinnGSFra: 1, SkoletrinnGSTil: 7 });
  return JSON.stringify([unit(number, "Fjorden skole"), unit("974589117", "Sjøbakken skole")]);
}

// What `look` finds, once it finds something: for work that is done after the page has answered.
async function waitFor(look) {
  for (let patience = 100; patience > 0; patience -= 1) {
    const found = await look();
    if (found) return found;
    await sleep(100);
  }
  throw new Error("What was waited for did not come.");
}

// Tells a story; its address.
async function tell(visitor, school, title) {
  const form = await visitor.page(`${school}/forteljingar/ny`);
  return visitor.send(`${school}/forteljingar`, { kind: "practice", title, context: "Uteskole, en fredag i oktober", body: "De leste for hverandre.\n\nIngen ville slutte.", themes: "trygghet", consent: "unrecognisable", save_id: saveId(form) });
}

async function takeIn(visitor, file) {
  const preview = await visitor.upload("/indikatorer/import", "lesing.csv", file);
  await visitor.send(`${preview}/inntak`, { plan: (await visitor.page(preview)).match(/name="plan" value="([^"]*)"/)[1] });
}

const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

// Books a meeting; its address.
async function book(leader, samtale, med, days) {
  const form = await leader.page(`/moter/ny?samtale=${samtale}&med=${med}`);
  return leader.send("/moter", { samtale, med, dato: inDays(days), fra: "09:00", til: "11:00", stad: "Fjorden skole", save_id: saveId(form) });
}

// Meetings in every state: to come, held and promised in, sent round, approved and judged, and one of many schools with a topic that waits.
async function meet(leader, rektor, school) {
  const med = `skole:${school.match(/\d+/)[0]}`;
  const [booked, held, sent, approved] = [await book(leader, "dialogmote", med, 21), await book(leader, "dialogmote", med, -1), await book(leader, "dialogmote", med, -2), await book(leader, "dialogmote", med, -3)];
  await rektor.send(`${booked}/saker`, { tittel: "Overgangen til ungdomsskolen", save_id: saveId(await rektor.page(booked)) });
  await rektor.send(`${booked}/svar`, { svar: "coming" });
  for (const meeting of [held, sent, approved]) {
    await leader.send(`${meeting}/gjennomforing`, { minutt: "85" });
    await leader.send(`${meeting}/avtalar`, { kva: "Lesestund hver dag", kven: "school", frist: inDays(40), save_id: saveId(await leader.page(`${meeting}/avtalar`)) });
    await leader.send(`${meeting}/referat`, { "rev:k.veien": "0", "k.veien": "Lesing i alle fag." });
  }
  for (const meeting of [sent, approved]) {
    await leader.send(`${meeting}/utsending`, { frist: inDays(7) });
    await rektor.send(`${meeting}/merknader`, { merknad: "Vi var tolv, ikke ti.", om: "", save_id: saveId(await rektor.page(meeting)) });
  }
  await leader.send(`${approved}/godkjenning`);
  await leader.send(`${approved}/innsyn`, { tittel: "Dialogmøte", svar: "partly", grunn: "Offentleglova § 14." });
  const waiting = await rektor.page("/moter/ventesaker");
  await rektor.send("/moter/ventesaker", { mote: waiting.match(/<option value="(omradmote:\d*)"/)[1], tittel: "Felles vikarliste", save_id: saveId(waiting) });
  const area = (await leader.page("/moter/ny")).match(/value="(omrade:\d+)"/)[1];
  return { booked, held, sent, approved, gathering: await book(leader, "omradmote", area, 30) };
}

// Last year's report, decided on and followed up; and this year's, written in, with a quote asked for and a version at the school. Pages to look at whatever
// their kind, for the owner.
async function report(asOwner, asRektor) {
  const now = new Date();
  const year = now.getMonth() >= 7 ? now.getFullYear() : now.getFullYear() - 1;
  const past = new Date(now - 86_400_000).toISOString().slice(0, 10);
  const begin = (about, day) => asOwner.send("/tilstandsrapport", { skulear: `${about}`, dato: day });
  const last = await begin(year - 1, past);
  await asOwner.send(`${last}/kapittel/samandrag`, { "rev:samandrag.text": "0", "samandrag.text": "De fleste trives." });
  await asOwner.send(`${last}/forslag`, { forslag: "En felles leseplan.", ramme: "nei", kostnad: "250 000", ansvarleg: "Skolesjefen", save_id: crypto.randomUUID() });
  const [, proposal] = (await asOwner.page(`${last}/vedtak`)).match(/name="utfall-(\d+)"/);
  await asOwner.send(`${last}/vedtak`, { dato: past, saksnummer: "41/26", sporsmal: "Hvor mange?", [`utfall-${proposal}`]: "adopted", [`vedteke-${proposal}`]: "", [`frist-${proposal}`]: "" });
  await asOwner.send(`${last}/vedtak/${proposal}/status`, { status: "going_on", ord: "Fire skoler er i gang.", save_id: crypto.randomUUID() });
  const current = await begin(year, `${year + 1}-06-16`);
  await asOwner.send(`${current}/kapittel/resultat`, { "rev:resultat.text": "0", "resultat.text": "Lesingen holder seg." });
  await asOwner.send(`${current}/felt/resultat.text/kommentar`, { kommentar: "Si hvorfor.", save_id: crypto.randomUUID() });
  await asOwner.send(`${current}/forslag`, { forslag: "Veiledning av nye lærere.", ramme: "ja", ansvarleg: "Skolesjefen", save_id: crypto.randomUUID() });
  const school = (await asRektor.page("/")).match(/\/skoler\/(\d+)/)[1];
  const pick = `${current}/kapittel/resultat/sitat`;
  const found = await asOwner.page(`${pick}?skule=${school}`);
  const hidden = (name) => found.match(new RegExp(`name="${name}" value="([^"]*)"`))[1];
  await asOwner.send(pick, { skule: school, avsnitt: hidden("avsnitt"), tekst: hidden("tekst"), save_id: hidden("save_id") });
  await asOwner.send(`${current}/sending/skular`);
  return {
    owner: {
      "text from last year": `${current}/kapittel/samandrag`, "a chapter with figures": `${current}/kapittel/resultat`,
      "a school's level": `${current}/kapittel/resultat?niva=skule`, "what can be quoted": `${pick}?skule=${school}`, "the owner's draft": `${current}/les?niva=eigar`,
      "last year's decisions": `${last}/vedtak`,
    },
    rektor: { "what the school is asked": `${current}/sporsmal`, "the school's version": (await asRektor.page(`${current}/sporsmal`)).match(/\/tilstandsrapport\/\d+\/versjon\/\d+/)[0] },
  };
}

// A plan in two versions and opened again, with a department's goal, a reason and a word on how it goes.
async function developmentPlan(asRektor, school) {
  const now = new Date();
  const year = now.getMonth() >= 7 ? now.getFullYear() : now.getFullYear() - 1;
  const plan = await asRektor.send(`${school}/planar`, { skulear: `${year}` });
  const part = `${plan}/del/laering`;
  const [, goal] = (await asRektor.send(part, { steg: "mal:laering" })).match(/#m(\d+)/);
  const [, action] = (await asRektor.send(part, { steg: `tiltak:${goal}` })).match(/#t(\d+)/);
  await asRektor.send(part, { "rev:laering.text": "0", "laering.text": "Vi leser.", [`rev:m${goal}.mal`]: "0", [`m${goal}.mal`]: "Alle leser hver dag", [`rev:t${action}.kva`]: "0", [`t${action}.kva`]: "Lesestund" });
  const href = `${plan}/tiltak/${action}`;
  await asRektor.send(`${href}/rammer`, { byrjar: "", sjekk: new Date().toISOString().slice(0, 10) });
  await asRektor.send(`${href}/kvifor`, { slag: "figure", kjelde: "np_lesing_5:", ventar: "Nærmere landet", save_id: crypto.randomUUID() });
  await asRektor.send(`${plan}/avdelingar`, { namn: "Småtrinnet" });
  const [, department] = (await asRektor.page(`${plan}/avdelingar`)).match(/\/del\/avd-(\d+)/);
  await asRektor.send(`${plan}/del/avd-${department}`, { steg: "mal:laering" });
  await asRektor.send(`${plan}/del/medverknad`, { steg: "medverknad", kven: "elevar", om: goal });
  await asRektor.send(`${plan}/deling`, { vis: "ja" });
  await asRektor.send(`${plan}/del/avd-${department}`, { steg: `ut-mal:${(await asRektor.page(`${plan}/del/avd-${department}`)).match(/ut-mal:(\d+)/)[1]}` });
  await asRektor.send(`${plan}/innsending`);
  await asRektor.send(`${plan}/gjenopning`, { grunn: "Etter samtalen." });
  await asRektor.send(part, { [`rev:m${goal}.teikn`]: "0", [`m${goal}.teikn`]: "De leser i friminuttet." });
  await asRektor.send(`${plan}/innsending`, { endra: "Tegnene er nye." });
  await asRektor.send(`${href}/stand`, { stand: "going_on", ord: "I gang på alle trinn.", save_id: crypto.randomUUID() });
  await asRektor.send(`${plan}/gjenopning`, { grunn: "Mer etter møtet." });
}

// The municipality's quality plan in two versions and opened again, with what was said of it since.
async function qualityPlan(asOwner) {
  const now = new Date();
  const year = now.getMonth() >= 7 ? now.getFullYear() : now.getFullYear() - 1;
  const day = now.toISOString().slice(0, 10);
  const plan = await asOwner.send("/kvalitetsplan", { fra: `${year}`, til: `${year + 3}`, etter: "" });
  const add = async (part, steg) => (await asOwner.send(`${plan}/del/${part}`, { steg })).match(/#[a-z](\d+)/)[1];
  const write = (part, field, words) => asOwner.send(`${plan}/del/${part}`, { [`rev:${field}`]: "0", [field]: words });
  await write("innleiing", "innleiing.text", "Planen gjelder alle skolene.");
  await write("visjon", "visjon.setning", "Alle hører til");
  const goal = await add("mal", "ny:m");
  const priority = await add("mal", `ny:s:${goal}`);
  await write("mal", `m${goal}.mal`, "Elevene leser mer");
  await write("mal", `s${priority}.satsing`, "Styrke lesingen");
  const source = await add("kunnskap", `ny:k:${goal}`);
  await asOwner.send(`${plan}/del/kunnskap`, { [`rev:k${source}.tittel`]: "0", [`k${source}.tittel`]: "Læreplanverket", [`slag-k${source}`]: "guideline", [`lenkje-k${source}`]: "https://udir.example/lk20", [`satsing-k${source}`]: priority });
  const action = await add("tiltak", "ny:t");
  await write("tiltak", `t${action}.tittel`, "Lesestund hver dag");
  const point = await add("tiltak", `ny:u:${action}`);
  await write("tiltak", `u${point}.punkt`, "Bøker i alle rom");
  await asOwner.send(`${plan}/samanheng`, { for: "", tener: `${action}-${priority}` });
  const period = await add("framdrift", "ny:p");
  await write("framdrift", `p${period}.namn`, "Oppstart");
  const step = await add("framdrift", `ny:f:${period}`);
  await write("framdrift", `f${step}.kva`, "Felles oppstart");
  await write("framdrift", `f${step}.ansvar`, "Rektorene");
  const line = (pengar, kroner) => asOwner.send(`${plan}/okonomi`, { skulear: `${year}`, tema: "Bøker", pengar, kroner, save_id: crypto.randomUUID() });
  await line("unfunded", "200 000");
  await line("within", "");
  await asOwner.send(`${plan}/evaluering`, { slag: "final", ansvar: "En høgskole", dato: day, save_id: crypto.randomUUID() });
  const resolve = (sak) => asOwner.send(`${plan}/vedtak`, { organ: "Kommunestyret", dato: day, sak, vedtak: "Planen er vedtatt." });
  await resolve("12/26");
  await asOwner.send(`${plan}/vedtak/merknader`, { merknad: "Spør elevrådene.", om: `m${goal}`, save_id: crypto.randomUUID() });
  await asOwner.send(`${plan}/tilstand`, { steg: "vedta" });
  await asOwner.send(`${plan}/oppfolging/${step}`, { stand: "going_on", ord: "I gang.", save_id: crypto.randomUUID() });
  await asOwner.send(`${plan}/udekt`, { ar: `${now.getFullYear() + 1}`, save_id: crypto.randomUUID() });
  await asOwner.send(`${plan}/tilstand`, { steg: "opne", grunn: "Rullering." });
  await write("visjon", "visjon.tekst", "På skolen og i fritiden.");
  await resolve("14/27");
  await asOwner.send(`${plan}/tilstand`, { steg: "vedta", endra: "Visjonen er forklart." });
  await asOwner.send(`${plan}/tilstand`, { steg: "opne", grunn: "Mer å endre." });
}

export async function furnish(municipality) {
  const visitor = (person) => new Visitor(municipality.url).signIn(person);
  const { owner } = municipality;
  const { rektor, teacher, number, area } = await municipality.school();
  const pupil = await municipality.person("Mia Dal", "utviklingsgruppe", { more: ["--school", number, "--function", "elev"] });
  const areaLeader = await municipality.areaLeader(area);
  const [asRektor, asTeacher, asOwner, asLeader] = await Promise.all([rektor, teacher, owner, areaLeader].map(visitor));

  const address = (await asRektor.page("/egenvurdering")).match(/\/egenvurdering\/\d+/)[0];
  await write(asTeacher, address, "laeringsmiljo", { ...FIRST, "trygt.text": "Vi er ute." });
  await write(asRektor, address, "laeringsmiljo", FIRST);
  await write(asRektor, address, "laering", SECOND);
  const review = await asRektor.page(`${address}/innsending`);
  await asRektor.send(`${address}/deltaking`, { "rev:_.participation": review.match(/name="rev:_.participation" value="(\d+)"/)[1], "_.participation": "Personalet og elevrådet." });
  await asRektor.send(`${address}/innsending`);
  const delivered = `${address}/levert/1`;
  await comment(asLeader, delivered, "trygt", "Hva gjør dere i friminuttene?");
  await comment(asOwner, delivered, "lesing", "Fint arbeid. Hvem følger det opp?");
  const [, first, second] = (await asRektor.page(delivered)).match(/\/kommentarer\/(\d+)\/svar[^]*\/kommentarer\/(\d+)\/svar/);
  await asRektor.send(`/kommentarer/${first}/svar`, { body: "Vi har vakter i alle soner.", save_id: saveId(await asRektor.page(delivered)) });
  await asRektor.send(`/kommentarer/${second}/lukking`);
  await asRektor.send(`${address}/gjenapningsonske`, { reason: "Vi glemte elevrådets tall." });
  await asOwner.send(`${address}/gjenapning`, { reason: "Elevrådets tall skal med." });
  await write(asRektor, address, "laeringsmiljo", { "medvirkning.text": "Elevrådet har en forslagskasse, og den blir brukt." });
  await asRektor.send(`${address}/innsending`);

  await municipality.nextPack();
  const rolling = (await asOwner.page("/runder")).match(/\/runder\/\d+\/rulling/)[0];
  const plan = await asOwner.page(rolling);
  await asOwner.send(rolling, { plan: plan.match(/name="plan" value="([^"]*)"/)[1], deadline: plan.match(/name="deadline" value="([^"]*)"/)[1] });
  const draft = [...(await asRektor.page("/egenvurdering")).matchAll(/\/egenvurdering\/\d+/g)].map(([found]) => found).find((found) => found !== address);
  await write(asRektor, draft, "laeringsmiljo", { "trygt.judgement": "3", "trygt.text": "Vi er ute sammen med elevene, hver dag." });
  await write(asTeacher, draft, "laeringsmiljo", { "trygt.text": "Vi er ute sammen med elevene, hver eneste dag." });

  await asRektor.send(`${draft}/grunnlag/trygt/voksne`, { title: "Elevundersøkelsen, 7. trinn", address: "https://skoleporten.example/tall" });
  await asRektor.send(`${draft}/deler/laeringsmiljo/delinger`, { readers: "ja" });
  const people = await asRektor.page(`${draft}/fordeling`);
  const person = people.match(new RegExp(`<option value="(\\d+)">${teacher.name}`))[1];
  await asRektor.send(`${draft}/deler/laering/tildelinger`, { person });
  await asTeacher.send(`${draft}/del/laering`, { neste: "innlevering" });
  const given = (await asRektor.page(`${draft}/fordeling`)).match(/\/tildelinger\/\d+/)[0];
  await asRektor.send(`${given}/retur`, { note: "Fint. Ta med tallene fra kartleggingen." });

  await takeIn(asOwner, figures(number, { "2022-23": "58", "2023-24": "55", "2024-25": "52", "2025-26": "49" }));
  await takeIn(asOwner, figures(number, { "2025-26": "48" }));
  await asOwner.upload("/indikatorer/import", "lesing.csv", figures(number, { "2025-26": "510" }));
  await asOwner.upload("/indikatorer/import", "nsr.json", register(number));

  const school = (await asRektor.page("/")).match(/\/skoler\/\d+/)[0];
  const point = await waitFor(async () => (await asRektor.page(`${school}/samtalepunkt`)).match(/\/samtalepunkt\/\d+/)?.[0]);
  await asRektor.send(`${point}/syn`, { syn: "Vi har hatt mange nye elever på trinnet." });
  await asLeader.send(`${point}/samtale`, { dato: new Date().toISOString().slice(0, 10) });
  const story = await tell(asTeacher, school, "Lesestund ute");
  await asRektor.send(`${story}/deling`, { rev: "1" });
  await asRektor.send(`${story}/innsending`);
  await tell(asRektor, school, "Stille i gangen");
  const origin = `${school}/kjeder/ny?indikator=np_lesing_5&ar=2024`;
  const chain = await asRektor.send(`${school}/kjeder`, { indikator: "np_lesing_5", ar: "2024", body: "Færre leser på fritiden.", save_id: saveId(await asRektor.page(origin)) });
  await asRektor.send(`${chain}/steg/gjer`, { rev: "0", body: "Lesestund hver dag.", who: "Trinnteamet", day: "2027-05-01" });
  await asRektor.send(`${chain}/steg/ventar`, { rev: "0", body: "Flere leser hjemme.", amount: "50" });
  await asRektor.send(`${chain}/vising`);

  await developmentPlan(asRektor, school);
  await qualityPlan(asOwner);

  const meetings = await meet(asLeader, asRektor, school);

  const reports = await report(asOwner, asRektor);

  const newcomer = await municipality.school({ rektor: { chosen: false, welcomed: false } });
  const unwelcomed = await municipality.school({ rektor: { welcomed: false } });
  return { rektor, newRektor: unwelcomed.rektor, teacher, pupil, areaLeader, owner, newcomer: newcomer.rektor, delivered: address, draft, meetings, reports };
}
