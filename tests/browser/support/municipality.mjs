// A small municipality, made as its operator would make it: with the commands, and then with the pages' own forms.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const PASSWORD = "en blå båt på fjorden";
const NUMBER = "4699";
const PACK = new URL("../packs/fjordvik-1.toml", import.meta.url).pathname;

const NAMES = ["Kari Nordås", "Amira Haddad", "Tore Bakke", "Liv Solberg", "Jonas Vik", "Sara Lunde", "Per Moen", "Nina Aas", "Ali Khan", "Eva Strand"];

// Organisation numbers with the right check digit.
function organisationNumbers(count) {
  const numbers = [];
  for (let number = 97000000; numbers.length < count; number += 1) {
    const sum = [...String(number)].reduce((total, digit, at) => total + Number(digit) * [3, 2, 7, 6, 5, 4, 3, 2][at], 0);
    if ((11 - (sum % 11)) % 11 < 10) numbers.push(`${number}${(11 - (sum % 11)) % 11}`);
  }
  return numbers;
}

// Talks to the application as a browser without a window: for what a test needs done and does not look at.
export class Visitor {
  cookies = new Map();
  constructor(url) { this.url = url; }

  async ask(path, form) {
    const answer = await fetch(this.url + path, {
      method: form ? "POST" : "GET", redirect: "manual", body: form ? new URLSearchParams(form) : undefined,
      headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "), "sec-fetch-site": "same-origin" },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (/max-age=0/i.test(line)) this.cookies.delete(name); else this.cookies.set(name, value);
    }
    return answer;
  }

  async page(path) {
    const answer = await this.ask(path);
    if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${(await answer.text()).slice(0, 500)}`);
    return answer.text();
  }

  async send(path, form = {}) {
    const answer = await this.ask(path, form);
    if (answer.status !== 303) throw new Error(`POST ${path}: ${answer.status} ${(await answer.text()).slice(0, 3000)}`);
    return answer.headers.get("location");
  }

  // Sends a file as a form does; where it leads.
  async upload(path, name, content) {
    const form = new FormData();
    form.append("fil", new Blob([content], { type: "text/csv" }), name);
    const answer = await fetch(this.url + path, {
      method: "POST", redirect: "manual", body: form,
      headers: { cookie: [...this.cookies].map(([key, value]) => `${key}=${value}`).join("; "), "sec-fetch-site": "same-origin" },
    });
    if (answer.status !== 303) throw new Error(`POST ${path}: ${answer.status} ${(await answer.text()).slice(0, 3000)}`);
    return answer.headers.get("location");
  }

  async signIn(person) {
    await this.send("/logg-inn", { login: person.login, password: PASSWORD });
    return this;
  }
}

export class Municipality {
  // Fjordvik, with many schools and an open round; or another, on a pack that comes with the program.
  static async make(database, url, folder, { schools = 24, pack = PACK, language = "nb", areas = ["Nord", "Sør"], round = true } = {}) {
    const made = new Municipality();
    Object.assign(made, { database, url, folder, language, people: 0, next: 0 });
    made.schools = organisationNumbers(schools).map((number, at) => ({ number, name: `Skole ${at + 1} ved fjorden`, area: areas[at % areas.length] ?? "" }));
    const list = join(folder, "schools.csv");
    const rows = made.schools.map(({ number, name, area }) => `${number};${name};${NUMBER};offentlig;1;7;${area}`);
    writeFileSync(list, ["orgnr;navn;kommunenr;eier;trinn_fra;trinn_til;område", ...rows].join("\n"));
    await made.withPack(pack, list);
    made.owner = await made.person("Ingrid Solheim", "skoleeier");
    if (round) await made.openRound();
    return made;
  }

  // The municipality on this version of its pack.
  withPack(file, list) {
    const schools = list ? ["--schools", list] : [];
    return this.database.command("municipality", "--number", NUMBER, "--name", "Fjordvik kommune", "--pack", file, "--language", this.language, ...schools);
  }

  // Somebody new, with the link to choose a password in `link`, and by default with the password chosen.
  async person(name, role, { chosen = true, welcomed = true, more = [] } = {}) {
    this.people += 1;
    const login = `person${this.people}@fjordvik.example`;
    const printed = await this.database.command("person", "add", "--municipality", NUMBER, "--login", login, "--name", name, "--role", role, ...more);
    const link = printed.match(/\/passord\/[0-9a-f]+/)?.[0];
    if (!link) throw new Error(`No link in: ${printed}`);
    const person = { name, login, link };
    if (!chosen) return person;
    const visitor = new Visitor(this.url);
    await visitor.send(link, { password: PASSWORD });
    if (welcomed && role === "rektor") {
      await visitor.signIn(person);
      await visitor.send("/velkommen");
    }
    return person;
  }

  // A school that no other test uses, with its rektor and a teacher of its group.
  async school({ rektor = {}, teaches = "laerar" } = {}) {
    const school = this.schools[this.next];
    this.next += 1;
    if (!school) throw new Error("No school is left: make the municipality larger.");
    const name = () => NAMES[this.people % NAMES.length];
    const at = ["--school", school.number];
    return { ...school, rektor: await this.person(name(), "rektor", { ...rektor, more: at }), teacher: await this.person(name(), "utviklingsgruppe", { more: [...at, "--function", teaches] }) };
  }

  async areaLeader(area) {
    return this.person("Odd Myhre", "omradeleder", { more: ["--area", area] });
  }

  // Opens the round of the year that the form proposes, as skoleeier does.
  async openRound() {
    const owner = await new Visitor(this.url).signIn(this.owner);
    const form = await owner.page("/runder/ny?mal=egenvurdering");
    const year = form.match(/name="looks_back_year"[^]*?<option value="(\d+)" selected/)?.[1] ?? form.match(/name="looks_back_year"[^]*?<option value="(\d+)"/)[1];
    const deadline = form.match(/name="deadline" value="([^"]*)"/)[1];
    await owner.send("/runder", { template: "egenvurdering", looks_back_year: year, deadline });
  }

  // Version 2 of the pack: one question is dropped and one is new.
  async nextPack() {
    const file = join(this.folder, "fjordvik-2.toml");
    const dropped = /\[\[templates\.parts\.questions\]\]\nkey = "medvirkning"[^]*?(?=\[\[templates)/;
    const added = `[[templates.parts.questions]]
key = "overgang"
title = { nb = "Hvordan tar dere imot nye elever?", nn = "Korleis tek de imot nye elevar?" }
help = { nb = "Tenk på den første uken.", nn = "Tenk på den første veka." }
answer = "text"

`;
    const source = readFileSync(PACK, "utf8").replace(/^version = 1$/m, "version = 2").replace(dropped, added);
    writeFileSync(file, source);
    await this.withPack(file);
  }
}
