/** Questions to whoever holds the receipt code, and what came back. Opened by whoever handles it, it counts as read. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useMay, useMe } from "@/shared/api/me";
import { whenAttended } from "@/shared/api/presence";
import { useRead, useWrite } from "@/shared/api/queries";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { Chat } from "@/shared/ui/Chat";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { Panel } from "@/shared/ui/Page";
import { type Complaint, type Message, markRead, readMessages, writeMessage } from "./api";
import { useWords } from "./words";

const LONGEST = 2000;

/** Whether this person reads them at all: an institution only those of what it handles itself. */
export function useReadsMessages(complaint: Complaint): boolean {
  const me = useMe().data?.organisation;
  return complaint.has_receipt && (me?.kind !== "institution" || me.id === complaint.handler_id);
}

/** The tab's name, with how many wait to be read. */
export function MessagesLabel({ complaint }: { complaint: Complaint }) {
  const t = useWords();
  return (
    <span>
      {t("messages")}{" "}
      {complaint.unread_messages > 0 && (
        <Toned tone="late">{t("unreadCount", { count: complaint.unread_messages })}</Toned>
      )}
    </span>
  );
}

export function Messages({ complaint, shown }: { complaint: Complaint; shown: boolean }) {
  const t = useWords();
  const may = useMay();
  const us = useMe().data?.organisation;
  const key = ["complaint", complaint.id, "messages"] as const;
  const messages = useRead(key, (signal) => readMessages(complaint.id, signal), { enabled: shown });
  const mine = may("complaint.handle") && us?.id === complaint.handler_id;
  useMarkRead(complaint, mine && shown ? messages.data : undefined);
  return (
    <Panel title={t("messages")}>
      <p className="quiet">{t("messagesText")}</p>
      <Faces
        of={messages}
        rows={4}
        isEmpty={(found) => found.length === 0}
        empty={<Nothing>{t("noMessages")}</Nothing>}
      >
        {(found) => (
          <Chat
            label={t("messages")}
            said={found.map((one) => {
              const own = one.sender === "handler";
              const note = own ? one.read_at !== null && t("readByComplainant") : one.read_at === null && t("unread");
              const who = own ? [one.organisation_name, one.by_name].filter(Boolean).join(" ") : t("complainant");
              return { ...one, own, who, note };
            })}
          />
        )}
      </Faces>
      {mine ? <Write complaint={complaint} /> : <p className="quiet">{t("onlyHandlerWrites")}</p>}
    </Panel>
  );
}

/** What stands before whoever handles it is read; what comes to a screen that nobody attends waits for him. */
function useMarkRead(complaint: Complaint, messages: Message[] | undefined): void {
  const client = useQueryClient();
  const last = messages?.at(-1)?.id;
  const waits = messages?.some((one) => one.sender === "complainant" && one.read_at === null) ?? false;
  const mark = useWrite((upTo: string, key: string) => markRead(complaint.id, upTo, key), {
    onSuccess: () => void client.invalidateQueries({ queryKey: ["complaint"] }),
  });
  const { mutate } = mark;
  useEffect(() => {
    if (waits && last) return whenAttended(() => mutate(last));
  }, [waits, last, mutate]);
}

function Write({ complaint }: { complaint: Complaint }) {
  const t = useWords();
  const client = useQueryClient();
  // Sent, the form is a new one.
  const [round, setRound] = useState(0);
  const write = useWrite((text: string, key: string) => writeMessage(complaint, text, key));
  return (
    <ResourceForm<{ text: string }>
      key={round}
      fields={[
        {
          name: "text",
          label: t("writeMessage"),
          kind: "long",
          required: true,
          max: LONGEST,
          rows: 3,
          help: t("writeHelp"),
        },
      ]}
      draft={`${complaint.id}.message`}
      submit={t("sendMessage")}
      onSubmit={async ({ text }) => {
        await write.mutateAsync(text);
        await client.invalidateQueries({ queryKey: ["complaint"] });
        setRound(round + 1);
      }}
    />
  );
}
