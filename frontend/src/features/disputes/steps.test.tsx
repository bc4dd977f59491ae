import { readFileSync } from "node:fs";
import path from "node:path";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { describe, expect, test } from "vitest";
import { ActionBar } from "@/shared/case/ActionBar";
import type { Field } from "@/shared/case/fields";
import { setLanguage } from "@/shared/i18n";
import { DISPUTE_STATE, named } from "@/shared/i18n/enums";
import { render } from "@/testing/render";
import { server } from "@/testing/server";
import { patchOf } from "./AmendDispute";
import { sendStep } from "./api";
import * as words from "./enums";
import { partForms } from "./part-forms";
import { bodyOf, sectionsOf } from "./register-fields";
import { dispute } from "./specimen";
import { disputeForms, inOrder } from "./steps";

interface Contract {
  paths: Record<string, { post?: { requestBody?: { content: Record<string, { schema: { $ref: string } }> } } }>;
  components: {
    schemas: Record<string, { properties?: Record<string, unknown>; required?: string[]; enum?: string[] }>;
  };
}
const contract = JSON.parse(readFileSync(path.resolve("..", "openapi", "openapi.json"), "utf8")) as Contract;
const PREFIX = "/api/v1/disputes/{id}/";
const died = { ...dispute, has_died: true };
const forms = disputeForms(died);
const parts = partForms(dispute);

/** Every POST below a dispute, with the form that this page has for it. */
const STEPS = Object.entries(contract.paths)
  .filter(([address, item]) => address.startsWith(PREFIX) && item.post)
  .map(([address, item]) => {
    const ref = Object.values(item.post?.requestBody?.content ?? {})[0]
      ?.schema.$ref.split("/")
      .at(-1);
    const [first = "", part, step] = address.slice(PREFIX.length).split("/");
    const named = step?.replaceAll("-", "_") ?? "";
    const fields = part
      ? parts[first]?.steps[named]?.fields
      : (parts[first]?.begin ?? forms[first.replaceAll("-", "_")])?.fields;
    return {
      step: address.slice(PREFIX.length),
      fields: (fields ?? []) as Field<object>[],
      body: ref ? contract.components.schemas[ref] : undefined,
    };
  })
  // It has a form of its own.
  .filter(({ step }) => step !== "reveal");

describe("every step the contract names has its form", () => {
  test("there are steps", () => expect(STEPS.length).toBeGreaterThan(50));

  test.each(STEPS)("$step", ({ step, fields, body }) => {
    const known = Object.keys(body?.properties ?? {});
    expect(fields.map((field) => field.name as string).toSorted()).toEqual(known.toSorted());
    // A switch that is not touched says no, where it begins with no.
    const needed = fields.filter((field) => field.required || field.initial === false).map((field) => field.name);
    for (const name of body?.required ?? []) expect(needed, `${step} needs ${name}`).toContain(name);
  });
});

test.each(
  Object.entries({
    Way: words.WAY,
    MediationOutcome: words.OUTCOME,
    AskingSide: words.SIDE,
    MediationEnding: words.ENDING,
    Insured: words.INSURED,
    AccidentLevel: words.ACCIDENT,
    CourtVerdict: words.VERDICT,
    ClaimantRelation: words.RELATION,
    Sealed: words.SEALED,
    CopyKind: words.COPY,
    PatientSide: words.PATIENT_SIDE,
    TestingChosen: words.CHOSEN,
    AppraisalKind: words.APPRAISAL_KIND,
    AppraisalShare: words.SHARE,
    ExpertAvoidance: words.AVOIDANCE,
    DisputeReportKind: words.REPORT_KIND,
    QualityGrade: words.QUALITY_GRADE,
    PassUpGround: words.PASS_UP_GROUND,
  }),
)("every word of %s is named, and none that is not there", (name, table) =>
  expect(Object.keys(table).toSorted()).toEqual(contract.components.schemas[name]?.enum?.toSorted()),
);

test.each([
  ["dispute", DISPUTE_STATE],
  ["dispute_seal", words.SEAL_STATE],
  ["dispute_autopsy", words.AUTOPSY_STATE],
  ["dispute_appraisal", words.APPRAISAL_STATE],
  ["dispute_insurance_claim", words.CLAIM_STATE],
  ["dispute_police_call", words.CALL_STATE],
  ["dispute_accident_application", words.APPLICATION_STATE],
] as const)("states of %s are called as the documented workflow calls them", (name, table) => {
  const drawn = readFileSync(path.resolve("..", "docs", "workflows", `${name}.md`), "utf8");
  for (const state of Object.keys(table)) {
    setLanguage("zh");
    expect(drawn, state).toContain(named(table, state));
    setLanguage("en");
    expect(drawn.toLowerCase(), state).toContain(named(table, state).toLowerCase());
  }
});

test("registering asks for what the contract takes, and a death goes as one piece or not at all", () => {
  const sections = sectionsOf({ inside: false, complaint: undefined, limits: undefined });
  const asked = Object.values(sections)
    .flat()
    .map((field) => field.name as string);
  const death = Object.keys(contract.components.schemas.Death?.properties ?? {});
  const known = Object.keys(contract.components.schemas.DisputeCreate?.properties ?? {});
  const expected = [...known.filter((name) => name !== "death" && name !== "complaint_id"), ...death, "has_died"];
  expect(asked.toSorted()).toEqual(expected.toSorted());
  const typed = { insured: "none" as const, died_at: "2026-11-24T00:00:00Z", death_disputed: true };
  expect(bodyOf({ ...typed, has_died: false })).toEqual({ insured: "none" });
  expect(bodyOf({ ...typed, has_died: true })).toEqual({
    insured: "none",
    death: { died_at: "2026-11-24T00:00:00Z", death_disputed: true, body_frozen: undefined },
  });
});

test("sums are typed in yuan and sent in fen; what goes on is the first button", async () => {
  const step = { open: true, code: null, reason: null };
  const sent: unknown[] = [];
  server.use(
    http.post(`*/api/v1/disputes/${dispute.id}/pay`, async ({ request }) => {
      sent.push([await request.json(), request.headers.get("If-Match")]);
      return HttpResponse.json(dispute);
    }),
  );
  const available_actions = inOrder([
    { ...step, step: "withdraw", label: "患方撤回" },
    { ...step, step: "pay", label: "登记付款" },
  ]);
  await render(
    <ActionBar
      record={{ ...dispute, available_actions }}
      forms={disputeForms(dispute)}
      labels={{}}
      send={sendStep}
      reread={async () => dispute}
      lastEntry={async () => null}
    />,
  );
  const first = await screen.findByRole("button", { name: "登记付款" });
  expect(first).toHaveClass("ant-btn-primary");
  await userEvent.click(first);
  await userEvent.type(await screen.findByLabelText("付款金额"), "12345.67");
  await userEvent.type(screen.getByLabelText("付款日期"), "2026-11-25{Tab}");
  await userEvent.click(screen.getAllByRole("button", { name: "登记付款" }).at(-1) as HTMLElement);
  await waitFor(() => expect(sent).toEqual([[{ amount_fen: 1_234_567, paid_on: "2026-11-25" }, '"4"']]));
});

test("a correction sends what changed; of a person what was entered anew, and null only where it is to be deleted", () => {
  expect(patchOf(dispute, { title: dispute.title, facts: "更正后的事实", claimant_phone: null })).toEqual({
    facts: "更正后的事实",
  });
  expect(patchOf(dispute, { claimant_phone: "13900139000", remove: ["claimant_name"] })).toEqual({
    claimant_name: null,
    claimant_phone: "13900139000",
  });
});
