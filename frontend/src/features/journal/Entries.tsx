/** A page of the journal: a table where there is room, cards on a phone; every row opens into its entry in full. */
import { LockOutlined } from "@ant-design/icons";
import { Button, Grid, Table } from "antd";
import { useState } from "react";
import { useMay } from "@/shared/api/me";
import { aside } from "@/shared/i18n";
import { actionInWords, labelOf } from "@/shared/i18n/acts";
import { pathOf } from "@/shared/lib/paths";
import { instant } from "@/shared/lib/time";
import { To } from "@/shared/ui/To";
import { Detail } from "./Detail";
import type { Entry } from "./query";
import { useNames } from "./useNames";
import { useWords } from "./words";
import "./journal.css";

interface EntriesProps {
  entries: Entry[];
  loading: boolean;
  narrow: (filters: Record<string, string | undefined>) => void;
}

export function Entries({ entries, loading, narrow }: EntriesProps) {
  const t = useWords();
  const wide = Grid.useBreakpoint().md ?? true;
  const nameOf = useNames(entries.map((entry) => entry.organisation_id));
  if (!wide)
    return (
      <ul style={{ listStyle: "none", margin: 0, padding: 0 }} aria-busy={loading}>
        {entries.map((entry) => (
          <Card key={entry.id} entry={entry} organisation={nameOf(entry.organisation_id)} narrow={narrow} />
        ))}
      </ul>
    );
  return (
    <Table<Entry>
      size="small"
      rowKey="id"
      loading={loading}
      dataSource={entries}
      pagination={false}
      sticky={{ offsetHeader: 56 }}
      scroll={{ x: "max-content" }}
      expandable={{
        expandedRowRender: (entry) => <Detail entry={entry} narrow={narrow} />,
        expandIcon: ({ expanded, onExpand, record }) => (
          <Button
            type="link"
            size="small"
            aria-expanded={expanded}
            aria-label={`${t(expanded ? "hide" : "details")} ${record.position}`}
            onClick={(event) => onExpand(record, event)}
          >
            {t(expanded ? "hide" : "details")}
          </Button>
        ),
        columnWidth: 76,
        columnTitle: t("details"),
      }}
      columns={[
        { title: t("position"), width: 80, align: "right", render: (_, entry) => entry.position },
        { title: t("time"), width: 140, render: (_, entry) => <span className="nowrap">{instant(entry.at)}</span> },
        { title: t("actor"), width: 110, render: (_, entry) => <Actor entry={entry} /> },
        { title: t("action"), width: 200, render: (_, entry) => <Act entry={entry} /> },
        { title: t("subject"), width: 320, render: (_, entry) => <Subject entry={entry} /> },
        { title: t("organisation"), width: 200, render: (_, entry) => nameOf(entry.organisation_id) },
      ]}
    />
  );
}

function Actor({ entry }: { entry: Entry }) {
  const t = useWords();
  if (entry.actor_kind === "system" || entry.actor_kind === "public")
    return <span className="quiet">{t(entry.actor_kind)}</span>;
  return (
    <>
      {entry.actor_name}
      {entry.actor_kind === "machine" && <span className="quiet">{aside(t("machine"))}</span>}
    </>
  );
}

function Act({ entry }: { entry: Entry }) {
  const t = useWords();
  return (
    <span title={entry.action}>
      {actionInWords(entry.action)}{" "}
      {entry.redacted && <LockOutlined className="quiet" role="img" aria-label={t("redacted")} title={t("redacted")} />}
    </span>
  );
}

/** Who watches over the journal may read few of the matters in it: a link stands only where it leads somewhere. */
const NEEDS: Record<string, string> = {
  duty: "duty.read",
  duty_event: "duty.read",
  rectification_task: "task.read",
  complaint: "complaint.read",
  dispute: "dispute.read",
  campaign: "campaign.read",
  institution: "institution.read",
  organisation: "organisation.write",
  user: "user.read",
};

function Subject({ entry }: { entry: Entry }) {
  const may = useMay();
  const path = may(NEEDS[entry.subject_type] ?? "") ? pathOf(entry.subject_type, entry.subject_id) : null;
  const label = labelOf(entry);
  return <span style={{ overflowWrap: "anywhere" }}>{path ? <To to={path}>{label}</To> : label}</span>;
}

interface CardProps {
  entry: Entry;
  organisation: string;
  narrow: EntriesProps["narrow"];
}

function Card({ entry, organisation, narrow }: CardProps) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  return (
    <li className="panel" style={{ marginBottom: 8 }}>
      <div className="row" style={{ justifyContent: "space-between" }}>
        <strong>
          <Act entry={entry} />
        </strong>
        <span className="quiet">{entry.position}</span>
      </div>
      <Subject entry={entry} />
      <div className="quiet">
        {instant(entry.at)} · <Actor entry={entry} /> · {organisation}
      </div>
      <Button
        type="link"
        size="small"
        style={{ padding: 0 }}
        aria-expanded={open}
        aria-label={`${t(open ? "hide" : "details")} ${entry.position}`}
        onClick={() => setOpen(!open)}
      >
        {t(open ? "hide" : "details")}
      </Button>
      {open && <Detail entry={entry} narrow={narrow} />}
    </li>
  );
}
