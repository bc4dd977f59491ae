/** Who is behind, the most first, and with what. */
import { useLanguage } from "@/shared/i18n";
import { FACT, named } from "@/shared/i18n/enums";
import { count } from "@/shared/lib/numbers";
import { dutiesWhere, paths } from "@/shared/lib/paths";
import { Faces, Nothing } from "@/shared/ui/faces";
import { factColour } from "@/shared/ui/marks";
import { Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type Campaign, type Fact, type Group, useProgress } from "../api";
import { behind } from "../figures";
import { useWords } from "../words";
import { Figure } from "./Figure";

const SHOWN = 8;
const TOLD: Fact[] = ["missing", "late", "due"];

export function Behind({ campaign }: { campaign: Campaign }) {
  const t = useWords();
  useLanguage();
  const progress = useProgress(campaign.id, "organisation");
  return (
    <Panel title={t("behind")}>
      <Faces of={progress}>
        {({ groups, complete }) => {
          const late = behind(groups);
          return (
            <>
              {late.length === 0 && <Nothing>{t("behindNone")}</Nothing>}
              <ol style={{ listStyle: "none", margin: 0, padding: 0 }}>
                {late.slice(0, SHOWN).map((group) => (
                  <li key={group.key} style={{ padding: "6px 0", borderBottom: "1px solid var(--line)" }}>
                    <One group={group} />
                  </li>
                ))}
              </ol>
              {late.length > SHOWN && (
                <p style={{ marginBottom: 0 }}>
                  <To to={`${paths.campaign(campaign.id)}?tab=progress&by=organisation`}>
                    {t("behindMore", { count: count(late.length) })}
                  </To>
                </p>
              )}
              {!complete && <p className="quiet">{t("partial", { count: count(groups.length) })}</p>}
            </>
          );
        }}
      </Faces>
    </Panel>
  );
}

function One({ group }: { group: Group }) {
  const rows = group.rows.total ?? "";
  return (
    <div className="row" style={{ justifyContent: "space-between" }}>
      <To to={dutiesWhere(`${rows}&fact=missing&fact=late`)}>{group.title ?? group.key}</To>
      <span className="row" style={{ gap: "0 12px" }}>
        {TOLD.filter((fact) => (group.facts[fact] ?? 0) > 0).map((fact) => (
          <span key={fact} className="nowrap">
            <span style={{ color: factColour(fact) }}>{named(FACT, fact)}</span>{" "}
            <Figure
              value={group.facts[fact] ?? 0}
              what={`${group.title ?? ""} ${named(FACT, fact)}`}
              rows={group.rows[fact] ?? null}
            />
          </span>
        ))}
      </span>
    </div>
  );
}
