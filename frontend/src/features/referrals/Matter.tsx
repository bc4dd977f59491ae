/** What it is about: the facts of the clue where the reader may know them, and the team's report. */
import { pair } from "@/shared/i18n";
import { yuan } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { instant } from "@/shared/lib/time";
import { Facts, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { type Referral, useClue } from "./api";
import "./referrals.css";
import { useWords } from "./words";

export function Matter({ referral }: { referral: Referral }) {
  const t = useWords();
  const clue = useClue(referral.clue_id).data;
  const penalties = referral.earlier_penalties;
  return (
    <>
      <Panel
        title={t("facts")}
        extra={clue && <To to={paths.clue(referral.clue_id)}>{`${t("clue")} ${referral.clue_number}`}</To>}
      >
        {clue?.facts && <p className="referral-words">{clue.facts}</p>}
        <Facts
          items={[
            { label: t("offence"), value: referral.suspected_offence },
            { label: t("law"), value: referral.law },
            { label: t("found"), value: instant(clue?.found_at) },
            { label: t("place"), value: clue?.place },
            { label: t("amount"), value: clue?.amount_fen ? yuan(clue.amount_fen) : null },
            { label: t("penalties"), value: penalties > 0 ? t("times", { count: penalties }) : null },
          ]}
        />
      </Panel>
      <Panel title={t("report")}>
        <p className="referral-words">{referral.report ?? <span className="quiet">{t("noReport")}</span>}</p>
        {referral.reported_at && (
          <p className="quiet" style={{ margin: 0 }}>
            {pair(
              t("reportedBy"),
              t("byWhen", { who: referral.reported_by_name ?? "", when: instant(referral.reported_at) }),
            )}
          </p>
        )}
      </Panel>
    </>
  );
}
