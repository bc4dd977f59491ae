/** 投诉统计: what should be 100 % as far as it is, and how many by month, unit, matter and channel. Every number opens its rows. */
import { api, data, type Schemas } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { Divisions } from "@/shared/figures/Divisions";
import { Groups, rowsAt, Shares, Spans, spanOf } from "@/shared/figures/Figures";
import { sinceOf } from "@/shared/figures/spans";
import { useLanguage } from "@/shared/i18n";
import { count } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { stringifySearch, useAddress } from "@/shared/lib/search";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { useFigureWords } from "./figure-words";

type Figures = Schemas["IndicatorsRead"];

const rowsOf = rowsAt(paths.complaints);

export function FiguresPage() {
  const t = useFigureWords();
  const language = useLanguage();
  const [search] = useAddress();
  const since = sinceOf(spanOf(search), new Date());
  const figures = useRead(["complaint", "indicators", since, language], (signal) =>
    data(
      api.GET("/api/v1/complaints/indicators", {
        params: { query: since ? { received_from: since } : {} },
        signal,
      }),
    ),
  );
  return (
    <Page
      title={t("title")}
      actions={
        <To to={`${paths.complaints}${stringifySearch(since ? { received_from: since } : {})}`}>{t("ledger")}</To>
      }
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
  return (
    <>
      <p>
        <To to={rowsOf(figures.rows)}>{t("received", { count: count(total) })}</To>
        {figures.late_open > 0 && (
          <>
            {" · "}
            <To to={rowsOf(figures.late_open_rows)} className="figures-late">
              {t("lateOpen", { count: count(figures.late_open) })}
            </To>
          </>
        )}
      </p>
      {figures.beyond > 0 && <p className="quiet">{t("beyond", { count: count(figures.beyond) })}</p>}
      <Shares
        shares={figures.shares}
        rowsOf={rowsOf}
        missing={(left) => t("missing", { count: left })}
        complete={t("complete")}
      />
      <Divisions
        path={paths.complaints}
        months={figures.months}
        units={figures.units}
        done={({ answered, answered_rows }) => ({ done: answered, done_rows: answered_rows })}
        doneTitle={t("answered")}
      />
      <Groups title={t("byMatter")} groups={figures.matters} total={total} rowsOf={rowsOf} />
      <Groups title={t("byChannel")} groups={figures.channels} total={total} rowsOf={rowsOf} />
    </>
  );
}
