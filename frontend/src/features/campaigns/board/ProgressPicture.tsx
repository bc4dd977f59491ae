/** A breakdown as a picture: periods stand in their order, names lie with whoever is most behind on top. */
import { useRegions } from "@/shared/api/regions";
import { barColour } from "@/shared/chart/colours";
import { StackedBars } from "@/shared/chart/StackedBars";
import { useLanguage } from "@/shared/i18n";
import { FACT, named } from "@/shared/i18n/enums";
import { count } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { useGo } from "@/shared/ui/To";
import type { By, Campaign, Group } from "../api";
import { behind, PICTURED } from "../figures";
import { useWords } from "../words";
import { groupName, periodStart } from "./group-name";

/** As many lying bars as one takes in; the table has them all. */
const MOST = 15;

interface ProgressPictureProps {
  campaign: Campaign;
  by: By;
  groups: Group[];
}

export function ProgressPicture({ campaign, by, groups }: ProgressPictureProps) {
  const t = useWords();
  useLanguage();
  const go = useGo();
  const regions = useRegions().data ?? [];
  const shown = picturedOf(by, groups, campaign.phases);
  // One bar alone compares nothing: the figures above say it.
  if (shown.length < 2) return null;
  const series = PICTURED.filter((fact) => shown.some((group) => (group.facts[fact] ?? 0) > 0));
  return (
    <>
      {shown.length < groups.length && (
        <p className="quiet">{t("pictured", { shown: count(shown.length), all: count(groups.length) })}</p>
      )}
      <StackedBars
        label={t("pictureLabel", {
          count: count(shown.length),
          facts: series.map((fact) => named(FACT, fact)).join(" "),
        })}
        lying={by !== "period"}
        categories={shown.map((group) => groupName(group, by, campaign.phases, regions))}
        series={series.map((fact) => ({
          name: named(FACT, fact),
          colour: barColour(fact),
          values: shown.map((group) => group.facts[fact] ?? 0),
        }))}
        onPick={(category, index) => {
          const group = shown[category];
          const rows = group?.rows[series[index] ?? "total"];
          if (rows) go(`${paths.duties}?${rows}`);
        }}
      />
    </>
  );
}

export function picturedOf(by: By, groups: Group[], phases: Campaign["phases"]): Group[] {
  if (by === "period")
    return groups.toSorted((a, b) =>
      periodStart(a.key ?? "", phases).localeCompare(periodStart(b.key ?? "", phases), "en"),
    );
  const worst = behind(groups);
  const rest = groups.filter((group) => !worst.includes(group));
  return by === "phase" ? groups : [...worst, ...rest].slice(0, MOST);
}
