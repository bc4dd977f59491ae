/** Organisation × clause: a grid on a desk, a list of organisations on a phone; pages come as one scrolls. */
import { Button, Grid } from "antd";
import { useMemo } from "react";
import { useLanguage } from "@/shared/i18n";
import { count } from "@/shared/lib/numbers";
import { dutiesWhere } from "@/shared/lib/paths";
import { Faces, Nothing } from "@/shared/ui/faces";
import { FactMark } from "@/shared/ui/marks";
import { Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type Campaign, useClauses, useMatrix } from "../api";
import { ofLine, SEVERITY } from "../figures";
import { useWords } from "../words";
import { FactBar, FactNumbers } from "./Figure";
import { MatrixGrid } from "./MatrixGrid";

export function MatrixTab({ campaign }: { campaign: Campaign }) {
  const t = useWords();
  useLanguage();
  const wide = Grid.useBreakpoint().md ?? true;
  const matrix = useMatrix(campaign.id);
  const clauses = useClauses(campaign.id);
  const lines = matrix.data;
  const columns = useMemo(() => {
    const used = new Set((lines ?? []).flatMap((line) => Object.keys(line.cells)));
    return (clauses.data ?? []).filter((clause) => clause.retired_at === null || used.has(clause.code));
  }, [clauses.data, lines]);
  const more = () => {
    if (matrix.hasNextPage && !matrix.isFetchingNextPage) void matrix.fetchNextPage();
  };
  return (
    <Panel>
      <Faces of={clauses} rows={10}>
        {() => (
          <Faces
            of={matrix}
            rows={10}
            isEmpty={(found) => found.length === 0}
            empty={<Nothing>{t("matrixEmpty")}</Nothing>}
          >
            {(found) => (
              <>
                <div className="row" style={{ justifyContent: "space-between", marginBottom: 8 }}>
                  <span className="quiet" aria-live="polite">
                    {t(matrix.hasNextPage ? "shownRows" : "allRows", { count: count(found.length) })}
                  </span>
                  {wide && <Legend />}
                </div>
                {wide ? (
                  <>
                    <MatrixGrid
                      campaign={campaign}
                      lines={found}
                      columns={columns}
                      hasMore={matrix.hasNextPage}
                      loadMore={more}
                    />
                    <p className="quiet" style={{ margin: "8px 0 0" }}>
                      {t("matrixHelp")}
                    </p>
                  </>
                ) : (
                  <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
                    {found.map((line) => {
                      const rows = `campaign_id=${campaign.id}&organisation_id=${line.organisation_id}`;
                      return (
                        <li
                          key={line.organisation_id}
                          style={{ borderTop: "1px solid var(--line)", padding: "10px 0", display: "grid", gap: 6 }}
                        >
                          <To to={dutiesWhere(rows)}>{line.name}</To>
                          <FactBar facts={ofLine(line)} />
                          <FactNumbers facts={ofLine(line)} rows={rows} />
                        </li>
                      );
                    })}
                  </ul>
                )}
                {!wide && matrix.hasNextPage && (
                  <Button block loading={matrix.isFetchingNextPage} onClick={more}>
                    {t("moreRows")}
                  </Button>
                )}
              </>
            )}
          </Faces>
        )}
      </Faces>
    </Panel>
  );
}

function Legend() {
  const t = useWords();
  return (
    <ul className="row" aria-label={t("legend")} style={{ listStyle: "none", margin: 0, padding: 0, gap: 12 }}>
      {SEVERITY.map((fact) => (
        <li key={fact} className="nowrap">
          <strong>{t(`letter_${fact}`)}</strong> <FactMark fact={fact} />
        </li>
      ))}
    </ul>
  );
}
