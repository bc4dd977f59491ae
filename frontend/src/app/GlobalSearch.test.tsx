import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { GlobalSearch } from "./GlobalSearch";

test("what is typed is searched for, without the spaces around it; nothing typed goes nowhere", async () => {
  const { router } = await render(<GlobalSearch />);
  const field = await screen.findByRole("searchbox", { name: /搜索/ });
  await userEvent.type(field, "   {Enter}");
  expect(router.state.location.pathname).toBe("/");
  await userEvent.clear(field);
  await userEvent.type(field, " 人民医院 {Enter}");
  expect(router.state.location.pathname).toBe("/search");
  expect(router.state.location.search).toEqual({ q: "人民医院" });
});
