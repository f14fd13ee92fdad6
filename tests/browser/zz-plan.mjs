import { chromium } from "@playwright/test";
const base = "http://127.0.0.1:3139", out = "/tmp/kd/shp";
import fs from "fs"; fs.mkdirSync(out, { recursive: true });
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const [who, tag] of [["rektor@fjordvik.example","rn"],["skoleeier@fjordvik.example","en"],["rektor@storvik.example","rb"],["omradeleder@storvik.example","ob"]]) {
const c = await b.newContext({ viewport: { width: 1280, height: 900 } });
const p = await c.newPage();
p.on("console", m => { if (m.type() === "error") console.log("console:", m.text()); });
await p.goto(base + "/logg-inn");
await p.fill("[name=login]", who); await p.fill("[name=password]", "gode samtaler hver dag");
await p.click("main button[type=submit]"); await p.waitForLoadState();
const shots = {};
if (tag[0] === "r") {
  const school = await p.locator("a[href^='/skoler/']").first().getAttribute("href");
  shots.list = `${school.match(/\/skoler\/\d+/)[0]}/planar`;
  await p.goto(base + shots.list);
  const plan = await p.locator("main a[href^='/planar/']").first().getAttribute("href");
  shots.front = plan;
  await p.goto(base + plan);
  const hrefs = await p.$$eval("main a, nav a", as => as.map(a => a.getAttribute("href")));
  const part = hrefs.find(h => /\/del\//.test(h)); const action = hrefs.find(h => /\/tiltak\/\d+$/.test(h));
  Object.assign(shots, { part: part, part2: part?.replace(/del\/.*/, "del/medverknad"), action, why: `${action}/kvifor`, deps: `${plan}/avdelingar`, roll: `${plan}/vidare`, ver: `${plan}/versjon/1` });
} else { shots.over = "/planar"; shots.over2 = "/planar?skulear=2025"; await p.goto(base + "/planar"); const v = p.locator("main a[href*='/versjon/']").first(); if (await v.count()) shots.ver = await v.getAttribute("href"); }
for (const [name, path] of Object.entries(shots)) {
  if (!path || path.includes("undefined")) { console.log(tag, name, "no path"); continue; }
  for (const w of [1280, 390]) { await p.setViewportSize({ width: w, height: 900 }); const r = await p.goto(base + path); console.log(tag, name, w, r.status(), path); await p.screenshot({ path: `${out}/${tag}-${name}-${w}.png`, fullPage: true }); }
}
await c.close();
}
await b.close();
