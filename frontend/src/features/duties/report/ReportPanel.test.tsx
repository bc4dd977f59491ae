import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { describe, expect, test, vi } from "vitest";
import { readDraft } from "@/shared/lib/drafts";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { problem, server } from "@/testing/server";
import type { Duty } from "../api";
import { draftName, type ReportDraft } from "./draft";
import { ReportPanel } from "./ReportPanel";
import { DUTY, FORM_DUTY } from "./specimen";

const panel = async (duty: Duty, onDone = () => {}) => {
  await render(<ReportPanel duty={duty} step="submit" inSight onDone={onDone} />);
  await screen.findByRole("heading", { name: "填写报送" });
};
const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const SUBMIT = "*/api/v1/duties/:id/submit";

describe("a form of indicators", () => {
  test("says what does not agree while it is typed, and keeps what was typed", async () => {
    await panel(FORM_DUTY);
    type("专职保安员数", "10");
    type("其中持证上岗", "12");
    expect(screen.getByText("不能大于“专职保安员数”（10）。")).toBeVisible();
    expect(screen.getByLabelText("其中持证上岗")).toHaveAttribute("aria-invalid", "true");
    // What is still empty is no mistake before somebody sends.
    expect(screen.queryByText("请填写“实有床位数”。")).not.toBeInTheDocument();
    expect(readDraft<ReportDraft>(draftName(FORM_DUTY.id))?.values).toEqual({ guards: "10", guards_certified: "12" });
  });

  test("shows a refusal at its field until it is mended", async () => {
    server.use(
      http.post(SUBMIT, () =>
        problem(422, "form_invalid", "表内有 1 处需要更正。", [
          { pointer: "/values/guards", code: "out_of_range", detail: "应不小于 0，不大于 500。" },
        ]),
      ),
    );
    await panel(FORM_DUTY);
    type("专职保安员数", "900");
    press("报送");
    const line = await screen.findByText("应不小于 0，不大于 500。");
    expect(line.id).toBe(screen.getByLabelText("专职保安员数").getAttribute("aria-describedby"));
    expect(screen.getByRole("alert")).toHaveTextContent("表内有 1 处需要更正。");
    type("专职保安员数", "90");
    expect(screen.queryByText("应不小于 0，不大于 500。")).not.toBeInTheDocument();
  });

  test("takes over last period's value at a press, and goes on with Enter", async () => {
    await panel({ ...FORM_DUTY, previous_values: { beds: 300, key_areas: 20, key_areas_with_video: 5 } });
    expect(screen.getByText("25.00%")).toBeVisible();
    press("实有床位数：填入上期数 300");
    const beds = screen.getByLabelText("实有床位数");
    expect(beds).toHaveValue("300");
    beds.focus();
    fireEvent.keyDown(beds, { key: "Enter" });
    expect(screen.getByLabelText("日均门诊量")).toHaveFocus();
  });
});

describe("a self-check", () => {
  const item = (text: string) => screen.getByRole("radiogroup", { name: new RegExp(text) });

  test("sends problems in order, and a refusal stays with its problem", async () => {
    const bodies: unknown[] = [];
    server.use(
      http.post(SUBMIT, async ({ request }) => {
        bodies.push(await request.json());
        return problem(422, "validation_failed", "有 1 处填写不正确，请按 errors 中的指针逐项修改。", [
          { pointer: "/problems/1/problem", code: "string_too_short", detail: "至少 1 个字符" },
        ]);
      }),
    );
    await panel(DUTY);
    fireEvent.click(within(item("虚记、多记药品")).getByText("发现问题"));
    fireEvent.click(within(item("超出登记范围")).getByText("发现问题"));
    const first = screen.getByRole("group", { name: "问题 1" });
    fireEvent.change(within(first).getByLabelText("问题"), { target: { value: "超范围开展口腔诊疗" } });
    press("报送 2 个问题");
    const second = screen.getByRole("group", { name: "问题 2" });
    await within(second).findByText("请填写。");
    expect(within(first).queryByText("请填写。")).not.toBeInTheDocument();
    expect(bodies[0]).toMatchObject({
      kind: "content",
      problems: [
        { item: "T1.1", problem: "超范围开展口腔诊疗" },
        { item: "T5.1", problem: "" },
      ],
    });
    expect(screen.getByRole("alert")).toHaveTextContent("有 1 处需要修改。");
  });

  test("offers the zero report first only once every item was judged and found in order", async () => {
    const zero = () => screen.getByRole("button", { name: "零报告…" });
    await panel(DUTY);
    expect(zero()).not.toHaveClass("ant-btn-primary");
    fireEvent.click(within(item("超出登记范围")).getByText("无问题"));
    expect(zero()).not.toHaveClass("ant-btn-primary");
    // The button beside it leads to the first item that nobody has judged.
    press("核对下一项");
    expect(within(item("使用非卫生技术人员")).getAllByRole("radio")[0]).toHaveFocus();
    for (const text of ["使用非卫生技术人员", "虚记、多记药品"])
      fireEvent.click(within(item(text)).getByText("无问题"));
    expect(zero()).toHaveClass("ant-btn-primary");
    expect(screen.queryByRole("button", { name: "核对下一项" })).not.toBeInTheDocument();
    press("零报告…");
    const dialog = await screen.findByRole("dialog");
    expect(dialog).toHaveTextContent("已逐项核对全部 3 项检查要点，均没有发现问题。");
    expect(within(dialog).getByLabelText("我确认全部 3 项均已检查、没有发现问题，情况属实")).not.toBeChecked();
  });

  test("without problems is a zero report, which is sent only once it is confirmed", async () => {
    const done = vi.fn();
    const bodies: unknown[] = [];
    server.use(
      http.post(SUBMIT, async ({ request }) => {
        bodies.push(await request.json());
        return HttpResponse.json({ ...DUTY, version: 4, state: "submitted", fact: "zero", submission_count: 1 });
      }),
    );
    await panel(DUTY, done);
    fireEvent.click(within(item("超出登记范围")).getByText("无问题"));
    press("零报告…");
    const dialog = await screen.findByRole("dialog");
    expect(dialog).toHaveTextContent("澄岚区济世堂诊所就下列事项郑重声明");
    expect(dialog).toHaveTextContent("检查要点共 3 项，您逐项标注了 1 项，还有 2 项没有标注。");
    const send = within(dialog).getByRole("button", { name: "作零报告" });
    expect(send).toBeDisabled();
    fireEvent.click(within(dialog).getByRole("checkbox"));
    fireEvent.click(send);
    await waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(bodies).toEqual([{ kind: "zero", confirm_zero: true, note: null }]);
    expect(readDraft(draftName(DUTY.id))).toBeNull();
  });
});

test("a form that takes no zero report offers none", async () => {
  await panel({ ...FORM_DUTY, zero_allowed: false });
  expect(screen.queryByRole("button", { name: "零报告…" })).not.toBeInTheDocument();
});

test("a standing duty that is asked for its zero report takes nothing else", async () => {
  await panel({ ...DUTY, proof: "record", rhythm: "per_event", standing: true, zero_due: true, check_items: [] });
  expect(screen.getByRole("button", { name: "零报告…" })).toHaveClass("ant-btn-primary");
  expect(screen.queryByRole("button", { name: "报送" })).not.toBeInTheDocument();
});

test("what took place is asked entry by entry, and a refusal stands at its entry", async () => {
  server.use(
    http.get("*/api/v1/attachments", () => HttpResponse.json({ items: [], next_cursor: null })),
    http.post(SUBMIT, () =>
      problem(422, "record_invalid", "有 1 处日期需要更正。", [
        { pointer: "/records/0/held_on", code: "before_the_period", detail: "日期早于本期开始（2026-10-29）。" },
      ]),
    ),
  );
  await panel({ ...DUTY, proof: "record", check_items: [] });
  expect(screen.getByRole("group", { name: /^会议记录、签到表、照片/ })).toBeVisible();
  const entry = screen.getByRole("group", { name: "第 1 项" });
  fireEvent.change(within(entry).getByLabelText("主题"), { target: { value: "防暴演练" } });
  press("报送");
  await seen(() => within(entry).getByText("日期早于本期开始（2026-10-29）。"));
  expect(within(entry).getByLabelText("日期")).toHaveAttribute("aria-invalid", "true");
});

describe("a record that changed meanwhile", () => {
  const history = (label: string) => ({
    items: [
      {
        id: "01a20b42-9182-721c-92da-e9d798f8a06e",
        at: "2026-11-24T01:54:01Z",
        action: "duty:x",
        label,
        actor_name: "周丽涵",
        actor_kind: "person",
        actor_organisation: null,
        changes: {},
        reason: null,
      },
    ],
    next_cursor: null,
  });
  const versions: (string | null)[] = [];
  const answer = (fresh: Duty, label: string) => {
    versions.length = 0;
    server.use(
      http.post(SUBMIT, ({ request }) => {
        versions.push(request.headers.get("If-Match"));
        return versions.length === 1
          ? problem(412, "changed_meanwhile", "您打开之后，这条记录已被更改。")
          : HttpResponse.json({ ...fresh, version: fresh.version + 1 });
      }),
      http.get("*/api/v1/duties/:id", () => HttpResponse.json(fresh)),
      http.get("*/api/v1/duties/:id/history", () => HttpResponse.json(history(label))),
    );
  };

  test("shows what changed, and is sent again on the newest", async () => {
    answer({ ...FORM_DUTY, version: 5, due_on: "2026-12-30" }, "调整期限");
    await panel(FORM_DUTY);
    type("实有床位数", "300");
    press("报送");
    await seen(() => screen.getByText("2026-12-30"));
    expect(screen.getByText(/周丽涵.*调整期限/)).toBeVisible();
    expect(screen.getByLabelText("实有床位数")).toHaveValue("300");
    press("已核对，重新提交");
    await waitFor(() => expect(versions).toEqual(['"3"', '"5"']));
  });

  test("is sent on quietly where nothing that one sees has changed, as after one's own upload", async () => {
    answer({ ...FORM_DUTY, version: 4, document_count: 1 }, "上传文件");
    const done = vi.fn();
    await panel(FORM_DUTY, done);
    press("报送");
    await waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(versions).toEqual(['"3"', '"4"']);
  });
});
