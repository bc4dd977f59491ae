import { expect, test } from "vitest";
import { faultOf } from "./credit-code";

test.each(["91350100M000100Y43", "11320000MB151840XJ", " 9135 0100 m000100y43 "])("%s is good", (code) =>
  expect(faultOf(code)).toBeNull(),
);

test.each([
  ["91350100M000100Y4Z", "shape"],
  ["91350100M000100Y44", "check"],
  ["91350100M000100Y4", "shape"],
  ["", "shape"],
  ["19350100M000100Y43", "check"],
])("%s is refused for its %s", (code, fault) => expect(faultOf(code)).toBe(fault));
