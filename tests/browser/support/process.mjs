// Starting programs: the application, its commands, psql.
import { execFile, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

export const binary = process.env.KVALITETSDIALOG_BINARY;
const superuser = process.env.TEST_DATABASE_URL;
if (!binary || !superuser) {
  throw new Error("Run bin/test --browser, or say KVALITETSDIALOG_BINARY (the program) and TEST_DATABASE_URL (the superuser of a PostgreSQL to throw away).");
}

export async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

// psql is in PATH, or where Debian keeps it.
function psqlProgram() {
  const directory = "/usr/lib/postgresql";
  const newest = existsSync(directory) ? readdirSync(directory).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [process.env.PG_BIN, ...newest.map((version) => join(directory, version, "bin"))].filter(Boolean);
  return places.map((place) => join(place, "psql")).find((path) => existsSync(path)) ?? "psql";
}

export async function psql(url, ...statements) {
  const commands = statements.flatMap((statement) => ["-c", statement]);
  const { stdout } = await run(psqlProgram(), ["--no-psqlrc", "--quiet", "-At", "-v", "ON_ERROR_STOP=1", "-d", url, ...commands], {
    env: { ...process.env, PGOPTIONS: "-c client_min_messages=warning" },
  });
  return stdout.trim();
}

// A database of its own on the server of TEST_DATABASE_URL, migrated.
export async function makeDatabase(name) {
  const server = superuser.replace(/^postgres:\/\/[^@]*@/, "").replace(/\/[^/]*$/, "");
  const address = (role, database = name) => `postgres://${role}@${server}/${database}`;
  const { stdout: roles } = await run(binary, ["migrate", "--print-roles"]);
  // Two who change the same role at the same moment are refused: one at a time.
  const [lock, unlock] = ["select pg_advisory_lock(4699)", "select pg_advisory_unlock(4699)"];
  await psql(superuser, lock, roles, unlock, `drop database if exists ${name} with (force)`, `create database ${name} owner kd_migrate`);
  const environment = { ...process.env, DATABASE_URL: address("kd_app"), MIGRATION_DATABASE_URL: address("kd_migrate"), RUST_LOG: "warn" };
  await run(binary, ["migrate"], { env: environment });
  return {
    environment,
    command: async (...words) => (await run(binary, words, { env: environment })).stdout,
    sql: (...statements) => psql(address("kd_migrate"), ...statements),
    drop: () => psql(superuser, `drop database if exists ${name} with (force)`),
  };
}

// One process of the application. `log` is what it wrote.
export async function startApplication(environment, ...flags) {
  const port = await freePort();
  const child = spawn(binary, ["serve", ...flags], { env: { ...environment, PORT: String(port) }, stdio: ["ignore", "pipe", "pipe"] });
  const node = { url: `http://127.0.0.1:${port}`, port, log: "", stop: () => new Promise((ended) => { child.once("exit", ended); child.kill("SIGTERM"); }) };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => { node.log += data; });
  for (let patience = 600; patience > 0; patience -= 1) {
    if (child.exitCode !== null) throw new Error(`The application ended: ${node.log}`);
    if (await fetch(`${node.url}/klar`).then((answer) => answer.ok, () => false)) return node;
    await sleep(50);
  }
  throw new Error(`The application did not become ready: ${node.log}`);
}
