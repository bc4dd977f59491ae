import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import type { Schemas } from "@/shared/api/client";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { me, server } from "@/testing/server";
import { RegisterPage } from "./RegisterPage";
import { dispute } from "./specimen";

const HOSPITAL = dispute.organisation_id;

const setting = (name: string, amount: number) =>
  ({ key: `amount.dispute_${name}`, in_force: { amount, unit: "yuan" } }) as Schemas["SettingRead"];

/** The office of a hospital in a region with limits; what is sent to it. */
function hospital() {
  const sent: Record<string, unknown>[] = [];
  server.use(
    http.get("*/api/v1/me", () =>
      HttpResponse.json({
        ...me,
        permissions: ["dispute.read", "dispute.handle"],
        organisation: { ...me.organisation, id: HOSPITAL, name: "澄岚区人民医院", kind: "institution" },
      }),
    ),
    http.get(`*/api/v1/organisations/${HOSPITAL}`, () => HttpResponse.json({ id: HOSPITAL, region_code: "990102" })),
    http.get("*/api/v1/regional-settings", () =>
      HttpResponse.json({
        items: [
          setting("negotiation_limit", 10_000),
          setting("insurer_above", 10_000),
          setting("appraisal_from", 100_000),
        ],
        next_cursor: null,
      }),
    ),
    http.post("*/api/v1/disputes", async ({ request }) => {
      sent.push((await request.json()) as Record<string, unknown>);
      return HttpResponse.json(dispute, { status: 201 });
    }),
  );
  return sent;
}

const type = async (label: string | RegExp, text: string) => {
  await userEvent.click(await screen.findByLabelText(label));
  await userEvent.paste(text);
};

async function insure() {
  await userEvent.click(screen.getByLabelText("保险保障"));
  await userEvent.click(await screen.findByTitle("医疗责任保险"));
}

test("a claim says at once which ways are open; a person's name stays off this machine", async () => {
  const sent = hospital();
  const { router } = await render(<RegisterPage />, { at: "/disputes/new", path: "/disputes/new" });
  await type("标题", "术后感染引发的争议");
  await type("事实经过", "患者术后第三日发热，家属要求赔偿");
  await type("患者姓名", "王大明");
  expect(await screen.findByText(/不超过 10,000 元的，可以自行协商/)).toBeInTheDocument();
  await userEvent.type(screen.getByLabelText(/^索赔金额/), "120000");
  await seen(() => screen.getByText(/不能自行协商；可以人民调解、行政调解或者诉讼/));
  expect(screen.getByText("达到 100,000 元，须先鉴定。")).toBeInTheDocument();
  await insure();
  expect(JSON.stringify({ ...localStorage })).not.toContain("王大明");
  await userEvent.click(screen.getByRole("button", { name: "登记并办理告知" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({
    organisation_id: HOSPITAL,
    patient_name: "王大明",
    claim_fen: 12_000_000,
    insured: "liability",
  });
  await waitFor(() => expect(router.state.location.href).toBe(`/disputes/${dispute.id}?act=first`));
});

test("out of a complaint: what it says stands there, and what it knows of people is taken over unseen", async () => {
  const sent = hospital();
  server.use(
    http.get("*/api/v1/complaints/c1", () =>
      HttpResponse.json({
        id: "c1",
        number: "CM-2026-000007",
        organisation_id: HOSPITAL,
        organisation_name: "澄岚区人民医院",
        title: "术后感染",
        facts: "患者术后发热。",
        request: "要求赔偿",
        departments: ["骨科"],
        is_protected: false,
        patient_name_masked: "王**",
        complainant_phone_masked: "138****8000",
      }),
    ),
  );
  await render(<RegisterPage />, { at: "/disputes/new?complaint=c1", path: "/disputes/new" });
  expect(await screen.findByText(/由投诉 CM-2026-000007 转来/)).toBeInTheDocument();
  expect(screen.getByLabelText("标题")).toHaveValue("术后感染");
  expect(screen.getByText("沿用投诉登记的 王**；要改的重新填写")).toBeInTheDocument();
  await insure();
  await userEvent.click(screen.getByRole("button", { name: "登记" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]).toMatchObject({ complaint_id: "c1", title: "术后感染", departments: ["骨科"], demand: "要求赔偿" });
  expect(sent[0]).not.toHaveProperty("organisation_id");
  expect(sent[0]).not.toHaveProperty("patient_name");
});
