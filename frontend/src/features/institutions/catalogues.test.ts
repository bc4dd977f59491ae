import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FOCUS_FIELD, INSTITUTION_TYPE } from "./catalogues";

/** The shipped lists are one line per code: `- {code: x, zh: y, en: z, …}`. */
function shipped(name: string): Record<string, [string, string]> {
  const text = readFileSync(`../backend/duban/institutions/data/catalogues/${name}.yaml`, "utf8");
  const lines = text.split("\n").filter((line) => line.trim().startsWith("- {code:"));
  return Object.fromEntries(
    lines.map((line) => {
      const [, code = "", zh = "", en = ""] =
        /\{code: ([a-z0-9_]+), zh: ([^,}]+), en: (.+?)(?:, aliases: \[.*\])?\}/.exec(line) ?? [];
      return [code, [zh, en]];
    }),
  );
}

test.each([
  ["institution_type", INSTITUTION_TYPE],
  ["focus_field", FOCUS_FIELD],
])("%s: the same codes and names, in the same order, as the registry ships", (name, ours) => {
  const theirs = shipped(name);
  expect(Object.keys(theirs).length).toBeGreaterThan(10);
  expect(Object.keys(ours)).toEqual(Object.keys(theirs));
  expect(ours).toEqual(theirs);
});
