import { describe, expect, test } from "vitest";
import type { Submission } from "../api";
import { blankProblem, contentBody, inOrder, isBlank, type ReportDraft, startOf, zeroBody } from "./draft";
import { blankRecord, sentRecords } from "./records";
import { byName } from "./sending";
import { DUTY, FORM_DUTY } from "./specimen";

const EMPTY: ReportDraft = { values: {}, judged: {}, problems: [], note: "", reason: "" };
const sent: Submission = {
  version: 1,
  zero: false,
  form: "security_capability",
  form_version: 1,
  values: { beds: 300, mean_daily_outpatients: "1200.5", one_key_alarm: true },
  derived: { video_coverage: "100.00" },
  warnings: [],
  problems: [],
  records: [],
  note: "上季度数据",
  reason: null,
  submitted_at: "2026-11-20T01:00:00Z",
  submitted_by_name: "范安军",
  returned_at: null,
  returned_reason: null,
  approved_at: null,
};

describe("the body of a self-check", () => {
  const free = { ...blankProblem(null), problem: " 投诉电话未公示 ", immediate: true, due_on: "2026-12-01" };
  const later = { ...blankProblem("T5.1"), problem: "多记一次换药费", measure: "退还", due_on: "2026-12-01" };
  const first = { ...blankProblem("T1.2"), problem: "护士证未注册", person: "护理部主任" };
  const draft: ReportDraft = { ...EMPTY, problems: [free, later, first], note: " " };

  test("has several problems, by item as the list has them, those outside it last", () => {
    const nothing = { cause: null, measure: null, standard: null, person: null, due_on: null, immediate: false };
    expect(contentBody(DUTY, draft, "submit")).toEqual({
      kind: "content",
      confirm_zero: false,
      note: null,
      problems: [
        { ...nothing, item: "T1.2", problem: "护士证未注册", person: "护理部主任" },
        { ...nothing, item: "T5.1", problem: "多记一次换药费", measure: "退还", due_on: "2026-12-01" },
        { ...nothing, item: null, problem: "投诉电话未公示", immediate: true },
      ],
    });
  });
  test("keeps a problem that is still blank: the server says what it lacks", () => {
    const body = contentBody(DUTY, { ...draft, problems: [blankProblem("T1.1")] }, "submit");
    expect(body.problems).toHaveLength(1);
    expect(isBlank(blankProblem("T1.1"))).toBe(true);
    expect(isBlank(later)).toBe(false);
  });
  test("a refusal finds its problem by name, however the rows move", () => {
    const ids = inOrder(draft.problems, DUTY.check_items).map(({ id }) => id);
    expect(byName("/problems/1/measure", ids)).toBe(`/problems/${later.id}/measure`);
    expect(byName("/problems", ids)).toBe("/problems");
    expect(byName("/problems/9/measure", ids)).toBe("/problems/9/measure");
  });
});

test("a zero report carries its confirmation and nothing else", () => {
  const draft = { ...EMPTY, values: { beds: "3" }, problems: [blankProblem(null)] };
  expect(zeroBody(draft, "submit", "已检查")).toEqual({ kind: "zero", confirm_zero: true, note: "已检查" });
  expect(zeroBody({ ...draft, reason: "漏报" }, "correct", "")).toEqual({
    kind: "zero",
    confirm_zero: true,
    note: null,
    reason: "漏报",
  });
});

test("a correction starts from the last version and says why", () => {
  const duty = { ...FORM_DUTY, submissions: [sent], submission_count: 1 };
  const start = startOf(duty);
  expect(start.values).toEqual({ beds: "300", mean_daily_outpatients: "1200.5", one_key_alarm: true });
  const body = contentBody(duty, { ...start, reason: " 漏计一次培训 " }, "correct");
  expect(body).toEqual({
    kind: "content",
    confirm_zero: false,
    note: "上季度数据",
    reason: "漏计一次培训",
    values: { beds: "300", mean_daily_outpatients: "1200.5", one_key_alarm: true },
  });
});

test("problems that are tasks already come along with their tasks, which are not opened twice", () => {
  const registered = {
    item: "T1.2",
    problem: "护士证未注册",
    cause: null,
    measure: "补办注册",
    standard: null,
    person: null,
    due_on: "2026-12-01",
    immediate: false,
    task_id: "01a1852b-c280-7263-b445-7d6cd59596ff",
  };
  const returned = { ...sent, problems: [{ ...registered, task_number: "RT-2026-000001" }] };
  const duty = { ...DUTY, submissions: [returned] };
  const start = startOf(duty);
  expect(start.judged).toEqual({ "T1.2": "found" });
  const added = { ...start, problems: [...start.problems, { ...blankProblem(null), problem: "投诉电话未公示" }] };
  const sentAgain = contentBody(duty, added, "submit").problems;
  expect(sentAgain?.[0]).toEqual(registered);
  expect(sentAgain?.[1]).not.toHaveProperty("task_id");
  // A zero report holds none: what was taken back does not come again.
  expect(startOf({ ...duty, submissions: [returned, { ...sent, version: 2, zero: true }] }).problems).toEqual([]);
});

test("a record says what took place, entry by entry; an entry that nobody began is not sent", () => {
  const duty = { ...DUTY, proof: "record" as const, check_items: [] };
  const start = startOf(duty);
  expect(start.records).toHaveLength(1);
  expect(contentBody(duty, start, "submit").records).toEqual([]);
  const meeting = {
    ...blankRecord(),
    held_on: "2026-11-10",
    subject: " 医疗纠纷预防专题会议 ",
    place: "行政楼三楼",
    participants: 32,
  };
  const records = [blankRecord(), meeting];
  expect(contentBody(duty, { ...start, records }, "submit").records).toEqual([
    {
      kind: "meeting",
      held_on: "2026-11-10",
      subject: "医疗纠纷预防专题会议",
      place: "行政楼三楼",
      participants: 32,
      outcome: null,
    },
  ]);
  // The blank one is not counted either: the refusal of the first sent finds the second on the page.
  const ids = sentRecords(records).map(({ id }) => id);
  expect(byName("/records/0/held_on", ids)).toBe(`/records/${meeting.id}/held_on`);
});
