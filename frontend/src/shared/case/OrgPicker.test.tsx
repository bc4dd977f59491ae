import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test, vi } from "vitest";
import { render } from "@/testing/render";
import { me, server } from "@/testing/server";
import { OrgPicker } from "./OrgPicker";

const item = (id: string, name: string) => ({ id, name, kind: "institution", has_children: false });

test("one's own office is the root; what is below it is read when it is opened, and can be chosen", async () => {
  const choose = vi.fn();
  server.use(
    http.get(`*/api/v1/organisations/${me.organisation.id}/children`, () =>
      HttpResponse.json({ items: [item("o1", "区人民医院")], next_cursor: null }),
    ),
  );
  await render(<OrgPicker aria-label="单位" onChange={choose} />);
  await userEvent.click(await screen.findByRole("combobox", { name: "单位" }));
  expect(await screen.findByTitle(me.organisation.name)).toBeInTheDocument();
  await userEvent.click(document.querySelector(".ant-select-tree-switcher") as Element);
  await userEvent.click(await screen.findByTitle("区人民医院"));
  expect(choose).toHaveBeenCalledWith("o1");
});

test("a name typed is searched for over the whole tree, once the typing pauses", async () => {
  const asked: (string | null)[] = [];
  const choose = vi.fn();
  server.use(
    http.get("*/api/v1/organisations", ({ request }) => {
      asked.push(new URL(request.url).searchParams.get("q"));
      return HttpResponse.json({ items: [item("o2", "城南诊所")], next_cursor: null });
    }),
  );
  await render(<OrgPicker aria-label="单位" onChange={choose} />);
  const field = await screen.findByRole("combobox", { name: "单位" });
  await userEvent.click(field);
  // Both at once: on a busy machine two presses may lie further apart than the pause that is waited for.
  for (const value of ["城", "城南"]) fireEvent.change(field, { target: { value } });
  await userEvent.click(await screen.findByTitle("城南诊所"));
  expect(choose).toHaveBeenCalledWith("o2");
  expect(asked).toEqual(["城南"]);
});

test("what is already chosen is shown by its name, though it lies deep in the tree", async () => {
  server.use(http.get("*/api/v1/organisations/o9", () => HttpResponse.json({ ...item("o9", "镇卫生院"), path: [] })));
  await render(<OrgPicker aria-label="单位" value="o9" />);
  await waitFor(() => expect(screen.getByText("镇卫生院")).toBeInTheDocument());
});
