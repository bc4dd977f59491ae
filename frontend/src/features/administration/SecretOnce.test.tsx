import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { render } from "@/testing/render";
import { SecretOnce } from "./SecretOnce";

function Once() {
  const [open, setOpen] = useState(true);
  return open ? (
    <SecretOnce title="客户端密钥" secrets={[{ name: "his-1", value: "s3cret" }]} onClose={() => setOpen(false)} />
  ) : (
    <p>gone</p>
  );
}

test("a secret stays until its reader says he kept it, and is then nowhere on the page", async () => {
  await render(<Once />);
  expect(await screen.findByText("s3cret")).toBeInTheDocument();
  await userEvent.keyboard("{Escape}");
  expect(screen.getByText("s3cret")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "已保管好，关闭" }));
  await waitFor(() => expect(screen.queryByText("s3cret")).toBeNull());
  expect(document.body.innerHTML).not.toContain("s3cret");
  expect(JSON.stringify(localStorage)).not.toContain("s3cret");
});
