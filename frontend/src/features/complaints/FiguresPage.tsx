/** 投诉统计: what should be 100 % as far as it is, and how many by matter and channel. Every number opens its rows. */
import { Segmented } from "antd";
import { api, data, type Schemas } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { StackedBars } from "@/shared/chart/StackedBars";
import { useLanguage } from "@/shared/i18n";
import { count, percent } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { one, stringifySearch, useAddress } from "@/shared/lib/search";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Page } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { Parts, rowsOf } from "./Parts";
import { SPANS, type Span, sinceOf } from "./spans";
import "./figures.css";
import { useFigureWords } from "./figure-words";

type Figures = Schemas["IndicatorsRead"];

export function FiguresPage() {
  const t = useFigureWords();
  const language = useLanguage();
  const [search, change] = useAddress();
  const span = SPANS.find((known) => known === one(search.span)) ?? "quarter";
  const since = sinceOf(span, new Date());
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
      <Segmented<Span>
        value={span}
        options={SPANS.map((value) => ({ value, label: t(value) }))}
        onChange={(value) => change({ span: value }, true)}
        aria-label={t("span")}
        style={{ marginBottom: 16 }}
      />
      <Faces of={figures} rows={8} isEmpty={(found) => found.total === 0} empty={<Nothing>{t("none")}</Nothing>}>
        {(found) => <Shown figures={found} />}
      </Faces>
    </Page>
  );
}

function Shown({ figures }: { figures: Figures }) {
  const t = useFigureWords();
  return (
    <>
      <p>
        <To to={rowsOf(figures.rows)}>{t("received", { count: count(figures.total) })}</To>
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
      <ul className="figures-shares">
        {figures.shares.map((share) => (
          <ShareCard key={share.key} share={share} />
        ))}
      </ul>
      <Parts
        title={t("byMonth")}
        heading={t("monthOf")}
        parts={figures.months.map((month) => ({ ...month, key: month.month, name: month.month }))}
      />
      <Parts
        title={t("byUnit")}
        heading={t("unit")}
        lying
        parts={figures.units.map((unit) => ({ ...unit, key: unit.id }))}
      />
      <Groups title={t("byMatter")} groups={figures.matters} total={figures.total} />
      <Groups title={t("byChannel")} groups={figures.channels} total={figures.total} />
    </>
  );
}

function ShareCard({ share }: { share: Schemas["ShareRead"] }) {
  const t = useFigureWords();
  const missing = share.of - share.done;
  return (
    <li className="panel figures-share">
      <div className="quiet">{share.title}</div>
      <strong className="figures-number">{share.of === 0 ? "—" : percent((100 * share.done) / share.of)}</strong>
      <div className="quiet">{t("doneOf", { done: count(share.done), of: count(share.of) })}</div>
      {missing > 0 ? (
        <To to={rowsOf(share.missing_rows)} aria-label={`${share.title} ${t("missing", { count: count(missing) })}`}>
          {t("missing", { count: count(missing) })}
        </To>
      ) : (
        <span className="quiet">{t(share.of === 0 ? "nothingYet" : "complete")}</span>
      )}
    </li>
  );
}

function Groups({ title, groups, total }: { title: string; groups: Schemas["GroupRead"][]; total: number }) {
  const t = useFigureWords();
  return (
    <section className="panel" aria-label={title} style={{ marginTop: 16 }}>
      <h2 className="figures-heading">{title}</h2>
      {groups.length > 1 && (
        <StackedBars
          label={t("pictureLabel", { title })}
          lying
          categories={groups.map((group) => group.title)}
          series={[{ name: t("complaints"), colour: "var(--accent)", values: groups.map((group) => group.count) }]}
        />
      )}
      <table className="figures-table">
        <tbody>
          {groups.map((group) => (
            <tr key={group.key}>
              <th scope="row">{group.title}</th>
              <td>
                <To to={rowsOf(group.rows)}>{count(group.count)}</To>
              </td>
              <td className="quiet">{percent((100 * group.count) / total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
