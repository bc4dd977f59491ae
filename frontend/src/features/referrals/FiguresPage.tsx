/** 移送统计: what had to be referred and was, what the police decided, terms kept, how long with whom. Every number opens its rows. */
import { api, data, type Schemas } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { Divisions } from "@/shared/figures/Divisions";
import { Groups, rowsAt, Shares, Spans, spanOf } from "@/shared/figures/Figures";
import { sinceOf } from "@/shared/figures/spans";
import { useLanguage } from "@/shared/i18n";
import { count } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { stringifySearch, useAddress } from "@/shared/lib/search";
import { lasting } from "@/shared/lib/time";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Page, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { useFigureWords } from "./figure-words";
import "./referrals.css";

type Figures = Schemas["ReferralIndicatorsRead"];

/** The rows of a share are referrals, or the clues that should have become some. */
const rowsOf = (query: string): string => rowsAt(query.includes("/clues") ? "/clues" : paths.referrals)(query);

export function FiguresPage() {
  const t = useFigureWords();
  const language = useLanguage();
  const [search] = useAddress();
  const since = sinceOf(spanOf(search), new Date());
  const figures = useRead(["referral", "indicators", since, language], (signal) =>
    data(api.GET("/api/v1/referrals/indicators", { params: { query: since ? { named_from: since } : {} }, signal })),
  );
  return (
    <Page
      title={t("title")}
      actions={<To to={`${paths.referrals}${stringifySearch(since ? { named_from: since } : {})}`}>{t("ledger")}</To>}
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
  const shares = { rowsOf, missing: (left: string) => t("missing", { count: left }), complete: t("complete") };
  return (
    <>
      <p className="referral-sums">
        <To to={rowsOf(figures.rows)}>{t("total", { count: count(total) })}</To>
        <To to={rowsOf(figures.open_rows)}>{t("open", { count: count(figures.open) })}</To>
        <To to={rowsOf(figures.overdue_rows)}>{t("overdue", { count: count(figures.overdue) })}</To>
      </p>
      <Shares shares={figures.shares} {...shares} />
      <Holders figures={figures} />
      {figures.in_time.length > 0 && (
        <>
          <h2 className="figures-heading" style={{ marginTop: 24 }}>
            {t("inTime")}
          </h2>
          <Shares shares={figures.in_time} {...shares} />
        </>
      )}
      <Divisions
        path={paths.referrals}
        months={figures.months}
        units={[]}
        done={({ filed, filed_rows }) => ({ done: filed, done_rows: filed_rows })}
        doneTitle={t("filed")}
      />
      <Groups title={t("states")} groups={figures.states} total={total} rowsOf={rowsOf} />
      {figures.outcomes.length > 0 && (
        <Groups title={t("outcomes")} groups={figures.outcomes} total={sumOf(figures.outcomes)} rowsOf={rowsOf} />
      )}
    </>
  );
}

/** Of those that ended at all. */
const sumOf = (groups: Schemas["GroupRead"][]): number => groups.reduce((sum, group) => sum + group.count, 0);

/** Wall time, turns that still run included: where a case lies is where it has to be hurried. */
function Holders({ figures }: { figures: Figures }) {
  const t = useFigureWords();
  const held = figures.holders.filter(({ seconds }) => seconds > 0);
  if (held.length === 0) return null;
  return (
    <div style={{ marginTop: 16 }}>
      <Panel title={t("holders")}>
        <table className="figures-table">
          <thead>
            <tr>
              <th scope="col">{t("holder")}</th>
              <th scope="col">{t("time")}</th>
              <th scope="col">{t("each")}</th>
              <th scope="col">{t("now")}</th>
            </tr>
          </thead>
          <tbody>
            {held.map((holder) => (
              <tr key={holder.key}>
                <th scope="row">{holder.title}</th>
                <td>{lasting(holder.seconds)}</td>
                <td>{lasting(holder.seconds / figures.total)}</td>
                <td>
                  {holder.count > 0 ? (
                    <To to={rowsOf(holder.rows)} aria-label={`${holder.title} ${t("now")} ${count(holder.count)}`}>
                      {count(holder.count)}
                    </To>
                  ) : (
                    0
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </div>
  );
}
