/** What a first visit loads, gzipped, beside its bar: to the worklist, and to each public page. Exit 1 above one. Run after a build. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BAR_KB = 450;
/** The public comes on a telephone, over whatever line a corridor has. */
const PUBLIC_BAR_KB = 300;
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

/** Its files with their sizes in bytes, the largest first. */
function load(...names) {
  const needed = new Set(names.flatMap((name) => [...files(name)]));
  return [...needed]
    .map((file) => [file, gzipSync(readFileSync(path.join(dist, file))).length])
    .sort((a, b) => b[1] - a[1]);
}

const kb = (size) => `${(size / 1024).toFixed(1).padStart(8)} kB`;
const sum = (sizes) => sizes.reduce((total, [, size]) => total + size, 0);

const office = load("index.html", "src/app/App.tsx", "src/features/worklist/WorklistPage.tsx");
for (const [file, size] of office) console.log(`${kb(size)}  ${file}`);
console.log(`${kb(sum(office))}  first load, gzip; bar ${BAR_KB} kB`);
let fits = sum(office) / 1024 < BAR_KB;
for (const page of ["PromisesPage", "complaints/StartPage", "complaints/NewPage", "complaints/FollowPage"]) {
  const open = load("index.html", "src/app/PublicApp.tsx", `src/features/public/${page}.tsx`);
  console.log(`${kb(sum(open))}  public ${page}; bar ${PUBLIC_BAR_KB} kB`);
  fits &&= sum(open) / 1024 < PUBLIC_BAR_KB;
}
if (office.some(([file]) => /echarts|chart/i.test(file))) {
  console.error("A chart is part of the first load.");
  fits = false;
}
process.exit(fits ? 0 : 1);
