import { expect, test } from "vitest";
import { ApiProblem } from "@/shared/api/problem";
import { SECURITY } from "../form/specimen";
import { atFields, figureFields, withValues } from "./figures";

test("the figures of a form are fields of their own, and go as one object", () => {
  const fields = figureFields(SECURITY, true);
  expect(fields.find((field) => field.name === "value:beds")).toMatchObject({ kind: "number", required: true });
  expect(figureFields(SECURITY, false).some((field) => field.required)).toBe(false);
  expect(figureFields(null, true)).toEqual([]);
  expect(withValues({ summary: "持械威胁", "value:beds": 300, "value:guards": null })).toEqual({
    summary: "持械威胁",
    values: { beds: 300 },
  });
  // Without a form no figures are sent: the server refuses them.
  expect(withValues({ summary: "持械威胁" })).toEqual({ summary: "持械威胁" });
});

test("a refused figure is told at its field", () => {
  const refused = new ApiProblem({
    status: 422,
    code: "form_invalid",
    detail: "表内有 1 处需要更正。",
    errors: [{ pointer: "/values/beds", code: "required", detail: "请填写。" }],
  });
  expect(atFields(refused).errors[0]?.pointer).toBe("/value:beds");
  expect(atFields(refused).code).toBe("form_invalid");
});
