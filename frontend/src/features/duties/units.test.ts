import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { UNITS } from "./units";

test("the units are those of the catalogue", () => {
  const file = path.resolve("..", "backend", "duban", "campaigns", "data", "catalogues", "unit.yaml");
  const codes = [...readFileSync(file, "utf8").matchAll(/\{code: (\w+),/g)].map((found) => found[1]);
  expect(codes.length).toBeGreaterThan(10);
  expect(Object.keys(UNITS)).toEqual(codes);
});
