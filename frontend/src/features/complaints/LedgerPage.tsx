/** 投诉台账: every complaint about the institutions one answers for, with how long its answer may still take. */
import { PlusOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useMemo } from "react";
import { useMay, useMe } from "@/shared/api/me";
import { ResourceTable } from "@/shared/case/ResourceTable";
import type { Column, Filter } from "@/shared/case/table";
import { useCommon } from "@/shared/i18n/common";
import { COMPLAINT_STATE, named, options } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { useAddress } from "@/shared/lib/search";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type ComplaintItem, loadComplaints } from "./api";
import { CHANNEL, FINDING, MATTER, SATISFACTION, typed } from "./enums";
import { Due, Flags, StateMark } from "./marks";
import { QuickComplaints } from "./Quick";
import "./complaints.css";
import { useWords } from "./words";

export function LedgerPage() {
  const t = useWords();
  const c = useCommon();
  const may = useMay();
  const navigate = useNavigate();
  const [search] = useAddress();
  const inside = useMe().data?.organisation.kind === "institution";

  const columns = useMemo<Column<ComplaintItem>[]>(
    () => [
      {
        key: "title",
        title: t("title"),
        width: 230,
        render: (one) => (
          <>
            <To to={paths.complaint(one.id)}>{one.title}</To>
            <div className="quiet complaint-small nowrap">{one.number}</div>
          </>
        ),
      },
      {
        key: "organisation",
        title: t("organisation"),
        width: 160,
        hidden: inside,
        render: (one) => <About one={one} />,
      },
      { key: "matter", title: t("matter"), width: 95, render: (one) => named(MATTER, one.matter) },
      { key: "channel", title: t("channel"), width: 90, render: (one) => named(CHANNEL, one.channel) },
      {
        key: "received",
        title: t("received"),
        width: 135,
        render: (one) => <span className="nowrap">{instant(one.received_at)}</span>,
      },
      { key: "due", title: t("answerDue"), width: 185, render: (one) => <Due of={one} /> },
      { key: "state", title: c("state"), width: 95, render: (one) => <StateMark state={one.state} /> },
      {
        key: "flags",
        title: t("flags"),
        width: 160,
        render: (one) => (
          <span className="row">
            <Flags of={one} />
          </span>
        ),
      },
      { key: "finding", title: t("finding"), width: 90, hidden: true, render: (one) => named(FINDING, one.finding) },
      {
        key: "satisfaction",
        title: t("satisfaction"),
        width: 90,
        hidden: true,
        render: (one) => named(SATISFACTION, one.satisfaction),
      },
      {
        key: "source",
        title: t("source"),
        width: 140,
        hidden: true,
        render: (one) => (one.source_system ? `${one.source_system} ${one.external_id ?? ""}` : ""),
      },
    ],
    [inside, t, c],
  );
  const filters = useMemo<Filter[]>(
    () => [
      { name: "state", label: c("state"), kind: "choices", options: options(COMPLAINT_STATE) },
      { name: "matter", label: t("matter"), kind: "choices", options: typed(MATTER) },
      { name: "channel", label: t("channel"), kind: "choices", options: typed(CHANNEL) },
      { name: "overdue", label: t("everLate"), kind: "yes_no" },
      { name: "under", label: t("organisation"), kind: "organisation", quiet: inside },
      { name: "fed_back", label: t("fedBack"), kind: "yes_no", seldom: true },
      { name: "unread", label: t("unread"), kind: "yes_no", seldom: true },
      { name: "real_name", label: t("realName"), kind: "yes_no", seldom: true },
      { name: "key", label: t("key"), kind: "yes_no", seldom: true },
      { name: "department", label: t("departments"), kind: "tags", seldom: true },
      { name: "escalated", label: t("escalated"), kind: "yes_no", seldom: true },
      { name: "proposed", label: t("proposed"), kind: "yes_no", seldom: true },
      { name: "finding", label: t("finding"), kind: "choices", options: options(FINDING), seldom: true },
      { name: "received_from", label: t("receivedFrom"), kind: "midnight", seldom: true },
      { name: "received_before", label: t("receivedBefore"), kind: "midnight", seldom: true },
      { name: "organisation_id", label: t("organisation"), kind: "organisation", quiet: true },
      { name: "handler_id", label: t("handler"), kind: "organisation", quiet: true },
      { name: "handed_to", label: t("handedTo"), kind: "organisation", quiet: true },
      { name: "source_system", label: t("source"), kind: "text", quiet: true },
    ],
    [inside, t, c],
  );

  return (
    <Page
      title={t("ledger")}
      actions={
        <>
          <To to={paths.complaintRepeats}>{t("repeats")}</To>
          <To to={paths.complaintFigures}>{t("figures")}</To>
          {may("complaint.handle") && (
            <Button
              type="primary"
              icon={<PlusOutlined />}
              onClick={() => void navigate({ to: paths.complaintNew as "/" })}
            >
              {t("register")}
            </Button>
          )}
        </>
      }
    >
      <QuickComplaints search={search} />
      <ResourceTable<ComplaintItem>
        resource="complaint"
        load={loadComplaints}
        columns={columns}
        filters={filters}
        sorts={[
          { value: "-received_at", label: t("newest") },
          { value: "received_at", label: t("oldest") },
        ]}
        exportPath="/api/v1/complaints/export"
        empty={<Nothing>{t("emptyLedger")}</Nothing>}
        card={(one) => (
          <>
            <To to={paths.complaint(one.id)}>
              <strong>{one.title}</strong>
            </To>
            <div className="quiet">
              {one.number} · {named(MATTER, one.matter)} · {named(CHANNEL, one.channel)}
            </div>
            <div className="quiet">
              {!inside && `${one.organisation_name} · `}
              {instant(one.received_at)}
            </div>
            <div className="row" style={{ marginTop: 6 }}>
              <StateMark state={one.state} />
              <Due of={one} />
              <Flags of={one} />
            </div>
          </>
        )}
      />
    </Page>
  );
}

/** The institution, and who handles it where that is somebody else. */
function About({ one }: { one: ComplaintItem }) {
  const t = useWords();
  return (
    <>
      {one.organisation_name}
      {one.handler_id !== one.organisation_id && (
        <div className="quiet complaint-small">{t("handledBy", { name: one.handler_name })}</div>
      )}
    </>
  );
}
