/** The place of 移送公安 on the page of a clue: how many are under way, and the way to them. */
import { useMay } from "@/shared/api/me";
import { paths } from "@/shared/lib/paths";
import { Toned } from "@/shared/ui/marks";
import { Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import type { Clue } from "./api";
import { useWords } from "./words";

/** Who takes part in a referral at all. */
const TAKES_PART = ["clue.assign", "clue.approve", "clue.keep", "referral.work", "referral.decide"];

export function PoliceReferral({ clue }: { clue: Clue }) {
  const t = useWords();
  const may = useMay();
  const concerns = clue.state === "triaging" || clue.state === "referred" || clue.referred_at !== null;
  if (!concerns || !may(...TAKES_PART)) return null;
  return (
    <Panel
      id="police"
      title={t("police")}
      extra={clue.open_referrals > 0 && <Toned tone="zero">{t("policeOpen", { count: clue.open_referrals })}</Toned>}
    >
      {clue.secrecy === "none" ? (
        <p style={{ margin: 0 }}>
          {t("policeText")} <To to={paths.referralsOfClue(clue.id)}>{t("policeLink")}</To>
        </p>
      ) : (
        <p style={{ margin: 0 }}>{t("policeSecret")}</p>
      )}
    </Panel>
  );
}
