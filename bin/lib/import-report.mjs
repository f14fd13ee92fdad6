// Prints what `kvalitetsdialog import --dry-run --json` found, a line a file, and checks what is known of Udir's export of February 2026.
import { readFileSync } from "node:fs";

const reports = JSON.parse(readFileSync(process.argv[2], "utf8"));
const counts = (object) => Object.entries(object ?? {}).map(([name, count]) => `${name} ${count}`).join(", ");
for (const report of reports) {
  const shape = [report.encoding ?? "workbook", report.delimiter ? JSON.stringify(report.delimiter) : null, report.shapes?.join("+")];
  console.log(`${report.file.split("/").pop()}: ${shape.filter(Boolean).join(" ")}, ${report.rows} rows (${counts(report.levels)})`);
  console.log(`  ${report.values} values (${counts(report.states)}), ${report.problems} problems, ${report.suspicions} hard to believe`);
}
const newest = reports.find((report) => report.file.includes("2025-26"));
const expected = { country: 1, county: 15, municipality: 358, school: 2071 };
const wrong = reports.filter((report) => report.refused).map((report) => `${report.file}: ${report.refused}`);
if (newest?.rows !== 2445) wrong.push(`2025-26: ${newest?.rows} rows, not 2445`);
for (const [level, rows] of Object.entries(expected)) {
  if (newest?.levels?.[level] !== rows) wrong.push(`2025-26: ${newest?.levels?.[level]} rows of level ${level}, not ${rows}`);
}
if (wrong.length > 0) {
  console.error(wrong.join("\n"));
  process.exit(1);
}
