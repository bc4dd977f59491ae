import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { render } from "@/testing/render";
import { me, problem, server } from "@/testing/server";
import { outcomeInWords } from "./Attempts";
import { type Attempt, type Endpoint, positionAt } from "./api";
import { standing, why } from "./EndpointState";
import { eventChoices, eventInWords, typeInWords } from "./events";
import { eventsInWords } from "./fields";
import { WebhookPage } from "./WebhookPage";

const endpoint: Endpoint = {
  id: "0192f5c4-0000-7000-8000-0000000000e1",
  version: 3,
  created_at: "2026-11-01T02:00:00Z",
  updated_at: "2026-11-20T02:00:00Z",
  api_client_id: "0192f5c4-0000-7000-8000-0000000000c1",
  client_name: "区人民医院信息系统",
  organisation_id: "0192f5c4-0000-7000-8000-0000000000aa",
  organisation_name: "区人民医院",
  name: "投诉系统",
  url: "https://his.example/duban",
  events: ["complaint:"],
  state: "active",
  pause_reason: null,
  paused_at: null,
  position: 4000,
  backlog: 0,
  failures: 0,
  failing_since: null,
  next_attempt_at: null,
  last_success_at: null,
  previous_until: null,
};
const failing: Endpoint = {
  ...endpoint,
  failures: 2,
  failing_since: "2026-11-24T02:00:00Z",
  next_attempt_at: "2026-11-24T02:35:00Z",
};
const attempt: Attempt = {
  id: "0192f5c4-0000-7000-8000-0000000000a1",
  message_id: "msg_1",
  event_type: "complaint.feed_back",
  position: 4001,
  number: 2,
  at: "2026-11-24T02:05:00Z",
  duration_ms: 15_000,
  delivered: false,
  status: null,
  error: "timeout",
  response: "",
};

let shown: Endpoint;
let attempts: Attempt[];
beforeEach(() => {
  shown = endpoint;
  attempts = [];
  server.use(
    http.get("*/api/v1/me", () => HttpResponse.json({ ...me, permissions: ["client.manage", "journal.read"] })),
    http.get("*/api/v1/webhook-endpoints/:id", () => HttpResponse.json(shown)),
    http.get("*/api/v1/webhook-endpoints/:id/attempts", ({ request }) => {
      expect(new URL(request.url).searchParams.has("count")).toBe(false);
      return HttpResponse.json({ items: attempts, next_cursor: null });
    }),
  );
});

const open = () =>
  render(<WebhookPage />, {
    path: "/administration/webhooks/$id",
    at: `/administration/webhooks/${endpoint.id}`,
  });

test("where an endpoint stands is said with since when and why", () => {
  expect(why(endpoint)).toBe("");
  expect(standing(failing)).toBe("failing");
  expect(why(failing)).toBe("自 2026-11-24 10:00 起连续失败 2 次，2026-11-24 10:35 再试");
  const paused = { ...failing, state: "paused", paused_at: "2026-11-27T02:00:00Z", next_attempt_at: null } as const;
  expect(why({ ...paused, pause_reason: "failed" })).toBe("2026-11-27 10:00 自动暂停：连续三天未能送达");
  expect(why({ ...paused, pause_reason: "gone" })).toContain("410");
  expect(standing({ ...paused, pause_reason: "failed" })).toBe("paused");
  expect(outcomeInWords(attempt)).toBe("超时未答复");
  expect(outcomeInWords({ ...attempt, error: null, status: 302 })).toBe("HTTP 302");
});

test("what is told is chosen in words, as a kind or as a single act", () => {
  expect(eventsInWords([])).toBe("全部变更");
  expect(eventsInWords(["complaint:", "duty:submit"])).toBe("投诉 · 全部、任务报送 · 报送");
  expect(eventInWords("unheard_of:refer")).toBe("unheard_of · refer");
  expect(typeInWords("ping")).toBe("测试");
  expect(typeInWords("complaint.feed_back")).toBe("投诉 · 反馈");
  const values = eventChoices().map((choice) => choice.value);
  expect(new Set(values).size).toBe(values.length);
});

test("a ping says at once what came of it", async () => {
  server.use(
    http.post("*/api/v1/webhook-endpoints/:id/ping", () =>
      HttpResponse.json({ ...attempt, event_type: "ping", position: null, error: "tls_failed" }, { status: 201 }),
    ),
  );
  await open();
  await userEvent.click(await screen.findByRole("button", { name: /测试/ }));
  const told = await screen.findByRole("status");
  expect(told).toHaveTextContent("测试没有送达");
  expect(told).toHaveTextContent("证书或加密连接有误");
});

test("a failing endpoint says when the attempt that waits is made again, and can be tried now", async () => {
  shown = failing;
  attempts = [attempt];
  await open();
  expect(await screen.findByText("下次尝试：2026-11-24 10:35")).toBeInTheDocument();
  expect(screen.getByRole("button", { name: "立即重试" })).toBeInTheDocument();
});

test("a reason given for a pause comes from the journal", async () => {
  shown = { ...endpoint, state: "paused", pause_reason: "person", paused_at: "2026-11-24T02:00:00Z" };
  server.use(
    http.get("*/api/v1/journal", ({ request }) => {
      const asked = new URL(request.url).searchParams;
      expect(asked.get("subject_id")).toBe(endpoint.id);
      const items = [{ actor_name: "王安", reason: "停机升级" }];
      return HttpResponse.json({ items, next_position: 1, more: false, head: 9 });
    }),
  );
  await open();
  expect(await screen.findByText("2026-11-24 10:00 由 王安 暂停：停机升级")).toBeInTheDocument();
});

test("a moment is looked for along the journal, stretch by stretch, until something is found or the end", async () => {
  const asked: string[] = [];
  const found = [{ position: 7000 }];
  server.use(
    http.get("*/api/v1/journal", ({ request }) => {
      const after = new URL(request.url).searchParams.get("after") ?? "";
      asked.push(after);
      const last = after === "5000";
      return HttpResponse.json({ items: last ? found : [], next_position: 5000, more: !last, head: 9000 });
    }),
  );
  expect(await positionAt("2026-11-24T00:00:00Z")).toBe(7000);
  expect(asked).toEqual(["0", "5000"]);
  found.pop();
  expect(await positionAt("2026-11-24T00:00:00Z")).toBeNull();
});

test("a replay from an attempt says how far back it goes, and what ahead of it would be passed over", async () => {
  attempts = [{ ...attempt, position: 3990, delivered: true, status: 200, error: null, number: 1 }];
  const sent: unknown[] = [];
  server.use(
    http.post("*/api/v1/webhook-endpoints/:id/replay", async ({ request }) => {
      sent.push([request.headers.get("If-Match"), await request.json()]);
      return sent.length === 1 ? problem(422, "position_ahead", "日志目前只到 4000。") : HttpResponse.json(endpoint);
    }),
  );
  await open();
  await userEvent.click(await screen.findByRole("button", { name: /^从这里重放 3990/ }));
  expect(await screen.findByText("将从位置 3,990 重新推送，现在到 4,000")).toBeInTheDocument();
  const position = screen.getByRole("spinbutton", { name: /位置/ });
  await userEvent.clear(position);
  await userEvent.type(position, "4011");
  expect(await screen.findByText(/中间 10 个位置将被跳过/)).toBeInTheDocument();
  const send = screen.getAllByRole("button", { name: "重放" }).at(-1) as HTMLElement;
  await userEvent.click(send);
  expect(await screen.findByText("日志目前只到 4000。")).toBeInTheDocument();
  await userEvent.click(send);
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent[0]).toEqual(['"3"', { from_position: 4011 }]);
});
