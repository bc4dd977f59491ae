import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Field } from "@/shared/case/fields";
import { setLanguage } from "@/shared/i18n";
import { named } from "@/shared/i18n/enums";
import { patchOf } from "./AmendClue";
import { nextCard } from "./Board";
import * as tables from "./enums";
import { matterFields, personFields, secretFields } from "./register-fields";
import { clue, transfer } from "./specimen";
import { inOrder, turnOf } from "./states";
import { clueForms } from "./steps";
import { transferForms } from "./transfers/steps";

interface Contract {
  paths: Record<string, { post?: { requestBody?: { content: Record<string, { schema: { $ref: string } }> } } }>;
  components: {
    schemas: Record<string, { properties?: Record<string, unknown>; required?: string[]; enum?: string[] }>;
  };
}
const contract = JSON.parse(readFileSync(path.resolve("..", "openapi", "openapi.json"), "utf8")) as Contract;
const { schemas } = contract.components;
const names = (fields: { name: string }[]) => fields.map(({ name }) => name).toSorted();
const known = (schema: string) => Object.keys(schemas[schema]?.properties ?? {}).toSorted();

const steps = (prefix: string, forms: Record<string, { fields: unknown[] }>) =>
  Object.entries(contract.paths)
    .filter(([address, one]) => address.startsWith(prefix) && one.post && !address.endsWith("/reveal"))
    .map(([address, one]) => {
      const step = address.slice(prefix.length).replaceAll("-", "_");
      const ref = Object.values(one.post?.requestBody?.content ?? {})[0]
        ?.schema.$ref.split("/")
        .at(-1);
      return { step, fields: (forms[step]?.fields ?? []) as Field<object>[], body: ref ? schemas[ref] : undefined };
    });
const STEPS = [
  ...steps("/api/v1/clues/{id}/", clueForms(clue)),
  ...steps("/api/v1/clue-transfers/{id}/", transferForms(transfer)),
];

describe("every step the contract names has its form", () => {
  test("there are steps", () => expect(STEPS.length).toBeGreaterThan(20));

  test.each(STEPS)("$step", ({ step, fields, body }) => {
    expect(names(fields as { name: string }[])).toEqual(Object.keys(body?.properties ?? {}).toSorted());
    const needed = fields.filter(({ required }) => required).map(({ name }) => name as string);
    for (const name of body?.required ?? []) expect(needed, `${step} needs ${name}`).toContain(name);
  });
});

test.each(
  Object.entries({
    ClueState: tables.CLUE_STATE,
    ClueSource: tables.SOURCE,
    Secrecy: tables.SECRECY,
    Receiver: tables.RECEIVER,
    ToldFirst: tables.RECIPIENT,
    Proposal: tables.PROPOSAL,
    ClueRelation: tables.RELATION,
    ToutKind: tables.TOUT,
    TransferOutcome: tables.OUTCOME,
    TransferState: tables.TRANSFER_STATE,
  }),
)("every word of %s is named, and none that is not there", (name, table) =>
  expect(Object.keys(table).toSorted()).toEqual(schemas[name]?.enum?.toSorted()),
);

test.each([
  ["clue", tables.CLUE_STATE],
  ["clue_transfer", tables.TRANSFER_STATE],
] as const)("states of %s are called as the documented workflow calls them", (name, table) => {
  const drawn = readFileSync(path.resolve("..", "docs", "workflows", `${name}.md`), "utf8");
  for (const state of Object.keys(table)) {
    setLanguage("zh");
    expect(drawn, state).toContain(named(table, state));
    setLanguage("en");
    expect(drawn.toLowerCase(), state).toContain(named(table, state).toLowerCase());
  }
});

test("registering asks for what the contract takes; a secret clue has no field for its content", () => {
  expect(names([...matterFields(), ...personFields()])).toEqual(known("ClueCreate"));
  expect(names(secretFields()).filter((name) => name !== "checked")).toEqual(known("SecretClueCreate"));
  expect(secretFields().every(({ sensitive }) => sensitive)).toBe(true);
});

test("the circumstances of illegal practice are asked for only there; of a secret clue nothing in words", () => {
  const shown = (of: typeof clue) =>
    (clueForms(of).assess?.fields ?? []).filter((field) => !field.when || field.when({})).map(({ name }) => name);
  expect(shown(clue)).toEqual(["receiver", "assessment", "threshold_met", "amount_fen"]);
  expect(shown({ ...clue, kind: "illegal_practice" })).toContain("earlier_penalties");
  expect(shown({ ...clue, secrecy: "work_secret", title: null })).toEqual(["receiver", "threshold_met"]);
});

test("a correction sends what changed; of a person what was entered anew, and null only where it is to be deleted", () => {
  expect(patchOf(clue, { title: clue.title ?? undefined, facts: "更正后的内容", subject_phone: null })).toEqual({
    facts: "更正后的内容",
  });
  expect(patchOf(clue, { subject_phone: "13900139000", remove: ["subject_name"] })).toEqual({
    subject_name: null,
    subject_phone: "13900139000",
  });
});

test("whose turn it is; what was assessed is not assessed again first", () => {
  const open = { open_referrals: 0, open_transfers: 0 };
  expect(turnOf({ ...open, state: "proposed" })).toBe("vice");
  expect(turnOf({ ...open, state: "referred", open_transfers: 1 })).toBe("receiver");
  expect(turnOf({ ...open, state: "referred", open_referrals: 1, open_transfers: 1 })).toBe("police");
  expect(turnOf({ ...open, state: "referred" })).toBe("keeper");
  const actions = ["propose", "assess"].map((step) => ({ step, label: step, open: true, code: null, reason: null }));
  expect(inOrder(actions).map(({ step }) => step)).toEqual(["assess", "propose"]);
  expect(inOrder(actions, true).map(({ step }) => step)).toEqual(["propose", "assess"]);
});

test("arrow keys go to the next card, past columns that have none, and never off the board", () => {
  const heights = [2, 0, 1];
  expect(nextCard(heights, [0, 0], "ArrowDown")).toEqual([0, 1]);
  expect(nextCard(heights, [0, 1], "ArrowDown")).toBeNull();
  expect(nextCard(heights, [0, 1], "ArrowRight")).toEqual([2, 0]);
  expect(nextCard(heights, [2, 0], "ArrowRight")).toBeNull();
  expect(nextCard(heights, [2, 0], "ArrowLeft")).toEqual([0, 0]);
  expect(nextCard(heights, [0, 0], "x")).toBeNull();
});
