/** What a first visit to the worklist loads, gzipped, beside its bar. Exit 1 above it. Run after a build. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BAR_KB = 450;
const dist = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "dist");
const manifest = JSON.parse(readFileSync(path.join(dist, ".vite", "manifest.json"), "utf8"));

/** Files of a chunk and of everything it imports before it can run. */
function files(name, seen = new Set()) {
  const chunk = manifest[name];
  if (!chunk || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const css of chunk.css ?? []) seen.add(css);
  for (const next of chunk.imports ?? []) files(next, seen);
  return seen;
}

const needed = new Set([
  ...files("index.html"),
  ...files("src/app/App.tsx"),
  ...files("src/features/worklist/WorklistPage.tsx"),
]);
const sizes = [...needed].map((file) => [file, gzipSync(readFileSync(path.join(dist, file))).length]);
const total = sizes.reduce((sum, [, size]) => sum + size, 0);
for (const [file, size] of sizes.sort((a, b) => b[1] - a[1])) console.log(`${(size / 1024).toFixed(1).padStart(8)} kB  ${file}`);
console.log(`${(total / 1024).toFixed(1).padStart(8)} kB  first load, gzip; bar ${BAR_KB} kB`);
if ([...needed].some((file) => /echarts|chart/i.test(file))) {
  console.error("A chart is part of the first load.");
  process.exit(1);
}
process.exit(total / 1024 < BAR_KB ? 0 : 1);
