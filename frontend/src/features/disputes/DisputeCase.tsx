/** The case itself: the ways, what it is about and what came of it; beside it the parties, the sums, how it came in. */
import { Alert } from "antd";
import { list } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { named } from "@/shared/i18n/enums";
import { yuan } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { instant } from "@/shared/lib/time";
import { Facts, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import type { Dispute } from "./api";
import { ClaimSays } from "./ClaimSays";
import { INSURED, SATISFACTION, VERDICT, WAY } from "./enums";
import { Accident, Death, QualityEvent, Rescue } from "./Happenings";
import { Parties } from "./Parties";
import { ENDED } from "./states";
import { Ways } from "./Ways";
import { useWords } from "./words";

export function DisputeCase({ dispute }: { dispute: Dispute }) {
  return (
    <>
      <Notices dispute={dispute} />
      <Ways dispute={dispute} />
      <div className="dispute-case">
        <div>
          <Story dispute={dispute} />
          <Result dispute={dispute} />
          <Death dispute={dispute} />
          <Accident dispute={dispute} />
          <QualityEvent dispute={dispute} />
          <Rescue dispute={dispute} />
          <Informing dispute={dispute} />
        </div>
        <aside>
          <Parties dispute={dispute} />
          <Sums dispute={dispute} />
          <Receipt dispute={dispute} />
        </aside>
      </div>
    </>
  );
}

const HOUR_MS = 3_600_000;

const hoursSince = (at: string | null) => (at ? Math.floor((Date.now() - Date.parse(at)) / HOUR_MS) : 0);

/** What somebody has to know before he does anything. */
function Notices({ dispute }: { dispute: Dispute }) {
  const t = useWords();
  const open = !ENDED.includes(dispute.state);
  const link = <To to={`${paths.dispute(dispute.id)}?tab=parts`}>{t("openParts")}</To>;
  const autopsy =
    dispute.death_disputed && !dispute.autopsies.some(({ state }) => state !== "told" && state !== "consented");
  const reported = dispute.reports.some(({ kind }) => kind === "major_phone" || kind === "major_written");
  const general = dispute.quality_grade === "general";
  const unreported = dispute.quality_found_at && !dispute.reports.some(({ kind }) => kind === "quality_event");
  return (
    <>
      {open && dispute.is_major && !reported && (
        <Alert
          type="error"
          showIcon
          style={{ marginBottom: 16 }}
          title={t("alertMajor", { hours: hoursSince(dispute.major_from) })}
          action={link}
        />
      )}
      {open && unreported && (
        <Alert
          type={general ? "warning" : "error"}
          showIcon
          style={{ marginBottom: 16 }}
          title={general ? t("alertEvent") : t("alertQuality", { hours: hoursSince(dispute.quality_found_at) })}
          action={link}
        />
      )}
      {open && autopsy && (
        <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={t("alertAutopsy")} action={link} />
      )}
    </>
  );
}

function Story({ dispute }: { dispute: Dispute }) {
  const t = useWords();
  return (
    <Panel title={t("story")}>
      <p className="dispute-words">{dispute.facts}</p>
      <Facts
        items={[
          { label: t("demand"), value: dispute.demand, wide: true },
          { label: t("departments"), value: list(dispute.departments) },
          { label: t("treatedOn"), value: dispute.treated_on },
          {
            label: t("peopleAtScene"),
            value: dispute.people_at_scene && `${dispute.people_at_scene} ${instant(dispute.at_scene_at)}`,
          },
          { label: t("majorReason"), value: dispute.major_reason, wide: true },
          { label: t("withdrawnHow"), value: dispute.withdrawn_how },
        ]}
      />
    </Panel>
  );
}

function Result({ dispute }: { dispute: Dispute }) {
  const t = useWords();
  const c = useCommon();
  if (!dispute.resolved_by) return null;
  const insurer = dispute.insurer_took_part;
  return (
    <Panel title={t("result")}>
      <p className="dispute-words">{dispute.resolution}</p>
      <Facts
        items={[
          { label: t("resolvedBy"), value: named(WAY, dispute.resolved_by) },
          { label: t("resolvedAt"), value: instant(dispute.resolved_at) },
          { label: t("verdict"), value: named(VERDICT, dispute.verdict) },
          { label: t("insurerTookPart"), value: insurer === null ? null : c(insurer ? "yes" : "no") },
          { label: t("courtConfirmedOn"), value: dispute.court_confirmed_on },
          { label: t("closedAt"), value: instant(dispute.closed_at) },
          { label: t("satisfaction"), value: named(SATISFACTION, dispute.satisfaction) },
          { label: t("callBackNote"), value: dispute.call_back_note, wide: true },
        ]}
      />
    </Panel>
  );
}

function Informing({ dispute }: { dispute: Dispute }) {
  const t = useWords();
  if (!dispute.informed_at) return null;
  return (
    <Panel title={t("informing")}>
      <Facts
        items={[
          { label: t("informedAt"), value: instant(dispute.informed_at) },
          { label: t("informedBy"), value: dispute.informed_by_name },
          { label: t("informedSigned"), value: t(dispute.informed_signed ? "signed" : "notSigned") },
          { label: t("toldAutopsyAt"), value: instant(dispute.told_autopsy_at) },
          { label: t("informedNote"), value: dispute.informed_note, wide: true },
        ]}
      />
    </Panel>
  );
}

function Sums({ dispute }: { dispute: Dispute }) {
  const t = useWords();
  const { claim_fen: claim, agreed_fen: agreed, paid_fen: paid } = dispute;
  const owed = (agreed ?? 0) - paid;
  return (
    <Panel title={t("money")}>
      <Facts
        items={[
          { label: t("claimFen"), value: claim === null ? t("noClaim") : yuan(claim) },
          { label: t("agreedFen"), value: agreed === null ? null : yuan(agreed) },
          { label: t("paidFen"), value: paid > 0 ? yuan(paid) : null },
          { label: t("owedFen"), value: owed > 0 ? <strong>{yuan(owed)}</strong> : null },
          { label: t("paidOn"), value: dispute.paid_on },
          { label: t("insured"), value: named(INSURED, dispute.insured) },
        ]}
      />
      {!dispute.resolved_by && (
        <ClaimSays
          fen={claim}
          limits={{
            negotiation: dispute.negotiation_limit_fen,
            insurer: dispute.insurer_above_fen,
            appraisal: dispute.appraisal_from_fen,
          }}
        />
      )}
    </Panel>
  );
}

function Receipt({ dispute }: { dispute: Dispute }) {
  const t = useWords();
  const { complaint_id } = dispute;
  return (
    <Panel title={t("receipt")}>
      <Facts
        items={[
          { label: t("organisation"), value: dispute.organisation_name },
          { label: t("raised"), value: instant(dispute.raised_at) },
          { label: t("registeredBy"), value: dispute.registered_by_name },
          { label: t("authority"), value: dispute.authority_name },
          { label: t("reportedAt"), value: instant(dispute.reported_to_authority_at) },
        ]}
      />
      {complaint_id && (
        <p style={{ margin: "12px 0 0" }}>
          <To to={paths.complaint(complaint_id)}>{t("fromComplaint")}</To>
        </p>
      )}
    </Panel>
  );
}
