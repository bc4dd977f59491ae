import { fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { render } from "@/testing/render";
import { Divisions } from "./Divisions";
import { Groups, rowsAt } from "./Figures";

/** A picture needs room to be drawn in; what is pressed in it does not. */
vi.mock("@/shared/chart/StackedBars", () => ({
  StackedBars: ({
    label,
    series,
    onPick,
  }: {
    label: string;
    series: { name: string }[];
    onPick: (category: number, series: number) => void;
  }) =>
    series.map(({ name }, at) => (
      <button key={name} type="button" onClick={() => onPick(1, at)}>
        {`${label} ${name}`}
      </button>
    )),
}));

const LIST = "/api/v1/disputes";
const line = (rows: string) => ({ count: 3, rows, late: 1, late_rows: `${rows}&overdue=true`, won: 0, won_rows: rows });

test.each([
  ["曾逾期", "?under=u2&overdue=true"],
  ["未逾期", "?under=u2"],
])("a bar of a unit that is %s opens its rows", async (part, address) => {
  const { router } = await render(
    <Divisions
      path="/disputes"
      months={[]}
      units={["u1", "u2"].map((id) => ({ id, name: id, ...line(`${LIST}?under=${id}`) }))}
      done={({ won, won_rows }) => ({ done: won, done_rows: won_rows })}
      doneTitle="已解决"
    />,
  );
  fireEvent.click(await screen.findByRole("button", { name: new RegExp(`按下级单位.*${part}$`) }));
  await vi.waitFor(() => expect(router.state.location.href).toBe(`/disputes${address}`));
});

test("a bar of a group opens its rows", async () => {
  const group = { title: "双方协商", count: 1 };
  const { router } = await render(
    <Groups
      title="按解决途径"
      total={2}
      rowsOf={rowsAt("/disputes")}
      groups={["negotiation", "lawsuit"].map((key) => ({ ...group, key, rows: `${LIST}?resolved_by=${key}` }))}
    />,
  );
  fireEvent.click(await screen.findByRole("button", { name: /按解决途径/ }));
  await vi.waitFor(() => expect(router.state.location.href).toBe("/disputes?resolved_by=lawsuit"));
});
