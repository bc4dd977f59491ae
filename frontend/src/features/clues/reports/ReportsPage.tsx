/** What one's own institution reported, and whom it still has to tell. What became of it is not shown. */
import { PlusOutlined } from "@ant-design/icons";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useMemo } from "react";
import { NextDue } from "@/shared/case/NextDue";
import { ResourceTable } from "@/shared/case/ResourceTable";
import type { Column, Filter } from "@/shared/case/table";
import { CLUE_KIND } from "@/shared/i18n/clue-kinds";
import { named, options } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { instant } from "@/shared/lib/time";
import { Nothing } from "@/shared/ui/faces";
import { Toned } from "@/shared/ui/marks";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { loadReports, type ReportItem } from "../api";
import { RECIPIENTS } from "./fields";
import "./reports.css";
import { useReportWords } from "./words";

export function ReportsPage() {
  const t = useReportWords();
  const navigate = useNavigate();
  const report = () => void navigate({ to: paths.clueReportNew as "/" });
  const columns = useMemo<Column<ReportItem>[]>(
    () => [
      {
        key: "kind",
        title: t("kind"),
        width: 190,
        render: (one) => (
          <>
            <To to={paths.clueReport(one.id)}>{named(CLUE_KIND, one.kind)}</To>
            <div className="quiet nowrap report-small">{one.number}</div>
          </>
        ),
      },
      { key: "facts", title: t("facts"), render: (one) => <span className="two-lines">{one.facts}</span> },
      {
        key: "found",
        title: t("foundAt"),
        width: 140,
        render: (one) => <span className="nowrap">{instant(one.found_at)}</span>,
      },
      { key: "told", title: t("toTell"), width: 150, render: (one) => <Told of={one} /> },
      { key: "due", title: t("next"), width: 220, render: (one) => <NextDue of={one} /> },
      { key: "by", title: t("reportedBy"), width: 100, hidden: true, render: (one) => one.reported_by_name },
    ],
    [t],
  );
  const filters = useMemo<Filter[]>(
    () => [
      { name: "kind", label: t("kind"), kind: "choices", options: options(CLUE_KIND) },
      { name: "overdue", label: t("everLate"), kind: "yes_no" },
      { name: "found_from", label: t("foundFrom"), kind: "midnight", seldom: true },
      { name: "found_before", label: t("foundBefore"), kind: "midnight", seldom: true },
    ],
    [t],
  );
  return (
    <Page
      title={t("reports")}
      actions={
        <Button type="primary" size="large" icon={<PlusOutlined />} onClick={report}>
          {t("report")}
        </Button>
      }
    >
      <p className="quiet">{t("confidential")}</p>
      <ResourceTable<ReportItem>
        resource="clue_report"
        load={loadReports}
        columns={columns}
        filters={filters}
        withText={false}
        sorts={[
          { value: "-id", label: t("newest") },
          { value: "found_at", label: t("oldest") },
        ]}
        empty={<Nothing>{t("emptyReports")}</Nothing>}
        card={(one) => (
          <>
            <To to={paths.clueReport(one.id)}>
              <strong>{named(CLUE_KIND, one.kind)}</strong>
            </To>
            <div className="quiet">
              {one.number} · {instant(one.found_at)}
            </div>
            <div className="two-lines">{one.facts}</div>
            <div className="row" style={{ marginTop: 6 }}>
              <Told of={one} />
              <NextDue of={one} />
            </div>
          </>
        )}
      />
    </Page>
  );
}

/** How many of those who have to be told were told; and whether it was late. */
function Told({ of }: { of: ReportItem }) {
  const t = useReportWords();
  const owed = RECIPIENTS.filter((who) => of[`owes_${who}`]);
  const done = owed.filter((who) => of[`told_${who}_at`]).length;
  return (
    <span className="row">
      {owed.length === 0 ? (
        <span className="quiet">—</span>
      ) : (
        <Toned tone={done === owed.length ? "on-time" : "late"}>{t("toldOf", { done, all: owed.length })}</Toned>
      )}
      {of.overdue_at && <Toned tone="late">{t("late")}</Toned>}
    </span>
  );
}
