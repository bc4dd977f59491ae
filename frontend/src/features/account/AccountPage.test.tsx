import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { session } from "@/shared/api/session";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { me, problem, server } from "@/testing/server";
import { AccountPage } from "./AccountPage";
import { SignInPage } from "./SignInPage";

const own = (over: object) => ({
  id: "s1",
  started_at: "2026-11-24T01:00:00Z",
  last_used_at: "2026-11-24T02:00:00Z",
  expires_at: "2026-11-25T02:00:00Z",
  ended_at: null,
  ended_reason: null,
  holder_name: "周丽涵",
  ip: "10.1.2.3",
  user_agent: "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
  current: true,
  ...over,
});
beforeEach(() => server.use(http.get("*/api/v1/sessions/own", () => HttpResponse.json({ items: [own({})] }))));

/** Filled in as a password manager does it, at once. */
const fill = async (label: string, value: string) =>
  fireEvent.change((await screen.findAllByLabelText(new RegExp(`^${label}`))).at(-1) as HTMLElement, {
    target: { value },
  });
const press = (name: string) => userEvent.click(screen.getAllByRole("button", { name }).at(-1) as HTMLElement);

test("two new passwords that differ are told before anything is sent; a changed one signs out", async () => {
  const sent: unknown[] = [];
  server.use(
    http.post("*/api/v1/auth/password", async ({ request }) => {
      sent.push(await request.json());
      return sent.length === 1
        ? problem(422, "password_weak", "新密码太简单", [
            { pointer: "/new_password", code: "weak", detail: "至少三类" },
          ])
        : new HttpResponse(null, { status: 204 });
    }),
    http.post("*/api/v1/auth/logout", () => new HttpResponse(null, { status: 204 })),
  );
  await render(<AccountPage />);
  const change = async (repeated: string) => {
    await fill("现用密码", "old-Pass-1");
    await fill("新密码", "new-Pass-2");
    await fill("再输一遍新密码", repeated);
    await userEvent.click(screen.getByRole("button", { name: "修改密码" }));
  };
  await change("new-Pass-3");
  expect((await screen.findAllByText("两次输入的新密码不一致")).length).toBeGreaterThan(0);
  expect(sent).toEqual([]);
  await change("new-Pass-2");
  await waitFor(() => expect(screen.getByLabelText(/^新密码/)).toHaveAccessibleDescription(/至少三类/));
  await change("new-Pass-2");
  await waitFor(() => expect(session().kind).toBe("signed_out"));
  expect(sent[1]).toEqual({ current_password: "old-Pass-1", new_password: "new-Pass-2" });
  expect(JSON.stringify(localStorage)).not.toContain("Pass");
});

test("a second factor begins with the password, is proven by a code, and ends in recovery codes shown once", async () => {
  server.use(
    http.post("*/api/v1/auth/totp", () => HttpResponse.json({ secret: "JBSWY3DP", provisioning_uri: null })),
    http.post("*/api/v1/auth/totp/confirm", async ({ request }) =>
      ((await request.json()) as { code: string }).code === "123456"
        ? HttpResponse.json({ recovery_codes: ["aaaa-1111", "bbbb-2222"] })
        : problem(422, "code_wrong", "动态口令不对", [
            { pointer: "/code", code: "code_wrong", detail: "动态口令不对" },
          ]),
    ),
  );
  await render(<AccountPage />);
  await userEvent.click(await screen.findByRole("button", { name: "绑定动态口令" }));
  await fill("现用密码", "old-Pass-1");
  await press("绑定动态口令");
  await seen(() => screen.getByText("JBSWY3DP"));
  await fill("验证器显示的 6 位数字", "000000");
  await press("绑定动态口令");
  expect((await screen.findAllByText("动态口令不对")).length).toBeGreaterThan(0);
  await fill("验证器显示的 6 位数字", "123456");
  await press("绑定动态口令");
  await seen(() => screen.getByText("bbbb-2222"));
  server.use(
    http.get("*/api/v1/me", () => HttpResponse.json({ ...me, has_second_factor: true, recovery_codes_left: 2 })),
  );
  await userEvent.click(screen.getByRole("button", { name: "已保管好" }));
  await seen(() => screen.getByText("已绑定，剩余恢复码 2 个"));
  expect(screen.queryByText("bbbb-2222")).toBeNull();
});

test("my sessions say which browser on which system, not what the browser says of itself", async () => {
  await render(<AccountPage />);
  await seen(() => screen.getByText("Chrome · Windows · 10.1.2.3"));
});

test("a demonstration says so before one signs in, and a name pressed is filled in; others say nothing", async () => {
  server.use(http.get("*/healthz", () => new HttpResponse("ok", { headers: { "Duban-Environment": "demo" } })));
  const first = await render(<SignInPage />);
  await seen(() => screen.getByText(/演示系统/));
  await userEvent.click(screen.getByRole("button", { name: "hospital 医院负责人" }));
  expect(screen.getByLabelText("用户名")).toHaveValue("hospital");
  first.unmount();

  let asked = false;
  server.use(
    http.get("*/healthz", () => {
      asked = true;
      return new HttpResponse("ok");
    }),
  );
  await render(<SignInPage />);
  await waitFor(() => expect(asked).toBe(true));
  expect(screen.queryByText(/演示系统/)).toBeNull();
});
