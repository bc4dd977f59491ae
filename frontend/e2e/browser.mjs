/**
 * Which Chromium the journeys run in, as JSON `{path, env}`; exit 1 and a reason where there is none.
 *
 * In order: $CHROMIUM; one on the path; Playwright's own, if it was downloaded; on Linux x86-64 the one that npm brought.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const here = path.dirname(fileURLToPath(import.meta.url));

function onPath(name) {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const file = path.join(folder, name);
    if (existsSync(file)) return file;
  }
  return null;
}

/** Libraries that this machine lacks for the binary; empty where it can run. */
function lacks(binary) {
  try {
    return execFileSync("ldd", [binary], { encoding: "utf8" }).includes("not found");
  } catch {
    return false;
  }
}

async function bundled() {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const folder = path.join(here, "..", "node_modules", "@sparticuz", "chromium");
  if (!existsSync(folder)) return null;
  const { version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  // It reuses whatever it finds unpacked, of whatever version: a folder per version keeps them apart.
  const cache = path.join(here, "..", "node_modules", ".cache", `chromium-${version}`);
  mkdirSync(cache, { recursive: true });
  process.env.TMPDIR = cache;
  const { default: packed } = await import("@sparticuz/chromium");
  const binary = await packed.executablePath();
  if (!lacks(binary)) return { path: binary, env: {} };
  // Its own libraries are unpacked only where it believes to be in a serverless function.
  const script = `process.env.AWS_LAMBDA_JS_RUNTIME = "nodejs20.x";
    const { default: packed } = await import("@sparticuz/chromium");
    await packed.executablePath();
    console.log(process.env.LD_LIBRARY_PATH);`;
  const libraries = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: path.join(here, ".."),
    encoding: "utf8",
  }).trim();
  return { path: binary, env: { LD_LIBRARY_PATH: libraries } };
}

async function find() {
  if (process.env.CHROMIUM) return { path: process.env.CHROMIUM, env: {} };
  for (const name of ["chromium", "chromium-headless-shell", "google-chrome"]) {
    const found = onPath(name);
    if (found) return { path: found, env: {} };
  }
  if (existsSync(chromium.executablePath())) return { path: chromium.executablePath(), env: {} };
  return bundled();
}

const found = await find();
if (!found) {
  console.error("no Chromium was found, and none comes with npm for this platform; set CHROMIUM to one");
  process.exit(1);
}
console.log(JSON.stringify(found));
