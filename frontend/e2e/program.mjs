/** Start the program as `make run` does, with demo data of its own, and stop with it: what the journeys walk through. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const duban = path.join(root, ".venv", "bin", "duban");
const folder = mkdtempSync(path.join(tmpdir(), "duban-journeys-"));
const port = process.env.DUBAN_JOURNEYS_PORT;
const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("DUBAN_")));
const env = {
  ...clean,
  DUBAN_DATA_DIR: folder,
  DUBAN_PORT: port,
  DUBAN_PUBLIC_URL: `http://127.0.0.1:${port}`,
  // Many journeys sign in within a minute, all from one address.
  DUBAN_SIGN_IN_PER_MINUTE: "10000",
  DUBAN_LOG_LEVEL: "warning",
};

const run = (...words) => execFileSync(duban, words, { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
run("migrate");
run("demo");
// As an auditor does on his first day: the journal's head is signed, and there is something to take along.
run("journal", "anchor", path.join(folder, "anchors.jsonl"));
const server = spawn(duban, ["serve"], { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
server.on("exit", (code) => process.exit(code ?? 0));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill("SIGINT"));
