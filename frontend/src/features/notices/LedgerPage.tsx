/** 通报函件: what other organs told the authority, with how long the answer may still take; for an organ, what it sent. */
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useMemo, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { useMay, useMe } from "@/shared/api/me";
import { NextDue } from "@/shared/case/NextDue";
import { Quick } from "@/shared/case/Quick";
import { ResourceTable } from "@/shared/case/ResourceTable";
import type { Column, Filter } from "@/shared/case/table";
import { useCommon } from "@/shared/i18n/common";
import { NOTICE_STATE, named, options } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { useAddress } from "@/shared/lib/search";
import { instant } from "@/shared/lib/time";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { loadNotices, loadSent, type NoticeItem, OPEN } from "./api";
import { KIND, kindsFor, sends } from "./enums";
import { Flags, StateMark } from "./marks";
import { RegisterNotice } from "./RegisterNotice";
import { isSectorWide } from "./steps";
import { useWords } from "./words";

export function LedgerPage() {
  // Which list it is depends on who asks: nothing is read before that is known.
  return <Faces of={useMe()}>{(me) => <Ledger kind={me.organisation.kind} />}</Faces>;
}

function Ledger({ kind }: { kind: Schemas["OrganisationKind"] }) {
  const t = useWords();
  const c = useCommon();
  const may = useMay();
  const outside = sends(kind);
  const [search] = useAddress();
  const [registering, setRegistering] = useState(false);

  const columns = useMemo<Column<NoticeItem>[]>(
    () => [
      {
        key: "title",
        title: t("title"),
        width: 225,
        render: (one) => (
          <>
            <To to={paths.notice(one.id)}>{one.title}</To>
            <div className="quiet nowrap" style={{ fontSize: 12 }}>
              {one.number} {one.document_number}
            </div>
          </>
        ),
      },
      { key: "kind", title: t("kind"), width: 135, render: (one) => named(KIND, one.kind) },
      { key: "from", title: t("from"), width: 125, hidden: outside, render: (one) => one.from_name },
      {
        key: "about",
        title: t("about"),
        width: 125,
        render: (one) => (isSectorWide(one) ? t("authorityAlone") : one.organisation_name),
      },
      {
        key: "received",
        title: t("received"),
        width: 135,
        render: (one) => <span className="nowrap">{instant(one.received_at)}</span>,
      },
      { key: "due", title: t("nextDue"), width: 230, render: (one) => <NextDue of={one} /> },
      {
        key: "state",
        title: c("state"),
        width: 110,
        render: (one) => (
          <span className="row">
            <StateMark state={one.state} />
            <Flags of={one} />
          </span>
        ),
      },
    ],
    [outside, t, c],
  );
  const filters = useMemo<Filter[]>(
    () => [
      { name: "state", label: c("state"), kind: "choices", options: options(NOTICE_STATE) },
      { name: "kind", label: t("kind"), kind: "choices", options: kindsFor(kind) },
      { name: "overdue", label: t("everLate"), kind: "yes_no" },
      { name: "answered", label: t("answered"), kind: "yes_no" },
      { name: "under", label: t("about"), kind: "organisation", quiet: outside },
      { name: "needs_answer", label: t("needsAnswer"), kind: "yes_no", seldom: true },
      { name: "urgent", label: t("urgent"), kind: "yes_no", seldom: true },
      { name: "received_from", label: t("receivedFrom"), kind: "midnight", seldom: true },
      { name: "received_before", label: t("receivedBefore"), kind: "midnight", seldom: true },
      { name: "organisation_id", label: t("about"), kind: "organisation", quiet: true },
    ],
    [outside, kind, t, c],
  );
  const load = outside ? loadSent : loadNotices;

  return (
    <Page
      title={t(outside ? "sent" : "ledger")}
      actions={
        may("notice.register") && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setRegistering(true)}>
            {t(outside ? "send" : "register")}
          </Button>
        )
      }
    >
      <Quick
        resource="notice"
        path={paths.notices}
        search={search}
        load={load}
        lists={[
          { label: t("quickOpen"), query: { state: OPEN } },
          { label: t("quickToAnswer"), query: { needs_answer: "true", state: "received" } },
          { label: t("quickOverdue"), query: { overdue: "true", state: OPEN } },
        ]}
      />
      <ResourceTable<NoticeItem>
        resource="notice"
        load={load}
        columns={columns}
        filters={filters}
        sorts={[
          { value: "-received_at", label: t("newest") },
          { value: "received_at", label: t("oldest") },
        ]}
        exportPath={outside ? undefined : "/api/v1/notices/export"}
        empty={<Nothing>{t(outside ? "emptySent" : "emptyLedger")}</Nothing>}
        card={(one) => (
          <>
            <To to={paths.notice(one.id)}>
              <strong>{one.title}</strong>
            </To>
            <div className="quiet">
              {one.number} · {named(KIND, one.kind)} · {one.from_name}
            </div>
            <div className="quiet">
              {isSectorWide(one) ? t("authorityAlone") : one.organisation_name} · {instant(one.received_at)}
            </div>
            <div className="row" style={{ marginTop: 6 }}>
              <StateMark state={one.state} />
              <NextDue of={one} />
              <Flags of={one} />
            </div>
          </>
        )}
      />
      {registering && <RegisterNotice onClose={() => setRegistering(false)} />}
    </Page>
  );
}
