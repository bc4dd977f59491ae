import { expect, test } from "vitest";
import { type Inks, optionOf } from "./option";

const INKS: Inks = { text: "#111", line: "#ddd", paper: "#fff", of: (colour) => `ink of ${colour}` };
const BARS = {
  categories: ["甲医院", "乙医院"],
  series: [
    { name: "按时", colour: "var(--fact-on-time)", values: [3, 1] },
    { name: "缺报", colour: "var(--fact-missing)", values: [0, 2] },
  ],
};

test("all series stand on one another, each in the page's own colour", () => {
  const { series } = optionOf(BARS, INKS) as {
    series: { stack: string; data: number[]; itemStyle: { color: string } }[];
  };
  expect(new Set(series.map(({ stack }) => stack)).size).toBe(1);
  expect(series.map(({ data }) => data)).toEqual([
    [3, 1],
    [0, 2],
  ]);
  expect(series[1]?.itemStyle.color).toBe("ink of var(--fact-missing)");
});

test("names lie with the first on top, time stands from left to right", () => {
  const lying = optionOf({ ...BARS, lying: true }, INKS);
  expect(lying.yAxis).toMatchObject({ type: "category", inverse: true, data: BARS.categories });
  const standing = optionOf(BARS, INKS);
  expect(standing.xAxis).toMatchObject({ type: "category", inverse: false, data: BARS.categories });
  expect(standing.yAxis).toMatchObject({ type: "value" });
});
