import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";
import { expect, test } from "vitest";

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

test("the types are those of the committed contract", async () => {
  const contract = JSON.parse(readFileSync(file("../../../../openapi/openapi.json"), "utf8"));
  const made = astToString(await openapiTS(contract, { defaultNonNullable: false }));
  const kept = readFileSync(file("./schema.gen.ts"), "utf8");
  // `npm run schema` writes them anew. The file's first comment is the generator's own.
  expect(kept.endsWith(made), "run `npm run schema` in frontend/").toBe(true);
});
