import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Task } from "./api";
import { evidenceOpen } from "./evidence";
import { taskForms } from "./steps";

interface Contract {
  paths: Record<string, { post?: { requestBody?: { content: Record<string, { schema: { $ref: string } }> } } }>;
  components: { schemas: Record<string, { properties?: Record<string, unknown>; required?: string[] }> };
}
const contract = JSON.parse(readFileSync(path.resolve("..", "openapi", "openapi.json"), "utf8")) as Contract;
const PREFIX = "/api/v1/rectification-tasks/{id}/";
const forms = taskForms({ problem: "通道堆物", cause: null, measure: null, responsible_person: null } as Task);

const STEPS = Object.entries(contract.paths)
  .filter(([address, item]) => address.startsWith(PREFIX) && item.post)
  .map(([address, item]) => {
    const ref = Object.values(item.post?.requestBody?.content ?? {})[0]
      ?.schema.$ref.split("/")
      .at(-1);
    return {
      step: address.slice(PREFIX.length).replaceAll("-", "_"),
      body: ref ? contract.components.schemas[ref] : undefined,
    };
  });

describe("every step the contract names has its form", () => {
  test("there are steps", () => expect(STEPS.length).toBeGreaterThan(20));

  test.each(STEPS)("$step", ({ step, body }) => {
    const fields = forms[step]?.fields ?? [];
    const names = fields.map((field) => field.name);
    const known = Object.keys(body?.properties ?? {});
    expect(names.toSorted()).toEqual(known.toSorted());
    const needed = fields.filter((field) => field.required).map((field) => field.name);
    for (const name of body?.required ?? []) expect(needed, `${step} needs ${name}`).toContain(name);
  });
});

test("what two people verify cannot change under their eyes", () => {
  expect(evidenceOpen("after", "rectifying")).toBe(true);
  expect(evidenceOpen("after", "returned")).toBe(true);
  for (const state of ["submitted", "verifying", "closed", "consolidated"] as const) {
    expect(evidenceOpen("after", state)).toBe(false);
    expect(evidenceOpen("before", state)).toBe(false);
  }
});
