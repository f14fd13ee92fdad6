// A municipality whose days pass as a test wants: one process of the application, served as the demo is, which can go on to another day.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Municipality, Visitor } from "./municipality.mjs";
import { makeDatabase, startApplication } from "./process.mjs";

let made = 0;

export class Travelled {
  // `pack`: a file of the repository's packs. Its first day is the first of September after today. `log`: how much the process writes.
  static async make(pack, language, { areas = [], teaches = "laerer", log } = {}) {
    made += 1;
    const at = new Travelled();
    at.folder = mkdtempSync(join(tmpdir(), "kd-year-"));
    at.database = await makeDatabase(`kd_year_${process.pid}_${made}`);
    // The municipality is made first: in an empty database the demo would be.
    at.node = await startApplication(at.database.environment);
    const file = new URL(`../../../packs/${pack}.toml`, import.meta.url).pathname;
    at.municipality = await Municipality.make(at.database, at.node.url, at.folder, { schools: 1, pack: file, language, areas, round: false });
    at.owner = at.municipality.owner;
    at.school = await at.municipality.school({ teaches });
    at.rektor = at.school.rektor;
    await at.node.stop();
    if (log) at.database.environment.RUST_LOG = log;
    at.node = await startApplication(at.database.environment, "--demo");
    at.url = at.municipality.url = at.node.url;
    const now = new Date();
    at.year = now.getMonth() >= 8 ? now.getFullYear() + 1 : now.getFullYear();
    await at.travel(`${at.year}-09-01`);
    return at;
  }

  async travel(day) {
    const owner = await new Visitor(this.url).signIn(this.owner);
    await owner.send("/demo/tid", { dag: day });
  }

  // The school's id, as its rektor's start page links to it.
  async schoolId() {
    const rektor = await new Visitor(this.url).signIn(this.rektor);
    return (await rektor.page("/")).match(/\/skoler\/(\d+)/)[1];
  }

  async end() {
    await this.node.stop();
    await this.database.drop();
    rmSync(this.folder, { recursive: true });
  }
}

// The first Tuesday on or after a day: schools meet on weekdays.
export function tuesday(day) {
  const date = new Date(`${day}T12:00:00Z`);
  while (date.getUTCDay() !== 2) date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

// So many days later.
export function later(day, days) {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
