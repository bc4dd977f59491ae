import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test, vi } from "vitest";
import { actFor } from "@/shared/api/acting";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { problem, server } from "@/testing/server";
import { NewImport } from "./NewImport";

const file = (content: string, name = "机构名单.xlsx") => new File([content], name);

const dialog = (onDone = vi.fn()) => {
  const heads: Headers[] = [];
  let answers = 0;
  server.use(
    http.post("*/api/v1/imports", ({ request }) => {
      heads.push(request.headers);
      answers += 1;
      return answers === 1
        ? HttpResponse.error()
        : answers === 2
          ? problem(422, "unreadable", "文件不是 XLSX")
          : HttpResponse.json({ id: "i1" }, { status: 202 });
    }),
  );
  return { heads, onDone, ui: <NewImport resources={["institutions", "people"]} onClose={() => {}} onDone={onDone} /> };
};

const choose = (chosen: File) =>
  userEvent.upload(document.querySelector<HTMLInputElement>("input[type=file]") as HTMLInputElement, chosen, {
    applyAccept: false,
  });
const send = () => userEvent.click(screen.getByRole("button", { name: "上传并检查" }));

test("a file with a Chinese name is sent, for the organisation one acts for; the same content repeats its key", async () => {
  actFor("org-2");
  const { heads, ui, onDone } = dialog();
  await render(ui);
  await screen.findByText("导入文件");
  await choose(file("一"));
  await send();

  await seen(() => screen.getByText(/连不上服务器/));
  await send();
  await seen(() => screen.getByText("文件不是 XLSX"));
  expect(heads[0]?.get("Duban-Acting-For")).toBe("org-2");
  expect(heads[0]?.get("Idempotency-Key")).toMatch(/^[\x21-\x7e]{16,}$/);
  expect(heads[1]?.get("Idempotency-Key")).toBe(heads[0]?.get("Idempotency-Key"));

  await choose(file("二"));
  await send();
  await waitFor(() => expect(onDone).toHaveBeenCalledWith({ id: "i1" }));
  expect(heads[2]?.get("Idempotency-Key")).not.toBe(heads[1]?.get("Idempotency-Key"));
});

test("what is imported is part of the key: the same file as another resource is another import", async () => {
  const { heads, ui } = dialog();
  await render(ui);
  await screen.findByText("导入文件");
  await choose(file("一"));
  await send();
  await screen.findByText(/连不上服务器/);
  await userEvent.click(screen.getByRole("combobox", { name: "导入内容" }));
  await userEvent.click(await screen.findByTitle("人员"));
  await send();
  await waitFor(() => expect(heads).toHaveLength(2));
  expect(heads[1]?.get("Idempotency-Key")).not.toBe(heads[0]?.get("Idempotency-Key"));
});
