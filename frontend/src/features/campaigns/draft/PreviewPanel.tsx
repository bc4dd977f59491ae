/** What a launch would create now: duties clause by clause, for whom, by when, and which owners nobody here is. */
import { Alert, Button, Grid, Table } from "antd";
import type { Schemas } from "@/shared/api/client";
import { useLanguage } from "@/shared/i18n";
import { named, PROOF, RHYTHM } from "@/shared/i18n/enums";
import { count } from "@/shared/lib/numbers";
import { Faces, Problem } from "@/shared/ui/faces";
import { usePreview } from "../api";
import { joined, partiesInWords } from "../owners";
import { useDraftWords } from "./words";

type Line = Schemas["ClausePreview"];

interface PreviewPanelProps {
  id: string;
  onBlanks?: () => void;
}

export function PreviewPanel({ id, onBlanks }: PreviewPanelProps) {
  const t = useDraftWords();
  const preview = usePreview(id);
  if (preview.error?.code === "plan_not_filled") {
    return (
      <Alert
        type="warning"
        showIcon
        title={t("previewStops")}
        description={
          <>
            <ul style={{ margin: "0 0 8px", paddingInlineStart: 20 }}>
              {preview.error.errors.map((error) => (
                <li key={error.pointer + error.code}>{error.detail}</li>
              ))}
            </ul>
            {onBlanks && <Button onClick={onBlanks}>{t("backToBlanks")}</Button>}
          </>
        }
      />
    );
  }
  if (preview.error && !preview.data) return <Problem error={preview.error} retry={() => void preview.refetch()} />;
  return (
    <Faces of={preview} rows={8}>
      {(found) => <Found found={found} />}
    </Faces>
  );
}

function Found({ found }: { found: Schemas["Preview"] }) {
  const t = useDraftWords();
  useLanguage();
  const wide = Grid.useBreakpoint().md ?? true;
  const unmatched = found.clauses.filter((clause) => clause.unmatched.length > 0).length;
  return (
    <>
      <p style={{ marginTop: 0, fontSize: 15 }}>
        {t("previewText", {
          organisations: count(found.organisations),
          duties: count(found.duties),
          from: found.starts_on,
          to: found.ends_on,
        })}
      </p>
      {unmatched > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t("unmatchedWarning", { count: unmatched })}
          style={{ marginBottom: 12 }}
        />
      )}
      {wide ? (
        <Table<Line>
          size="small"
          rowKey="code"
          pagination={false}
          scroll={{ x: "max-content" }}
          dataSource={found.clauses}
          columns={[
            {
              key: "clause",
              title: t("clause"),
              width: 380,
              render: (_, line) => (
                <>
                  <span className="quiet">{line.source_clause}</span> {line.title}
                </>
              ),
            },
            {
              key: "proof",
              title: t("reports"),
              width: 140,
              render: (_, line) => `${named(PROOF, line.proof)} · ${named(RHYTHM, line.rhythm)}`,
            },
            { key: "owners", title: t("organisations"), width: 260, render: (_, line) => <Owners line={line} /> },
            { key: "periods", title: t("periods"), width: 220, render: (_, line) => <Periods line={line} /> },
            { key: "duties", title: t("duties"), width: 80, align: "right", render: (_, line) => count(line.duties) },
          ]}
        />
      ) : (
        <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
          {found.clauses.map((line) => (
            <li key={line.code} style={{ borderTop: "1px solid var(--line)", padding: "8px 0" }}>
              <div>
                <span className="quiet">{line.source_clause}</span> {line.title}
              </div>
              <div className="row" style={{ justifyContent: "space-between" }}>
                <span className="quiet">
                  {named(PROOF, line.proof)} · {named(RHYTHM, line.rhythm)}
                </span>
                <strong>
                  {t("duties")} {count(line.duties)}
                </strong>
              </div>
              <Owners line={line} />
              <Periods line={line} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Owners({ line }: { line: Line }) {
  const t = useDraftWords();
  return (
    <div>
      {t("organisationsOf", { count: count(line.organisations) })}
      {line.examples.length > 0 && (
        <span className="quiet">
          {" "}
          {t("examples", { names: joined(line.examples.slice(0, 3)) })}
          {line.organisations > 3 && "…"}
        </span>
      )}
      {line.unmatched.length > 0 && (
        <div style={{ color: "var(--fact-late)" }}>{t("unmatched", { names: partiesInWords(line.unmatched) })}</div>
      )}
    </div>
  );
}

function Periods({ line }: { line: Line }) {
  const t = useDraftWords();
  const dues = line.periods.map((period) => String(period.due_on)).sort();
  const [first, last] = [dues[0], dues.at(-1)];
  if (!first || !last) return null;
  return (
    <div className="quiet">
      {dues.length > 1
        ? joined([t("periodsOf", { count: dues.length }), t("dueBetween", { first, last })])
        : t("dueOn", { day: first })}
    </div>
  );
}
