import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { problem, server, token } from "@/testing/server";
import { api, data } from "./client";
import { session, signIn, signOut } from "./session";

test("an access token that ran out on the way is renewed, and the request sent again", async () => {
  await signIn({ username: "lead", password: "x" });
  const seen: string[] = [];
  server.use(
    http.post("*/api/v1/auth/token", () => HttpResponse.json({ ...token, access_token: "second" })),
    http.get("*/api/v1/worklist/counts", ({ request }) => {
      seen.push(request.headers.get("Authorization") ?? "");
      return seen.length === 1
        ? problem(401, "token_expired", "登录凭证已过期")
        : HttpResponse.json({ items: [], total: 0, late: 0 });
    }),
  );
  expect(await data(api.GET("/api/v1/worklist/counts"))).toEqual({ items: [], total: 0, late: 0 });
  expect(seen).toEqual(["Bearer test-token", "Bearer second"]);
});

test("many requests at once renew the token once: a refresh token works only once", async () => {
  await signIn({ username: "lead", password: "x" });
  let renewed = 0;
  server.use(
    http.post("*/api/v1/auth/token", () => {
      renewed += 1;
      return HttpResponse.json({ ...token, access_token: "second", refresh_token: `r${renewed}` });
    }),
    http.get("*/api/v1/worklist/counts", ({ request }) =>
      request.headers.get("Authorization") === "Bearer second"
        ? HttpResponse.json({ items: [], total: 0, late: 0 })
        : problem(401, "token_expired", "登录凭证已过期"),
    ),
  );
  await Promise.all([1, 2, 3].map(() => data(api.GET("/api/v1/worklist/counts"))));
  expect(renewed).toBe(1);
});

test("a session ended elsewhere keeps its owner's name, so that only he goes on with the page", async () => {
  await signIn({ username: "lead", password: "x" });
  server.use(http.get("*/api/v1/worklist/counts", () => problem(401, "session_ended", "安全管理员结束了您的登录。")));
  await expect(data(api.GET("/api/v1/worklist/counts"))).rejects.toMatchObject({ code: "session_ended" });
  expect(session()).toEqual({ kind: "ended", username: "lead", why: "安全管理员结束了您的登录。" });
  expect(localStorage.getItem("duban.refresh")).toBeNull();
});

test("signing out leaves nothing on the machine", async () => {
  server.use(http.post("*/api/v1/auth/logout", () => new HttpResponse(null, { status: 204 })));
  await signIn({ username: "lead", password: "x" });
  await signOut();
  expect(session()).toEqual({ kind: "signed_out" });
  expect(JSON.stringify(localStorage)).not.toContain("test-refresh");
});
