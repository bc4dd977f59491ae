/** One entry in full: what changed from what to what, why, and its seal. */
import { LockOutlined } from "@ant-design/icons";
import { Button } from "antd";
import {
  CAMPAIGN_STATE,
  COMPLAINT_STATE,
  DISPUTE_STATE,
  DUTY_STATE,
  named,
  TASK_STATE,
  VISIBILITY,
} from "@/shared/i18n/enums";
import { instant } from "@/shared/lib/time";
import { Facts } from "@/shared/ui/Page";
import type { Entry } from "./query";
import { useWords } from "./words";

const STATES: Record<string, Record<string, readonly [string, string]>> = {
  duty: DUTY_STATE,
  rectification_task: TASK_STATE,
  complaint: COMPLAINT_STATE,
  dispute: DISPUTE_STATE,
  campaign: CAMPAIGN_STATE,
};

function said(entry: Entry, field: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return "—";
  const states = STATES[entry.subject_type];
  if (field === "state" && states) return named(states, String(value));
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

interface DetailProps {
  entry: Entry;
  narrow: (filters: Record<string, string | undefined>) => void;
}

export function Detail({ entry, narrow }: DetailProps) {
  const t = useWords();
  return (
    <div style={{ padding: "4px 0" }}>
      {entry.redacted && (
        <p className="quiet" style={{ marginTop: 0 }}>
          <LockOutlined /> {t("redactedWhy")}
        </p>
      )}
      <Changes entry={entry} />
      <Facts
        items={[
          { label: t("reason"), value: entry.reason, wide: true },
          { label: t("hash"), value: <code style={{ fontSize: 12 }}>{entry.hash}</code>, wide: true },
          { label: t("sealedAt"), value: instant(entry.sealed_at) },
          { label: t("visibility"), value: named(VISIBILITY, entry.visibility) },
          {
            label: t("requestId"),
            value: entry.request_id && <code style={{ fontSize: 12 }}>{entry.request_id}</code>,
          },
          { label: t("entryId"), value: <code style={{ fontSize: 12 }}>{entry.id}</code> },
        ]}
      />
      <div className="row" style={{ marginTop: 8 }}>
        {entry.actor_kind === "person" && (
          <Button size="small" onClick={() => narrow({ actor_id: entry.actor_id })}>
            {t("onlyActor")}
          </Button>
        )}
        <Button
          size="small"
          onClick={() => narrow({ subject_type: entry.subject_type, subject_id: entry.subject_id, action: undefined })}
        >
          {t("onlySubject")}
        </Button>
      </div>
    </div>
  );
}

function Changes({ entry }: { entry: Entry }) {
  const t = useWords();
  const changes = Object.entries(entry.changes);
  if (changes.length === 0) return <p className="quiet">{t("noChanges")}</p>;
  return (
    <div style={{ overflowX: "auto", marginBottom: 12 }}>
      <table className="journal-changes">
        <caption>{t("changes")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("field")}</th>
            <th scope="col">{t("before")}</th>
            <th scope="col">{t("after")}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(([field, pair]) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              {pair === null ? (
                <td colSpan={2} className="quiet">
                  <LockOutlined /> {t("hidden")}
                </td>
              ) : (
                <>
                  <td>{said(entry, field, pair[0])}</td>
                  <td>{said(entry, field, pair[1])}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
