/**
 * The program as `make run` starts it, over a copy of demo data that nobody else changes: what a journey walks through.
 *
 * `--prepare` only tells the demo, which keeps one processor busy for most of a minute; `--ready` does so unless it was
 * told within the hour; `--clear` takes it away. Without a word the program is started on $DUBAN_JOURNEYS_PORT.
 */
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const HOUR_MS = 3_600_000;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const duban = path.join(root, ".venv", "bin", "duban");
const shelf = path.join(root, "var", "journeys");
const prepared = path.join(shelf, "prepared");
const port = process.env.DUBAN_JOURNEYS_PORT ?? "8000";

const remove = (folder) => rmSync(folder, { recursive: true, force: true });

function isYoung(folder) {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs < HOUR_MS;
}

function folderOfItsOwn() {
  mkdirSync(shelf, { recursive: true });
  // What a run that was broken off has left.
  for (const name of readdirSync(shelf)) if (!isYoung(path.join(shelf, name))) remove(path.join(shelf, name));
  return mkdtempSync(path.join(shelf, "run-"));
}

function settings(folder) {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("DUBAN_")));
  return {
    ...clean,
    DUBAN_DATA_DIR: folder,
    DUBAN_PORT: port,
    DUBAN_PUBLIC_URL: `http://127.0.0.1:${port}`,
    // Many journeys sign in within a minute, all from one address.
    DUBAN_SIGN_IN_PER_MINUTE: "10000",
    DUBAN_LOG_LEVEL: "warning",
  };
}

function prepare() {
  const folder = folderOfItsOwn();
  const env = settings(folder);
  const run = (...words) => execFileSync(duban, words, { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
  try {
    run("migrate");
    run("demo");
    // As an auditor does on his first day: the journal's head is signed, and there is something to take along.
    run("journal", "anchor", path.join(folder, "anchors.jsonl"));
    remove(prepared);
    renameSync(folder, prepared);
  } catch (error) {
    remove(folder);
    throw error;
  }
}

function ready() {
  if (!isYoung(prepared)) prepare();
}

function serve() {
  ready();
  const folder = folderOfItsOwn();
  cpSync(prepared, folder, { recursive: true, preserveTimestamps: false });
  process.on("exit", () => remove(folder));
  const server = spawn(duban, ["serve"], { cwd: root, env: settings(folder), stdio: ["ignore", "ignore", "inherit"] });
  server.on("exit", (code) => process.exit(code ?? 0));
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill("SIGINT"));
}

const WORDS = { "--prepare": prepare, "--ready": ready, "--clear": () => remove(prepared) };
(WORDS[process.argv[2]] ?? serve)();
