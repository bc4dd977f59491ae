/** One repetition: the complaints it sums up, what the institution's head found and did, and by when. */
import { useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { Schemas } from "@/shared/api/client";
import { ActionBar } from "@/shared/case/ActionBar";
import type { ActionForms } from "@/shared/case/actions";
import { CasePage } from "@/shared/case/CasePage";
import type { Labels } from "@/shared/case/conflict";
import { Deadlines } from "@/shared/case/Deadlines";
import type { Field } from "@/shared/case/fields";
import { Timeline } from "@/shared/case/Timeline";
import { useLanguage } from "@/shared/i18n";
import { named } from "@/shared/i18n/enums";
import { count } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { one, stringifySearch, useAddress } from "@/shared/lib/search";
import { instant } from "@/shared/lib/time";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Facts, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { WideTable } from "@/shared/ui/WideTable";
import type { ComplaintItem } from "../api";
import { MATTER } from "../enums";
import { inWords } from "../labels";
import { Due, StateMark } from "../marks";
import "../complaints.css";
import { type Repeat, readHistory, readRepeat, rowsOf, sendStep, useComplaintsOf, useRepeat } from "./api";
import { RepeatFlags, RepeatState, spanOf, titleOf } from "./marks";
import { say, useWords } from "./words";

export function RepeatPage() {
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const repeat = useRepeat(id);
  return <Faces of={repeat}>{(found) => <One key={found.id} repeat={found} />}</Faces>;
}

/** Made anew for each language. */
export const repeatForms = (): ActionForms => ({
  answer: {
    note: say("noteAnswer"),
    fields: [
      { name: "cause", label: say("cause"), kind: "long", required: true, help: say("causeHelp") },
      { name: "measures", label: say("measures"), kind: "long", required: true },
    ] satisfies Field<Schemas["AnswerIn"]>[],
  },
});

const labelsOf = (): Labels => ({
  state: { label: say("state"), say: (value) => say(value as Repeat["state"]) },
  count: { label: say("count") },
  relapse: { label: say("relapse") },
  first_received_at: { label: say("first"), say: (value) => instant(value as string) },
  last_received_at: { label: say("last"), say: (value) => instant(value as string) },
  cause: { label: say("cause") },
  measures: { label: say("measures") },
  answered_at: { label: say("at"), say: (value) => instant(value as string) || "—" },
  answered_by_name: { label: say("by") },
  listing_proposed_at: { label: say("proposedAt"), say: (value) => instant(value as string) || "—" },
});

function One({ repeat }: { repeat: Repeat }) {
  const t = useWords();
  useLanguage();
  const client = useQueryClient();
  const [address, change] = useAddress();
  const key = ["complaint_repeat", repeat.id] as const;
  const labels = labelsOf();
  return (
    <CasePage
      number={t("countOf", { count: count(repeat.count) })}
      title={titleOf(repeat)}
      owner={repeat.organisation_name}
      clocks={repeat.clocks}
      state={
        <>
          <RepeatState of={repeat} />
          <RepeatFlags of={repeat} />
        </>
      }
      actions={
        <ActionBar
          record={repeat}
          forms={repeatForms()}
          labels={labels}
          send={sendStep}
          reread={() => readRepeat(repeat.id)}
          lastEntry={async () => (await readHistory(repeat.id, undefined)).items[0] ?? null}
          onDone={(done) => {
            client.setQueryData(key, done);
            for (const resource of ["complaint_repeat", "worklist"])
              void client.invalidateQueries({ queryKey: [resource] });
          }}
        />
      }
      tab={one(address.tab) ?? "case"}
      onTab={(tab) => change({ tab: tab === "case" ? undefined : tab }, true)}
      tabs={[
        { key: "case", label: t("case"), children: <Matter repeat={repeat} /> },
        { key: "deadlines", label: t("deadlines"), children: <Deadlines clocks={repeat.clocks} /> },
        {
          key: "history",
          label: t("history"),
          children: (
            <Timeline
              name={key}
              labels={labels}
              read={async (cursor, signal) => inWords(await readHistory(repeat.id, cursor, signal))}
            />
          ),
        },
      ]}
    />
  );
}

function Matter({ repeat }: { repeat: Repeat }) {
  const t = useWords();
  return (
    <>
      <Panel title={t("case")}>
        <Facts
          items={[
            { label: t("organisation"), value: repeat.organisation_name },
            { label: t("matter"), value: named(MATTER, repeat.matter) },
            { label: t("department"), value: repeat.department || t("noDepartment") },
            { label: t("span"), value: spanOf(repeat) },
            { label: t("relapse"), value: repeat.relapse > 0 ? t("relapseOf", { count: repeat.relapse }) : null },
            { label: t("proposedAt"), value: instant(repeat.listing_proposed_at) },
          ]}
        />
      </Panel>
      {repeat.answered_at && (
        <Panel title={t("answer")}>
          <Facts
            items={[
              { label: t("by"), value: repeat.answered_by_name },
              { label: t("at"), value: instant(repeat.answered_at) },
              { label: t("cause"), value: repeat.cause, wide: true },
              { label: t("measures"), value: repeat.measures, wide: true },
            ]}
          />
        </Panel>
      )}
      <Complaints repeat={repeat} />
    </>
  );
}

function Complaints({ repeat }: { repeat: Repeat }) {
  const t = useWords();
  const found = useComplaintsOf(repeat);
  const title = (row: ComplaintItem) => <To to={paths.complaint(row.id)}>{row.title}</To>;
  return (
    <Panel
      title={t("rows")}
      extra={<To to={`${paths.complaints}${stringifySearch(rowsOf(repeat))}`}>{t("inLedger")}</To>}
    >
      <Faces of={found} isEmpty={({ items }) => items.length === 0} empty={<Nothing>{t("noRows")}</Nothing>}>
        {({ items, next_cursor }) => (
          <>
            <WideTable<ComplaintItem>
              label={t("rows")}
              rowKey="id"
              dataSource={items}
              columns={[
                { key: "number", title: t("number"), render: (_, row) => <span className="nowrap">{row.number}</span> },
                { key: "title", title: t("subject"), render: (_, row) => title(row) },
                {
                  key: "received",
                  title: t("received"),
                  render: (_, row) => <span className="nowrap">{instant(row.received_at)}</span>,
                },
                { key: "state", title: t("state"), render: (_, row) => <StateMark state={row.state} /> },
                { key: "due", title: t("deadlines"), render: (_, row) => <Due of={row} /> },
              ]}
              card={(row) => (
                <>
                  {title(row)}
                  <div className="quiet">
                    {row.number} · {instant(row.received_at)}
                  </div>
                  <div className="row">
                    <StateMark state={row.state} />
                    <Due of={row} />
                  </div>
                </>
              )}
            />
            {next_cursor && <p className="quiet">{t("more", { count: items.length })}</p>}
          </>
        )}
      </Faces>
    </Panel>
  );
}
