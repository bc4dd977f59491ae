import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { server } from "@/testing/server";
import { RegisterPage } from "./RegisterPage";
import { SecretPage } from "./SecretPage";
import { clue } from "./specimen";

const type = async (label: string | RegExp, text: string) => {
  await userEvent.click(await screen.findByLabelText(label));
  await userEvent.paste(text);
};

/** The list reads the number of the key, which user-event leaves out. */
async function choose(label: string, text: string) {
  await type(label, text);
  fireEvent.keyDown(screen.getByLabelText(label), { key: "Enter", which: 13, keyCode: 13 });
}

test("a clue is registered; nothing of a person is kept on the machine", async () => {
  const sent: unknown[] = [];
  server.use(
    http.post("*/api/v1/clues", async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(clue, { status: 201 });
    }),
  );
  const { router } = await render(<RegisterPage />, { at: "/clues/new", path: "/clues/new" });
  await choose("类型", "号贩子");
  await choose("来源", "监督");
  await type("标题", "倒卖专家号");
  await type("线索内容", "两人兜售次日专家号");
  await type(/^被反映人姓名/, "王某某");
  const kept = JSON.stringify({ ...localStorage });
  expect(kept).toContain("倒卖专家号");
  expect(kept).not.toContain("王某某");
  await userEvent.click(screen.getByRole("button", { name: "登记线索" }));
  await waitFor(() =>
    expect(sent).toEqual([
      {
        kind: "scalper",
        source: "inspection",
        title: "倒卖专家号",
        facts: "两人兜售次日专家号",
        subject_name: "王某某",
        is_real_name: false,
      },
    ]),
  );
  await waitFor(() => expect(router.state.location.pathname).toBe(`/clues/${clue.id}`));
});

test("the index of a secret clue is sent once it was checked, and nothing of it is kept", async () => {
  const sent: unknown[] = [];
  server.use(
    http.post("*/api/v1/clues/secret", async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ ...clue, secrecy: "state_secret" }, { status: 201 });
    }),
  );
  await render(<SecretPage />, { at: "/clues/new-secret", path: "/clues/new-secret" });
  expect(await screen.findByText("只填索引，不得填写线索内容")).toBeInTheDocument();
  await choose("密级", "国家");
  await choose("类型", "涉黑");
  await choose("来源", "上级");
  await type("文件编号", "密函4号");
  await userEvent.click(screen.getByRole("button", { name: "登记涉密线索索引" }));
  expect(await screen.findByText("核对：必填")).toBeInTheDocument();
  expect(sent).toEqual([]);
  expect(JSON.stringify({ ...localStorage })).not.toContain("密函");
  await userEvent.click(screen.getByRole("checkbox"));
  await userEvent.click(screen.getByRole("button", { name: "登记涉密线索索引" }));
  await waitFor(() =>
    expect(sent).toEqual([
      { secrecy: "state_secret", kind: "organised_crime", source: "superior", source_reference: "密函4号" },
    ]),
  );
});
