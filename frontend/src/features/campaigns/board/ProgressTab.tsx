/** Progress broken down in nine ways; the choice stands in the address. */
import { Segmented } from "antd";
import { OrgPicker } from "@/shared/case/OrgPicker";
import { count } from "@/shared/lib/numbers";
import { one, useAddress } from "@/shared/lib/search";
import { Faces, Nothing } from "@/shared/ui/faces";
import { Panel } from "@/shared/ui/Page";
import { type By, type Campaign, useProgress } from "../api";
import { useWords } from "../words";
import { ProgressPicture } from "./ProgressPicture";
import { ProgressTable } from "./ProgressTable";

/** In the order in which one asks. */
const WAYS: By[] = [
  "clause",
  "lead",
  "organisation",
  "institution_type",
  "institution_level",
  "ownership",
  "region",
  "phase",
  "period",
];
const isBy = (value: string | undefined): value is By => WAYS.includes(value as By);

export function ProgressTab({ campaign }: { campaign: Campaign }) {
  const t = useWords();
  const [address, change] = useAddress();
  const asked = one(address.by);
  const by = isBy(asked) ? asked : "clause";
  const under = one(address.under);
  const progress = useProgress(campaign.id, by, under);
  const label: Record<By, string> = {
    clause: t("byClause"),
    organisation: t("byOrganisation"),
    region: t("byRegion"),
    phase: t("byPhase"),
    period: t("byPeriod"),
    lead: t("byLead"),
    institution_type: t("byType"),
    institution_level: t("byLevel"),
    ownership: t("byOwnership"),
  };
  return (
    <Panel>
      <div className="row" style={{ marginBottom: 12 }}>
        <Segmented<By>
          aria-label={t("by")}
          value={by}
          options={WAYS.map((way) => ({ value: way, label: label[way] }))}
          onChange={(way) => change({ by: way === "clause" ? undefined : way })}
          style={{ maxWidth: "100%", overflowX: "auto" }}
        />
        <label
          className="row"
          style={{ flex: "1 1 260px", maxWidth: 420, flexWrap: "nowrap" }}
          htmlFor="progress-under"
        >
          <span className="nowrap quiet">{t("under")}</span>
          <OrgPicker id="progress-under" value={under} onChange={(id) => change({ under: id })} />
        </label>
      </div>
      <Faces
        of={progress}
        rows={10}
        isEmpty={(found) => found.groups.length === 0}
        empty={<Nothing>{t("noProgress")}</Nothing>}
      >
        {({ groups, complete }) => (
          <>
            {!complete && <p className="quiet">{t("partial", { count: count(groups.length) })}</p>}
            <ProgressPicture campaign={campaign} by={by} groups={groups} />
            <ProgressTable campaign={campaign} by={by} groups={groups} />
            <p className="quiet" style={{ marginBottom: 0 }}>
              {t("rateNote")}
            </p>
          </>
        )}
      </Faces>
    </Panel>
  );
}
