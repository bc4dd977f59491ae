import { expect, test } from "vitest";
import { actionChoices, actionInWords, labelOf } from "./acts";

test("acts are said in words, by their own name first, then by the verb, then as they are", () => {
  expect(actionInWords("rectification_task:submit")).toBe("整改任务 · 申请销号");
  expect(actionInWords("duty:submit")).toBe("任务报送 · 报送");
  expect(actionInWords("user:create")).toBe("用户 · 新建");
  expect(actionInWords("nothing:known")).toBe("nothing · known");
});

test("a subject whose name is kept from the reader is called by its kind and the end of its id", () => {
  const about = { subject_type: "rectification_task", subject_id: "01a1852b-c280-7263-b445-7d6cd59596ad" };
  expect(labelOf({ ...about, subject_label: "" })).toBe("整改任务 …d59596ad");
  expect(labelOf({ ...about, subject_label: "RT-2026-000007" })).toBe("RT-2026-000007");
});

test("a chosen subject narrows the acts to its own, none of them twice", () => {
  const values = actionChoices("institution").map((choice) => choice.value);
  expect(values).toContain("institution:suspend");
  expect(values.every((value) => value.startsWith("institution:"))).toBe(true);
  expect(new Set(values).size).toBe(values.length);
});
