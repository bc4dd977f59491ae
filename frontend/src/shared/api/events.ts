/** Live events: a change somebody else makes marks what was read of it as stale, and open pages read it anew. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { BACKGROUND } from "./presence";
import { signed, useSession } from "./session";

interface Change {
  position: number;
  action: string;
  subject_type: string;
  subject_id: string;
  organisation_id: string | null;
}

/** The native EventSource cannot send a token, so the stream is read by fetch. */
async function* serverSentEvents(response: Response): AsyncGenerator<{ event: string; data: string; id: string }> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return;
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      rest += value.replaceAll("\r\n", "\n");
      const blocks = rest.split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = { event: "message", data: "", id: "" };
        for (const line of block.split("\n")) {
          const at = line.indexOf(":");
          const field = line.slice(0, at);
          const value = line.slice(at + 1).trimStart();
          if (field === "event" || field === "id") event[field] = value;
          if (field === "data") event.data += value;
        }
        if (event.data) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** What besides itself shows a subject: its own lists and pages go by key, these go with it. */
const SHOWN_WITH: Record<string, string[]> = {
  duty: ["worklist", "campaign", "institution"],
  duty_event: ["duty", "worklist", "campaign"],
  rectification_task: ["worklist", "institution"],
  complaint: ["worklist", "institution"],
  complaint_repeat: ["worklist"],
  dispute: ["worklist", "institution", "complaint"],
  attachment: [],
  campaign: ["duty", "worklist", "institution"],
};

const QUIET_MS = 400;
const AGAIN_MS = 3_000;

/**
 * Follow the stream while somebody is signed in; it reconnects by itself after `againMs` and misses nothing. A session
 * that was ended elsewhere is told here first, because the stream is cut with it.
 */
export function useLiveEvents(againMs = AGAIN_MS): void {
  const client = useQueryClient();
  const signedIn = useSession().kind === "signed_in";
  useEffect(() => {
    if (!signedIn) return;
    const stop = new AbortController();
    let last = "";
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stale = new Set<string>();

    const tell = (resources: string[]) => {
      for (const resource of resources) stale.add(resource);
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const resource of stale) void client.invalidateQueries({ queryKey: [resource] });
        stale.clear();
      }, QUIET_MS);
    };

    const follow = async () => {
      const from: Record<string, string> = last ? { "Last-Event-ID": last } : {};
      const response = await signed((headers) =>
        fetch("/api/v1/events/stream", {
          headers: { ...headers, ...from, ...BACKGROUND, Accept: "text/event-stream" },
          signal: stop.signal,
        }),
      );
      for await (const { event, data, id } of serverSentEvents(response)) {
        if (id) last = id;
        if (event === "change") {
          const change = JSON.parse(data) as Change;
          tell([change.subject_type, "notification", ...(SHOWN_WITH[change.subject_type] ?? ["worklist"])]);
        } else if (event === "reset") await client.invalidateQueries();
        else if (event === "end") return;
      }
    };

    const loop = async () => {
      while (!stop.signal.aborted) {
        try {
          await follow();
        } catch {
          // The line is down: the loop waits and tries again. Where the session is over, it is stopped from outside.
        }
        await new Promise((resolve) => setTimeout(resolve, againMs));
      }
    };
    void loop();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [client, signedIn, againMs]);
}
