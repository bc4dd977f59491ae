import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const LINES = 250;
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

test("no component is longer than a person reads in one go", () => {
  const long = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".tsx") && !file.endsWith(".test.tsx"))
    .map((file) => ({ file, lines: readFileSync(path.join(root, file), "utf8").trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > LINES);
  expect(long).toEqual([]);
});
