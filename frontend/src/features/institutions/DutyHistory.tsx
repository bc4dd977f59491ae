/** How an institution has reported, month by month: a picture, and the same in numbers that open their duties. */
import { api, data, type Schemas } from "@/shared/api/client";
import { useRead } from "@/shared/api/queries";
import { barColour } from "@/shared/chart/colours";
import { StackedBars } from "@/shared/chart/StackedBars";
import { useLanguage } from "@/shared/i18n";
import { FACT, named } from "@/shared/i18n/enums";
import { count } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { stringifySearch } from "@/shared/lib/search";
import { today } from "@/shared/lib/time";
import { Faces, Nothing } from "@/shared/ui/faces";
import { To } from "@/shared/ui/To";
import { byMonth, JUDGED, type Month, monthsUntil } from "./months";
import { useWords } from "./words";

const PAGE = 200;
/** An institution owes a few hundred duties a year; more pages than this are not read for a picture. */
const MOST_PAGES = 10;

async function readYear(organisationId: string, from: string, until: string, signal: AbortSignal) {
  const duties: Schemas["DutyItem"][] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { organisation_id: organisationId, fact: [...JUDGED], due_from: from, due_until: until, cursor };
    const found = await data(api.GET("/api/v1/duties", { params: { query: { ...query, limit: PAGE } }, signal }));
    duties.push(...found.items);
    cursor = found.next_cursor ?? undefined;
    if (!cursor) break;
  }
  return duties;
}

export function DutyHistory({ organisationId }: { organisationId: string }) {
  const t = useWords();
  const now = today();
  const span = monthsUntil(now);
  const [from, until] = [span[0]?.from ?? now, span.at(-1)?.until ?? now];
  const duties = useRead(["duty", "months", organisationId, from], (signal) =>
    readYear(organisationId, from, until, signal),
  );
  return (
    <section aria-label={t("months")} style={{ marginTop: 24 }}>
      <h3 style={{ margin: "0 0 8px", fontSize: 14, fontWeight: 500 }}>{t("months")}</h3>
      <Faces of={duties} rows={4} isEmpty={(rows) => rows.length === 0} empty={<Nothing>{t("noMonths")}</Nothing>}>
        {(rows) => <Months months={byMonth(rows, now)} organisationId={organisationId} />}
      </Faces>
    </section>
  );
}

function Months({ months, organisationId }: { months: Month[]; organisationId: string }) {
  const t = useWords();
  useLanguage();
  const facts = JUDGED.filter((fact) => months.some((month) => month.facts[fact] > 0));
  const rows = (month: Month, fact: string) =>
    `${paths.duties}${stringifySearch({ organisation_id: organisationId, fact, due_from: month.from, due_until: month.until })}`;
  return (
    <>
      <StackedBars
        label={t("monthsLabel", { from: months[0]?.month ?? "", until: months.at(-1)?.month ?? "" })}
        categories={months.map(({ month }) => month)}
        series={facts.map((fact) => ({
          name: named(FACT, fact),
          colour: barColour(fact),
          values: months.map((month) => month.facts[fact]),
        }))}
      />
      <details>
        <summary>{t("monthsTable")}</summary>
        <table className="institution-months">
          <thead>
            <tr>
              <th scope="col">{t("month")}</th>
              {facts.map((fact) => (
                <th key={fact} scope="col">
                  {named(FACT, fact)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {months
              .filter((month) => facts.some((fact) => month.facts[fact] > 0))
              .toReversed()
              .map((month) => (
                <tr key={month.month}>
                  <th scope="row">{month.month}</th>
                  {facts.map((fact) => (
                    <td key={fact}>
                      {month.facts[fact] > 0 ? (
                        <To
                          to={rows(month, fact)}
                          aria-label={`${month.month} ${named(FACT, fact)} ${month.facts[fact]}`}
                        >
                          {count(month.facts[fact])}
                        </To>
                      ) : (
                        <span className="quiet">0</span>
                      )}
                    </td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
