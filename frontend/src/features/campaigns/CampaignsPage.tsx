/** The list of campaigns, and the way to draft another. */

import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { api, data, type Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { ResourceTable } from "@/shared/case/ResourceTable";
import type { Column, Filter, Load } from "@/shared/case/table";
import { useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { CAMPAIGN_STATE, named, options, PLAN_LEVEL } from "@/shared/i18n/enums";
import { count } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { Nothing } from "@/shared/ui/faces";
import { CampaignStateMark } from "@/shared/ui/marks";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { usePlans } from "./api";
import { type Say, useWords } from "./words";

type Row = Schemas["CampaignItem"];

const load: Load<Row> = (query, signal) =>
  data(api.GET("/api/v1/campaigns", { params: { query: query as never }, signal }));

const periodOf = (row: Row, t: Say): string =>
  row.starts_on && row.ends_on ? t("to", { from: row.starts_on, to: row.ends_on }) : t("openPeriod");

export function CampaignsPage() {
  const t = useWords();
  const c = useCommon();
  useLanguage();
  const may = useMay();
  const navigate = useNavigate();
  const plans = usePlans();
  const columns: Column<Row>[] = [
    { key: "number", title: c("number"), width: 145, render: (row) => <span className="nowrap">{row.number}</span> },
    {
      key: "title",
      title: c("title"),
      width: 340,
      render: (row) => <To to={paths.campaign(row.id)}>{row.title}</To>,
    },
    { key: "state", title: c("state"), width: 90, render: (row) => <CampaignStateMark state={row.state} /> },
    { key: "period", title: t("period"), width: 205, render: (row) => periodOf(row, t) },
    { key: "duties", title: t("duties"), width: 80, align: "right", render: (row) => count(row.duty_count) },
    { key: "organisation", title: t("issuer"), width: 160, render: (row) => row.organisation_name },
    { key: "level", title: t("level"), width: 90, render: (row) => named(PLAN_LEVEL, row.level) },
  ];
  const filters: Filter[] = [
    { name: "state", label: c("state"), kind: "choices", options: options(CAMPAIGN_STATE) },
    {
      name: "plan_id",
      label: t("plan"),
      kind: "choice",
      options: (plans.data ?? []).map((plan) => ({ value: plan.id, label: `${plan.id} ${plan.title}` })),
    },
  ];
  const draftOne = may("campaign.write") && (
    <Button type="primary" onClick={() => void navigate({ to: paths.launch as "/" })}>
      {t("draftOne")}
    </Button>
  );
  return (
    <Page title={t("campaigns")} actions={draftOne}>
      <ResourceTable<Row>
        resource="campaign"
        load={load}
        columns={columns}
        filters={filters}
        sorts={[
          { value: "-id", label: t("newest") },
          { value: "id", label: t("oldest") },
          { value: "-starts_on", label: t("startLatest") },
          { value: "starts_on", label: t("startEarliest") },
        ]}
        card={(row) => <Card row={row} />}
        empty={<Nothing>{draftOne ? t("emptyCanDraft") : t("empty")}</Nothing>}
      />
    </Page>
  );
}

function Card({ row }: { row: Row }) {
  const t = useWords();
  return (
    <>
      <div className="row" style={{ justifyContent: "space-between" }}>
        <span className="quiet">{row.number}</span>
        <CampaignStateMark state={row.state} />
      </div>
      <To to={paths.campaign(row.id)}>
        <strong>{row.title}</strong>
      </To>
      <div>{periodOf(row, t)}</div>
      <div className="quiet">
        {row.organisation_name} · {t("dutiesCount", { count: count(row.duty_count) })}
      </div>
    </>
  );
}
