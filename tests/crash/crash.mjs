// kill -9 harness. Editors autosave through HTTP while the application and PostgreSQL are killed with SIGKILL: half of them in self-assessments, half in
// the minutes of meetings that are held, where owner and rektor write at once.
//
// Holds when, after the dust has settled, every acknowledged save is found in the database as the very revision and text that were acknowledged,
// no text stands there twice, and no editor was ever told of a conflict (nobody else writes in their field).
// Looking each acknowledgement up by its own text matters: a later save would otherwise paper over a lost one.
// Each kind of text is judged by itself: one that holds must not hide one that does not, and a fault that is found in one says nothing of the other.
//
//   node tests/crash/crash.mjs --binary PATH [--editors 100] [--seconds 40] [--kills 6:app,13:pg,20:both,27:pg,34:app] [--fault NAME]
//
// Planted faults, each of which must turn it red:
//   answer-before-commit   the server acknowledges before COMMIT (binary built with the feature planted-faults)
//   asynchronous-commit    PostgreSQL acknowledges before the log is on disk
//   no-save-id             a save without an answer is not asked for again; the writer goes on
//
// Exit code 0 = holds, 1 = broken in every kind of text, 3 = broken in some of them, 2 = the harness itself failed. Traffic stays on 127.0.0.1.
import { spawn, execFileSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync, readFileSync, readdirSync, readlinkSync, chmodSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const options = { editors: 100, seconds: 40, kills: "6:app,13:pg,20:both,27:pg,34:app", fault: "", binary: "" };
for (let at = 2; at < process.argv.length; at += 2) {
  const name = process.argv[at].replace(/^--/, "");
  if (!(name in options)) throw new Error(`unknown option ${process.argv[at]}`);
  options[name] = typeof options[name] === "number" ? Number(process.argv[at + 1]) : process.argv[at + 1];
}
const FAULTS = ["", "answer-before-commit", "asynchronous-commit", "no-save-id"];
if (!options.binary || !FAULTS.includes(options.fault)) throw new Error("say --binary PATH, and a known --fault if any");
if (options.editors > 500 || options.seconds > 180) throw new Error("at most 500 editors and 180 seconds");

const data = mkdtempSync(join(tmpdir(), "kd-crash-"));
chmodSync(data, 0o755); // the server's own user must reach it
const port = await freePort();
const base = `http://127.0.0.1:${port}`;
const environment = { ...process.env, KVALITETSDIALOG_DATA: join(data, "cluster"), RUST_LOG: "error", PORT: String(port) };
for (const name of ["DATABASE_URL", "MIGRATION_DATABASE_URL"]) delete environment[name];
if (options.fault === "answer-before-commit") environment.PLANTED_FAULT = options.fault;

let app = null;
let over = false;

async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

function startApp() {
  const child = spawn(options.binary, ["serve"], { env: environment, stdio: ["ignore", "ignore", "inherit"] });
  child.on("exit", () => { if (app === child && !over) setTimeout(() => { if (!over) startApp(); }, 50); });
  app = child;
}

async function until(what, test, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (await test().catch(() => false)) return;
    await sleep(50);
  }
  throw new Error(`${what} did not happen within ${seconds} s`);
}

const ready = () => fetch(`${base}/klar`).then((answer) => answer.ok);

function command(...words) {
  return execFileSync(options.binary, words, { env: environment, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

// ------------------------------------------------------------------------------------------------- set-up, all of it through the product

class Browser {
  cookie = "";
  async ask(path, form, json = false) {
    const answer = await fetch(base + path, {
      method: form ? "POST" : "GET", redirect: "manual", body: form ? new URLSearchParams(form) : undefined, signal: AbortSignal.timeout(10_000),
      headers: { cookie: this.cookie, "sec-fetch-site": "same-origin", ...(json ? { accept: "application/json" } : {}) },
    });
    for (const line of answer.headers.getSetCookie()) if (line.startsWith("__Host-okt=")) this.cookie = line.split(";")[0];
    return answer;
  }
  /** Sends a form that must be taken. */
  async send(path, form) {
    const answer = await this.ask(path, form);
    if (answer.status !== 303) throw new Error(`${path} with ${JSON.stringify(form)}: ${answer.status}`);
    return answer;
  }
  async page(path) {
    const answer = await this.ask(path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    return answer.text();
  }
}

const PASSWORD = "ein blå båt på fjorden";
async function person(role, ...more) {
  const login = `${role}-${more.at(-1) ?? "eigar"}@test.example`.toLowerCase().replaceAll(/[^a-z0-9@.-]/g, "");
  const printed = command("person", "add", "--municipality", "4699", "--login", login, "--name", `Person ${login.split("@")[0]}`, "--role", role, ...more);
  const link = printed.match(/\/passord\/[0-9a-f]+/)?.[0];
  if (!link) throw new Error(`no link in: ${printed}`);
  const browser = new Browser();
  await browser.send(link, { password: PASSWORD });
  await browser.send("/logg-inn", { login, password: PASSWORD });
  return browser;
}

const checkDigit = (digits) => (11 - (digits.reduce((sum, digit, at) => sum + digit * [3, 2, 7, 6, 5, 4, 3, 2][at], 0) % 11)) % 11;
function organisationNumbers(count) {
  const numbers = [];
  for (let number = 97000000; numbers.length < count; number += 1) {
    const digit = checkDigit([...String(number)].map(Number));
    if (digit < 10) numbers.push(`${number}${digit}`);
  }
  return numbers;
}

const inPage = (page, pattern) => [...page.matchAll(pattern)].map((found) => found[1]);
const textareas = (page) => inPage(page, /<textarea[^>]*data-field="([^"]+)"/g);

async function selfAssessment({ rektor }) {
  const front = (await rektor.page("/egenvurdering")).match(/\/egenvurdering\/\d+/)[0];
  const parts = new Set(inPage(await rektor.page(front), new RegExp(`(${front}/del/[a-z0-9_]+)`, "g")));
  const fields = [];
  for (const part of parts) fields.push(...textareas(await rektor.page(part)));
  return fields.map((field) => ({ writer: rektor, save: `${front}/felt`, field }));
}

async function minutes({ name, rektor, owner }) {
  const school = (await owner.page("/moter/ny")).match(new RegExp(`<option value="(skole:\\d+)"[^>]*>${name}<`))[1];
  const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Oslo" });
  const booking = { samtale: "leiardialog_1", med: school, dato: today, fra: "09:00", til: "12:00", save_id: randomUUID() };
  const meeting = (await owner.send("/moter", booking)).headers.get("location");
  await owner.send(`${meeting}/gjennomforing`, {});
  // Both have every field on their page; they write in every second each. What somebody notes for themselves is sent elsewhere.
  const writers = [owner, rektor];
  const pages = await Promise.all(writers.map((writer) => writer.page(meeting)));
  const fields = pages.map((page) => textareas(page).filter((field) => /^(p\d+\.text|[ke]\..+)$/.test(field)));
  return fields[0].map((_, at) => ({ writer: writers[at % 2], save: `${meeting}/felt`, field: fields[at % 2][at] }));
}

// The kinds of text: the places that one school gives to write in (who writes, where it is sent, which field), and which revisions are of the kind.
// Everything else is the same for all.
const TEXTS = {
  self_assessment: { places: selfAssessment, revisions: "meeting_id is null" },
  minutes: { places: minutes, revisions: "meeting_id is not null and side is null" },
};
const MOST_A_SCHOOL = 10;

async function setUp() {
  startApp();
  await until("the application's first answer", ready);
  const kinds = Object.keys(TEXTS);
  const each = Math.ceil(options.editors / kinds.length);
  const schools = organisationNumbers(Math.ceil(each / MOST_A_SCHOOL)).map((number, at) => ({ number, name: `Skule ${at + 1}` }));
  const list = join(data, "schools.csv");
  writeFileSync(list, ["orgnr;navn;kommunenr;eigar;trinn_fra;trinn_til", ...schools.map(({ number, name }) => `${number};${name};4699;offentlig;1;10`)].join("\n"));
  command("municipality", "--number", "4699", "--name", "Prøve herad", "--pack", "kvam", "--language", "nn", "--schools", list);
  const owner = await person("skoleeier");
  const form = await owner.page("/runder/ny?mal=eigenvurdering");
  const year = form.match(/<option value="(\d{4})" selected/)?.[1] ?? "";
  const deadline = form.match(/name="deadline"[^>]*value="([^"]*)"/)?.[1] ?? form.match(/value="([^"]*)"[^>]*name="deadline"/)?.[1] ?? "";
  await owner.send("/runder", { template: "eigenvurdering", looks_back_year: year, deadline });
  const editors = [];
  for (const { number, name } of schools) {
    const rektor = await person("rektor", "--school", number);
    await rektor.ask("/velkommen", {});
    for (const text of kinds) {
      const room = each - editors.filter((editor) => editor.text === text).length;
      for (const place of (await TEXTS[text].places({ name, rektor, owner })).slice(0, Math.min(room, MOST_A_SCHOOL))) {
        editors.push({ number: editors.length, text, ...place, rev: 0, seq: 0, acked: [], conflicts: 0, rolledBack: 0, errors: 0 });
      }
    }
  }
  if (editors.length < each * kinds.length) throw new Error(`only ${editors.length} fields for ${each * kinds.length} editors`);
  return editors;
}

// ------------------------------------------------------------------------------------------------------------------- the editors

const answered = [];
async function edit(editor) {
  let pending = null;
  while (!over) {
    pending ??= { value: `redaktør ${editor.number} tekst ${(editor.seq += 1)}`, id: randomUUID() };
    let answer = null;
    try { answer = await editor.writer.ask(editor.save, { field: editor.field, value: pending.value, rev: String(editor.rev), save_id: pending.id }, true); } catch { answer = null; }
    if (over && answer === null) return;
    const body = await answer?.json().catch(() => null);
    if (answer?.status === 200 && body) {
      editor.rev = body.rev;
      editor.acked.push({ rev: body.rev, value: pending.value });
      answered.push(Date.now());
      pending = null;
    } else if (answer?.status === 409 && body?.rev != null) {
      editor.conflicts += 1; // nobody else writes here: the server has lost or doubled something
      if (body.rev < editor.rev) editor.rolledBack += editor.rev - body.rev;
      editor.rev = body.rev;
      pending.id = randomUUID();
    } else {
      editor.errors += 1;
      // Without a save id a client cannot ask what became of its text; it goes on with the next one, on the revision it knows.
      if (options.fault === "no-save-id") pending = null;
      await sleep(100 + Math.random() * 200);
    }
    await sleep(Math.random() * 40);
  }
}

// ------------------------------------------------------------------------------------------------------------------- the kills

// Must be quick: while this looks, the editors of this process stand still, and a database at rest has nothing left to lose.
function postgresProcesses() {
  const cluster = join(data, "cluster");
  const found = [];
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const line = readFileSync(`/proc/${id}/cmdline`, "utf8");
      const directory = readlinkSync(`/proc/${id}/cwd`);
      if (line.includes("postgres") && (line.includes(cluster) || directory.startsWith(cluster))) found.push(Number(id));
    } catch { /* gone already */ }
  }
  return found;
}

function kill(what) {
  const gone = (id) => { try { process.kill(id, "SIGKILL"); } catch { /* gone already */ } };
  if (what === "app" || what === "both") app.kill("SIGKILL");
  if (what === "pg" || what === "both") postgresProcesses().forEach(gone);
}

// ------------------------------------------------------------------------------------------------------------------- what the database says

function sql(query) {
  const program = join(execFileSync("sh", ["-c", "ls -d ${PG_BIN:-/nowhere} /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1"], { encoding: "utf8" }).trim() || "/usr/bin", "psql");
  const socket = join(data, "cluster");
  return execFileSync(program, ["-h", socket, "-U", "postgres", "-AtF", "\t", "-c", query, "kvalitetsdialog"], { encoding: "utf8", maxBuffer: 1 << 28 });
}

const md5 = (text) => createHash("md5").update(text).digest("hex");

function judge(text, editors) {
  const rows = sql(`select field, rev, md5(value) from text_revision where ${TEXTS[text].revisions}`);
  const revisions = rows.split("\n").filter(Boolean);
  const stored = new Set(revisions);
  const times = new Map();
  for (const hash of revisions.map((row) => row.split("\t").at(-1))) times.set(hash, (times.get(hash) ?? 0) + 1);
  const sum = (count) => editors.reduce((total, editor) => total + count(editor), 0);
  const acked = sum((editor) => editor.acked.length);
  const lost = sum((editor) => editor.acked.filter(({ rev, value }) => !stored.has([editor.field, rev, md5(value)].join("\t"))).length);
  const doubled = [...times.values()].filter((count) => count > 1).length;
  const false_conflicts = sum((editor) => editor.conflicts);
  const holds = acked > 0 && lost === 0 && doubled === 0 && false_conflicts === 0;
  const live = { rolled_back_seen_live: sum((editor) => editor.rolledBack), unanswered: sum((editor) => editor.errors) };
  return { editors: editors.length, acked, lost, doubled, false_conflicts, ...live, revisions: revisions.length, holds };
}

// ------------------------------------------------------------------------------------------------------------------- the run

let code = 2;
try {
  const editors = await setUp();
  if (options.fault === "asynchronous-commit") sql("alter role kd_app set synchronous_commit = off");
  if (options.fault === "asynchronous-commit") { kill("app"); await sleep(200); await until("the application is back", ready); }
  const kills = options.kills.split(",").filter(Boolean).map((step) => ({ at: Number(step.split(":")[0]), what: step.split(":")[1] })).filter(({ at }) => at < options.seconds);
  const begun = Date.now();
  const work = editors.map(edit);
  const moments = [];
  for (const { at, what } of kills) {
    await sleep(Math.max(0, begun + at * 1000 - Date.now()));
    moments.push({ what, when: Date.now() });
    kill(what);
  }
  await sleep(Math.max(0, begun + options.seconds * 1000 - Date.now()));
  await until("the application is back", ready);
  await sleep(1000);
  over = true;
  await Promise.all(work);
  if (options.fault === "answer-before-commit") await sleep(500);
  const found = Object.keys(TEXTS).map((text) => [text, judge(text, editors.filter((editor) => editor.text === text))]);
  answered.sort((a, b) => a - b);
  const silence = moments.map(({ what, when }) => {
    const after = answered.find((moment) => moment > when + 20) ?? Infinity;
    return `${what} ${((after - when) / 1000).toFixed(2)} s`;
  });
  const broken = found.filter(([, { holds }]) => !holds).length;
  const said = { fault: options.fault || "none", seconds: options.seconds, first_answer_after_kill: silence, ...Object.fromEntries(found), holds: broken === 0 };
  console.log(JSON.stringify(said));
  code = broken === 0 ? 0 : broken === found.length ? 1 : 3;
} catch (error) {
  console.error(`the crash harness failed: ${error.stack}`);
} finally {
  over = true;
  app?.kill("SIGTERM");
  await new Promise((gone) => { if (!app || app.exitCode !== null || app.signalCode) gone(); else { app.once("exit", gone); setTimeout(gone, 15_000); } });
  rmSync(data, { recursive: true, force: true });
}
process.exit(code);
