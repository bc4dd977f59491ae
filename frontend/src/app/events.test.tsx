import { screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { useLiveEvents } from "@/shared/api/events";
import { session } from "@/shared/api/session";
import { render } from "@/testing/render";
import { seen } from "@/testing/seen";
import { problem, server } from "@/testing/server";
import { Navigation } from "./Navigation";

const counts = (owed: number) => ({
  items: [
    { section: "owed", subject_type: "duty", permission: "duty.review", total: owed, late: owed - 240, soon: 0 },
    { section: "escalated", subject_type: "duty", permission: "duty.review", total: 31, late: 31, soon: 0 },
  ],
  total: owed + 31,
  late: 32,
});

const change = (id: number) =>
  `id: ${id}\nevent: change\ndata: ${JSON.stringify({ position: id, action: "duty:submit", subject_type: "duty", subject_id: "d1", organisation_id: null })}\n\n`;

/** A stream that says this and then breaks off. */
const stream = (text: string) => new HttpResponse(text, { headers: { "Content-Type": "text/event-stream" } });

function Page() {
  useLiveEvents(10);
  return <Navigation />;
}

test("the count beside the worklist is what is owed, and follows what others do without being asked", async () => {
  let owed = 243;
  const from: (string | null)[] = [];
  server.use(
    http.get("*/api/v1/worklist/counts", () => HttpResponse.json(counts(owed))),
    http.get("*/api/v1/events/stream", async ({ request }) => {
      from.push(request.headers.get("Last-Event-ID"));
      if (from.length === 1) await screen.findByTitle("其中逾期 3 件");
      if (from.length > 2) return new Promise<never>(() => {});
      owed = 244;
      return stream(change(from.length + 6));
    }),
  );
  await render(<Page />);
  expect(await screen.findByTitle("其中逾期 3 件")).toHaveTextContent("243");
  await seen(() => screen.getByTitle("其中逾期 4 件"));
  // The line broke off twice: each time it goes on from the last event it has seen.
  await waitFor(() => expect(from).toEqual([null, "7", "8"]));
});

test("an access token that ran out is renewed; a session ended elsewhere is told at once, without a further request", async () => {
  const tokens: (string | null)[] = [];
  server.use(
    http.get("*/api/v1/worklist/counts", () => HttpResponse.json(counts(240))),
    http.get("*/api/v1/events/stream", ({ request }) => {
      tokens.push(request.headers.get("Authorization"));
      return tokens.length === 1
        ? problem(401, "token_expired", "登录凭证已过期")
        : problem(401, "session_ended", "安全管理员结束了您的登录。");
    }),
  );
  await render(<Page />);
  await waitFor(() =>
    expect(session()).toEqual({ kind: "ended", username: "lead", why: "安全管理员结束了您的登录。" }),
  );
  expect(tokens).toHaveLength(2);
});
