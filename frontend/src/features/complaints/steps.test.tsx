import { readFileSync } from "node:fs";
import path from "node:path";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { describe, expect, test } from "vitest";
import { ActionBar } from "@/shared/case/ActionBar";
import { setLanguage } from "@/shared/i18n";
import { COMPLAINT_STATE, named } from "@/shared/i18n/enums";
import { render } from "@/testing/render";
import { server } from "@/testing/server";
import { patchOf } from "./AmendComplaint";
import { type Complaint, sendStep } from "./api";
import { CHANNEL, CONFIRMED, DECLINED, FINDING, MATTER, RELATION, SATISFACTION, TOLD } from "./enums";
import { complaint } from "./specimen";
import { complaintForms, inOrder } from "./steps";

interface Contract {
  paths: Record<string, { post?: { requestBody?: { content: Record<string, { schema: { $ref: string } }> } } }>;
  components: {
    schemas: Record<string, { properties?: Record<string, unknown>; required?: string[]; enum?: string[] }>;
  };
}
const contract = JSON.parse(readFileSync(path.resolve("..", "openapi", "openapi.json"), "utf8")) as Contract;
const PREFIX = "/api/v1/complaints/{id}/";
/** They have forms of their own on the page. */
const NO_STEPS = ["reveal", "split", "messages", "messages/read"];
const forms = complaintForms(complaint);

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
  })
  .filter(({ step }) => !NO_STEPS.includes(step));

describe("every step the contract names has its form", () => {
  test("there are steps", () => expect(STEPS.length).toBeGreaterThan(15));

  test.each(STEPS)("$step", ({ step, body }) => {
    const fields = forms[step]?.fields ?? [];
    const known = Object.keys(body?.properties ?? {});
    expect(fields.map((field) => field.name).toSorted()).toEqual(known.toSorted());
    const needed = fields.filter((field) => field.required).map((field) => field.name);
    for (const name of body?.required ?? []) expect(needed, `${step} needs ${name}`).toContain(name);
  });
});

test.each(
  Object.entries({
    Matter: MATTER,
    Channel: CHANNEL,
    Relation: RELATION,
    Declined: DECLINED,
    Finding: FINDING,
    Told: TOLD,
    Confirmed: CONFIRMED,
    Satisfaction: SATISFACTION,
  }),
)("every word of %s is named, and none that is not there", (name, table) =>
  expect(Object.keys(table).toSorted()).toEqual(contract.components.schemas[name]?.enum?.toSorted()),
);

/** `registered` … as the drawn workflow names them: `registered: 已登记 registered`. */
test("states are called as the documented workflow calls them", () => {
  const drawn = readFileSync(path.resolve("..", "docs", "workflows", "complaint.md"), "utf8");
  for (const state of Object.keys(COMPLAINT_STATE)) {
    setLanguage("zh");
    expect(drawn, state).toContain(named(COMPLAINT_STATE, state));
    setLanguage("en");
    expect(drawn.toLowerCase(), state).toContain(named(COMPLAINT_STATE, state).toLowerCase());
  }
});

const STEP = { open: true, code: null, reason: null };

/** The bar of a complaint on which these steps are open, and what it sends. */
async function bar(of: Complaint) {
  const sent: { path: string; body: unknown; match: string | null }[] = [];
  server.use(
    http.post(`*/api/v1/complaints/${of.id}/*`, async ({ request }) => {
      const text = await request.text();
      sent.push({
        path: new URL(request.url).pathname.split("/").at(-1) ?? "",
        body: text ? JSON.parse(text) : null,
        match: request.headers.get("If-Match"),
      });
      return HttpResponse.json(of);
    }),
  );
  await render(
    <ActionBar
      record={{ ...of, available_actions: inOrder(of.available_actions) }}
      forms={complaintForms(of)}
      labels={{}}
      send={sendStep}
      reread={async () => of}
      lastEntry={async () => null}
    />,
  );
  return sent;
}

test("what goes on is the first button; departments are taken apart as they are typed", async () => {
  const actions = [
    { ...STEP, step: "hand_over", label: "移交" },
    { ...STEP, step: "withdraw", label: "投诉人撤回" },
    { ...STEP, step: "investigate", label: "转入调查" },
  ];
  const sent = await bar({ ...complaint, departments: [], available_actions: actions });
  const first = await screen.findByRole("button", { name: "转入调查" });
  expect(first).toHaveClass("ant-btn-primary");
  await userEvent.click(first);
  await userEvent.type(await screen.findByLabelText("涉及科室"), "超声科、门诊部、");
  await userEvent.click(screen.getByLabelText(/多科室共同研究/));
  await userEvent.click(screen.getAllByRole("button", { name: "转入调查" }).at(-1) as HTMLElement);
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toEqual({
    path: "investigate",
    body: { departments: ["超声科", "门诊部"], is_joint: true },
    match: '"3"',
  });
});

test("a complaint is merged into another open one of the same institution, the likeliest first", async () => {
  const other = { ...complaint, id: "c2", number: "CM-2026-000009", title: "超声排队" };
  const third = { ...complaint, id: "c3", number: "CM-2026-000010", title: "停车收费" };
  const asked: URLSearchParams[] = [];
  server.use(
    http.get("*/api/v1/complaints", ({ request }) => {
      asked.push(new URL(request.url).searchParams);
      return HttpResponse.json({ items: [third, complaint, other], next_cursor: null, total: null });
    }),
    http.post("*/api/v1/complaints/similar", () =>
      HttpResponse.json({ items: [{ ...other, same_phone: false, overlap: 0.7 }] }),
    ),
  );
  const sent = await bar({ ...complaint, available_actions: [{ ...STEP, step: "merge", label: "并案" }] });
  await userEvent.click(await screen.findByRole("button", { name: "并案" }));
  await userEvent.click(await screen.findByLabelText("并入哪一件"));
  await screen.findByTitle("CM-2026-000009 超声排队（高度相似）");
  const offered = [...document.querySelectorAll(".ant-select-item-option")].map((one) => one.textContent);
  expect(offered).toEqual(["CM-2026-000009 超声排队（高度相似）", "CM-2026-000010 停车收费"]);
  await userEvent.click(screen.getByTitle("CM-2026-000009 超声排队（高度相似）"));
  await userEvent.type(screen.getByLabelText("理由"), "同一事项");
  await userEvent.click(screen.getAllByRole("button", { name: "并案" }).at(-1) as HTMLElement);
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toEqual({ merged_into_id: "c2", reason: "同一事项" });
  expect(asked[0]?.get("organisation_id")).toBe(complaint.organisation_id);
  expect(asked[0]?.getAll("state")).toEqual(["registered", "investigating", "concluded"]);
});

test("a correction sends what changed; of a person what was entered anew, and null only where it is to be deleted", () => {
  expect(patchOf(complaint, { title: complaint.title, facts: "更正后的事实", complainant_phone: null })).toEqual({
    facts: "更正后的事实",
  });
  expect(patchOf(complaint, { complainant_phone: "13900139000", remove: ["complainant_name"] })).toEqual({
    complainant_name: null,
    complainant_phone: "13900139000",
  });
});
