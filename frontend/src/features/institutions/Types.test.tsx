import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { setLanguage } from "@/shared/i18n";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { Types } from "./Types";

const COUNTY = ["medical_institution", "hospital", "level2_or_above", "county_hospital", "insurance_designated"];
const WHOLE = "医院、二级以上医疗机构、县级医院、医保定点机构";

test("of many types two are named, and whoever asks sees all", async () => {
  await render(<Types types={COUNTY} />);
  const more = await screen.findByRole("button", { name: `等 4 类：${WHOLE}` });
  expect(more.parentElement).toHaveTextContent("医院、二级以上医疗机构等 4 类");
  fireEvent.focus(more);
  expect(await screen.findByRole("tooltip")).toHaveTextContent(WHOLE);
});

test("in English the rest is counted, not the whole", async () => {
  setLanguage("en");
  await render(<Types types={COUNTY} />);
  await seen(() => screen.getByText("and 2 more"));
});

test("two types are simply named", async () => {
  await render(<Types types={["medical_institution", "clinic", "insurance_designated"]} />);
  await seen(() => screen.getByText("诊所、医保定点机构"));
  expect(screen.queryByRole("button")).toBeNull();
});
