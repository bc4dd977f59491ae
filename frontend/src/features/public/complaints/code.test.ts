import { expect, test } from "vitest";
import { caretAfter, grouped, groups, plainOf } from "./code";

test("a code is understood however it was written down", () => {
  expect(plainOf(" p6a2–2zxc 8rca．eth0\n rcbb-m ")).toBe("P6A22ZXC8RCAETH0RCBBM");
  expect(plainOf("Oil0")).toBe("0110");
  expect(plainOf("ＡＢ１２")).toBe("AB12");
  expect(plainOf("P6A2-2ZXC-8RCA-ETH0-RCBB-M and more")).toHaveLength(21);
});

test("it is shown in groups of four, also while it is typed", () => {
  expect(grouped("p6a22")).toBe("P6A2-2");
  expect(grouped("p6a2")).toBe("P6A2");
  expect(groups("P6A2-2ZXC-8RCA-ETH0-RCBB-M")).toEqual(["P6A2", "2ZXC", "8RCA", "ETH0", "RCBB", "M"]);
  expect(groups("")).toEqual([]);
});

test("the caret stays behind the character that was typed", () => {
  expect([0, 1, 4, 5, 8, 9, 21].map(caretAfter)).toEqual([0, 1, 4, 6, 9, 11, 26]);
});
