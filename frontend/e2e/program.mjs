/**
 * Start the program as `make run` does, with demo data of its own, and stop with it: what the journeys walk through.
 *
 * `--prepare` only tells the demo, which keeps one processor busy for most of a minute: whoever starts the program within
 * the hour finds it told, and uses it up.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const HOUR_MS = 3_600_000;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const duban = path.join(root, ".venv", "bin", "duban");
const shelf = path.join(root, "var", "journeys");
const prepared = path.join(shelf, "prepared");
const port = process.env.DUBAN_JOURNEYS_PORT ?? "8000";

const isOld = (folder) => Date.now() - statSync(folder).mtimeMs > HOUR_MS;
const remove = (folder) => rmSync(folder, { recursive: true, force: true });

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

/** A folder with the demo in it. */
function told() {
  mkdirSync(shelf, { recursive: true });
  // What a run that was broken off has left.
  for (const name of readdirSync(shelf)) if (isOld(path.join(shelf, name))) remove(path.join(shelf, name));
  const folder = mkdtempSync(path.join(shelf, "run-"));
  const env = settings(folder);
  const run = (...words) => execFileSync(duban, words, { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
  run("migrate");
  run("demo");
  // As an auditor does on his first day: the journal's head is signed, and there is something to take along.
  run("journal", "anchor", path.join(folder, "anchors.jsonl"));
  return folder;
}

/** The folder that was prepared, now this run's own; null where there is none, or none so young. */
function taken() {
  try {
    if (isOld(prepared)) return null;
    const folder = path.join(shelf, `run-${process.pid}`);
    renameSync(prepared, folder);
    return folder;
  } catch {
    return null;
  }
}

if (process.argv.includes("--prepare")) {
  const folder = told();
  remove(prepared);
  renameSync(folder, prepared);
} else {
  const folder = taken() ?? told();
  process.on("exit", () => remove(folder));
  const server = spawn(duban, ["serve"], { cwd: root, env: settings(folder), stdio: ["ignore", "ignore", "inherit"] });
  server.on("exit", (code) => process.exit(code ?? 0));
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill("SIGINT"));
}
