/** The place of 移送公安 on the page of a clue: how many are under way and the way to them, or how one begins. */
import { Button } from "antd";
import { useMay } from "@/shared/api/me";
import { paths } from "@/shared/lib/paths";
import { Toned } from "@/shared/ui/marks";
import { Panel } from "@/shared/ui/Page";
import { To, useGo } from "@/shared/ui/To";
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
      <Way clue={clue} />
    </Panel>
  );
}

function Way({ clue }: { clue: Clue }) {
  const t = useWords();
  const may = useMay();
  const go = useGo();
  if (clue.secrecy !== "none") return <p style={{ margin: 0 }}>{t("policeSecret")}</p>;
  const begins =
    clue.open_referrals === 0 && clue.assessed_at !== null && (clue.state === "triaging" || clue.state === "referred");
  return (
    <>
      <p style={{ margin: 0 }}>
        {clue.referred_at ? (
          <>
            {t("policeText")} <To to={paths.referralsOfClue(clue.id)}>{t("policeLink")}</To>
          </>
        ) : (
          t("policeNone")
        )}
      </p>
      {begins && may("clue.assign") && (
        <Button
          type={clue.must_refer ? "primary" : "default"}
          style={{ marginTop: 12 }}
          onClick={() => go(paths.referralNewOfClue(clue.id))}
        >
          {t("policeName")}
        </Button>
      )}
    </>
  );
}
