import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Field } from "@/shared/case/fields";
import { papersBody } from "./Papers";
import { referral } from "./specimen";
import { inOrder } from "./step-fields";
import { referralForms } from "./steps";
import { talkOf } from "./talk";

interface Contract {
  paths: Record<string, { post?: { requestBody?: { content: Record<string, { schema: { $ref: string } }> } } }>;
  components: { schemas: Record<string, { properties?: Record<string, unknown>; required?: string[] }> };
}
const contract = JSON.parse(readFileSync(path.resolve("..", "openapi", "openapi.json"), "utf8")) as Contract;
const PREFIX = "/api/v1/referrals/{id}/";
const forms = referralForms(referral);

/** They have a page of their own, or no body at all. */
const ELSEWHERE = ["package", "fill_papers"];
const STEPS = Object.entries(contract.paths)
  .filter(([address, item]) => address.startsWith(PREFIX) && item.post)
  .map(([address, item]) => {
    const ref = Object.values(item.post?.requestBody?.content ?? {})[0]
      ?.schema.$ref.split("/")
      .at(-1);
    const step = address.slice(PREFIX.length).replaceAll("-", "_");
    return {
      step,
      fields: (forms[step]?.fields ?? []) as Field<object>[],
      body: ref ? contract.components.schemas[ref] : undefined,
    };
  })
  .filter(({ step }) => !ELSEWHERE.includes(step));

describe("every step the contract names has its form", () => {
  test("there are steps", () => expect(STEPS.length).toBeGreaterThan(25));

  test.each(STEPS)("$step", ({ fields, body }) => {
    const known = Object.keys(body?.properties ?? {});
    expect(fields.map((field) => field.name as string).toSorted()).toEqual(known.toSorted());
    const needed = (body?.required ?? []).toSorted();
    const asked = fields.filter((field) => field.required).map((field) => field.name as string);
    expect(asked).toEqual(expect.arrayContaining(needed));
  });
});

test("what sends it on comes first, what gives it up last", () => {
  const action = (step: string) => ({ step, label: step, open: true, code: null, reason: null, basis: null }) as never;
  expect(inOrder(["record_not_police", "change_team", "send"].map(action)).map(({ step }) => step)).toEqual([
    "send",
    "change_team",
    "record_not_police",
  ]);
});

test("only what was changed is sent; a receiver taken back is said; no goods means no lines", () => {
  const before = { ...referral, receiver_id: "p1" };
  expect(papersBody(before, { receiver_id: null, receiver_name: "市公安局", law: referral.law })).toEqual({
    receiver_id: null,
    receiver_name: "市公安局",
  });
  expect(papersBody(before, { goods_none: true })).toEqual({ goods_none: true, goods: [] });
  const empty = { name: " ", quantity: "" } as never;
  expect(papersBody(before, { goods: [...referral.goods, empty] })).toEqual({});
});

test("what went by paper is told as two parties say it, in the order in which it was said", () => {
  const said = talkOf({
    ...referral,
    sent_at: "2026-11-25T01:00:00Z",
    sent_by_name: "李执",
    document_number: "卫案移〔2026〕3号",
    received_at: "2026-11-25T08:00:00Z",
    received_by: "贺警官",
    refusal_received_at: "2026-11-27T02:00:00Z",
    refusal_reason: "证据不足",
    returned_papers: 5,
  });
  expect(said.map(({ party, label, channel }) => [party, label, channel])).toEqual([
    ["sender", "移送", "paper"],
    ["receiver", "签收", "paper"],
    ["receiver", "不予立案", "paper"],
  ]);
  expect(said[2]?.lines).toEqual([
    { label: "理由", value: "证据不足" },
    { label: "退回材料", value: "5 份" },
  ]);
});
