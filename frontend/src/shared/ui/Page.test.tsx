import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { helpFor } from "@/shared/lib/help-topics";
import { render } from "@/testing/render";
import { Page } from "./Page";

test("every page leads to the help about itself, from beside its title", async () => {
  await render(<Page title="整改任务">内容</Page>, { at: "/rectification/t1", path: "/rectification/$id" });
  expect(await screen.findByRole("link", { name: "本页帮助" })).toHaveAttribute("href", "/help?topic=tasks");
  expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("整改任务");
});

test("the worklist is not every page, and the help explains itself", () => {
  expect(helpFor("/")).toBe("/help?topic=worklist");
  expect(helpFor("/administration/people/u1")).toBe("/help?topic=people");
  expect(helpFor("/help")).toBeNull();
  expect(helpFor("/dutiesomething")).toBeNull();
});
