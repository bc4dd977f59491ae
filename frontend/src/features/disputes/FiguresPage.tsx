/** 医疗纠纷统计: how many were resolved and by which way, mediation's success, terms kept. Every number opens its rows. */
import { api, data, type Schemas } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { Divisions } from "@/shared/figures/Divisions";
import { Groups, rowsAt, Shares, Spans, spanOf } from "@/shared/figures/Figures";
import { sinceOf } from "@/shared/figures/spans";
import { useLanguage } from "@/shared/i18n";
import { count, yuan } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { stringifySearch, useAddress } from "@/shared/lib/search";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import "./disputes.css";
import { useFigureWords } from "./figure-words";

type Figures = Schemas["DisputeIndicatorsRead"];

const rowsOf = rowsAt(paths.disputes);

export function FiguresPage() {
  const t = useFigureWords();
  const language = useLanguage();
  const [search] = useAddress();
  const since = sinceOf(spanOf(search), new Date());
  const figures = useRead(["dispute", "indicators", since, language], (signal) =>
    data(api.GET("/api/v1/disputes/indicators", { params: { query: since ? { raised_from: since } : {} }, signal })),
  );
  return (
    <Page
      title={t("title")}
      actions={<To to={`${paths.disputes}${stringifySearch(since ? { raised_from: since } : {})}`}>{t("ledger")}</To>}
    >
      <Spans />
      <Faces of={figures} rows={8} isEmpty={(found) => found.total === 0} empty={<Nothing>{t("none")}</Nothing>}>
        {(found) => <Shown figures={found} />}
      </Faces>
    </Page>
  );
}

function Shown({ figures }: { figures: Figures }) {
  const t = useFigureWords();
  const { total } = figures;
  const missing = (left: string) => t("missing", { count: left });
  return (
    <>
      <p className="dispute-sums">
        <To to={rowsOf(figures.rows)}>{t("total", { count: count(total) })}</To>
        <To to={rowsOf(figures.open_rows)}>{t("open", { count: count(figures.open) })}</To>
        <To to={rowsOf(figures.major_rows)}>{t("major", { count: count(figures.major) })}</To>
        <To to={rowsOf(figures.claimed_rows)}>{t("claimed", { sum: yuan(figures.claimed_fen) })}</To>
        <To to={rowsOf(figures.paid_rows)}>{t("paid", { sum: yuan(figures.paid_fen) })}</To>
      </p>
      <Shares shares={figures.shares} rowsOf={rowsOf} missing={missing} complete={t("complete")} />
      <Divisions
        path={paths.disputes}
        months={figures.months}
        units={figures.units}
        done={({ resolved, resolved_rows }) => ({ done: resolved, done_rows: resolved_rows })}
        doneTitle={t("resolved")}
      />
      {figures.ways.length > 0 && (
        <Groups title={t("byWay")} groups={figures.ways} total={sumOf(figures.ways)} rowsOf={rowsOf} />
      )}
      <Groups title={t("byCover")} groups={figures.insured} total={total} rowsOf={rowsOf} />
      {figures.in_time.length > 0 && (
        <>
          <h2 className="figures-heading" style={{ marginTop: 24 }}>
            {t("inTime")}
          </h2>
          <Shares shares={figures.in_time} rowsOf={rowsOf} missing={missing} complete={t("complete")} />
        </>
      )}
    </>
  );
}

/** Of those that were resolved at all. */
const sumOf = (groups: Schemas["GroupRead"][]): number => groups.reduce((sum, group) => sum + group.count, 0);
