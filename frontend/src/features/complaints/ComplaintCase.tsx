/** The case itself: what was told, what was found and answered; beside it who complains, and how it came in. */
import { Alert } from "antd";
import { useMay, useMe } from "@/shared/api/me";
import { EvidenceGrid } from "@/shared/case/EvidenceGrid";
import { list } from "@/shared/i18n";
import { named } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { instant } from "@/shared/lib/time";
import { Facts, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import type { Complaint } from "./api";
import { CHANNEL, CONFIRMED, DECLINED, FINDING, MATTER, SATISFACTION, TOLD } from "./enums";
import { Persons } from "./Persons";
import { Related } from "./Related";
import { useWords } from "./words";

export function ComplaintCase({ complaint }: { complaint: Complaint }) {
  return (
    <>
      <Notices complaint={complaint} />
      <div className="complaint-case">
        <div>
          <Told complaint={complaint} />
          <Conclusion complaint={complaint} />
          <Answer complaint={complaint} />
          <Declined complaint={complaint} />
          <Material complaint={complaint} />
        </div>
        <aside>
          <Persons complaint={complaint} />
          <Receipt complaint={complaint} />
          <Related complaint={complaint} />
        </aside>
      </div>
    </>
  );
}

/** What somebody has to know before he does anything. */
function Notices({ complaint }: { complaint: Complaint }) {
  const t = useWords();
  const open = ["registered", "investigating", "concluded"].includes(complaint.state);
  const handover = complaint.handover_to_id && open;
  const proposed = complaint.state === "registered" && complaint.decline_reason;
  return (
    <>
      {complaint.has_risk && open && (
        <Alert type="error" showIcon style={{ marginBottom: 16 }} title={t("riskAlert")} />
      )}
      {complaint.escalated_at && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 16 }}
          title={t("escalatedOn", { when: instant(complaint.escalated_at) })}
          description={complaint.escalation_reason}
        />
      )}
      {complaint.listing_proposed_at && (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 16 }}
          title={t("proposedOn", { when: instant(complaint.listing_proposed_at) })}
        />
      )}
      {handover && (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 16 }}
          title={t("handover", { name: complaint.handler_name })}
          description={complaint.handover_reason}
        />
      )}
      {proposed && <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={t("declineProposed")} />}
      {complaint.state === "converted" && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 16 }}
          title={<To to={`${paths.disputes}?complaint_id=${complaint.id}`}>{t("itsDispute")}</To>}
        />
      )}
      {complaint.state === "merged" && !complaint.fed_back_at && (
        <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={t("mergedInto")} />
      )}
    </>
  );
}

function Told({ complaint }: { complaint: Complaint }) {
  const t = useWords();
  return (
    <Panel title={t("facts")}>
      <p className="complaint-words">{complaint.facts}</p>
      <Facts
        items={[
          { label: t("request"), value: complaint.request, wide: true },
          {
            label: t("newFacts"),
            value: complaint.new_facts && `${t("round", { round: complaint.round })} ${complaint.new_facts}`,
            wide: true,
          },
          { label: t("organisation"), value: complaint.organisation_name },
          { label: t("matter"), value: named(MATTER, complaint.matter) },
          { label: t("happened"), value: complaint.happened },
          { label: t("departments"), value: list(complaint.departments) },
          { label: t("staff"), value: complaint.staff_concerned },
          { label: t("withdrawnHow"), value: complaint.withdrawn_how },
        ]}
      />
    </Panel>
  );
}

function Conclusion({ complaint }: { complaint: Complaint }) {
  const t = useWords();
  if (!complaint.opinion) return null;
  return (
    <Panel title={t("conclusion")}>
      <p className="complaint-words">{complaint.opinion}</p>
      <Facts
        items={[
          { label: t("finding"), value: named(FINDING, complaint.finding) },
          {
            label: t("concludedBy"),
            value: complaint.concluded_at && `${complaint.concluded_by_name ?? ""} ${instant(complaint.concluded_at)}`,
          },
          { label: t("measures"), value: complaint.measures, wide: true },
        ]}
      />
    </Panel>
  );
}

function Answer({ complaint }: { complaint: Complaint }) {
  const t = useWords();
  if (!complaint.fed_back_at) return null;
  return (
    <Panel title={t("answer")}>
      <Facts
        items={[
          { label: t("fedBackAt"), value: instant(complaint.fed_back_at) },
          { label: t("how"), value: named(TOLD, complaint.fed_back_how) },
          { label: t("confirmed"), value: named(CONFIRMED, complaint.confirmed) },
          { label: t("fedBackBy"), value: complaint.fed_back_by_name },
          { label: t("feedbackNote"), value: complaint.feedback_note, wide: true },
          { label: t("calledBackAt"), value: instant(complaint.called_back_at) },
          { label: t("satisfaction"), value: named(SATISFACTION, complaint.satisfaction) },
          { label: t("rating"), value: named(SATISFACTION, complaint.rating) },
          { label: t("ratedAt"), value: instant(complaint.rated_at) },
          { label: t("ratingComment"), value: complaint.rating_comment, wide: true },
          { label: t("callBackNote"), value: complaint.call_back_note, wide: true },
          { label: t("closedAt"), value: instant(complaint.closed_at) },
        ]}
      />
    </Panel>
  );
}

function Declined({ complaint }: { complaint: Complaint }) {
  const t = useWords();
  if (!complaint.decline_reason) return null;
  return (
    <Panel title={t("declined")}>
      <Facts
        items={[
          { label: t("declineReason"), value: named(DECLINED, complaint.decline_reason) },
          { label: t("rightDoor"), value: complaint.right_door },
          { label: t("declineExplanation"), value: complaint.decline_explanation, wide: true },
        ]}
      />
    </Panel>
  );
}

function Receipt({ complaint }: { complaint: Complaint }) {
  const t = useWords();
  const at = (name: string, department: string) => `${name} · ${department}`;
  return (
    <Panel title={t("receipt")}>
      <Facts
        items={[
          { label: t("received"), value: instant(complaint.received_at) },
          { label: t("channel"), value: named(CHANNEL, complaint.channel) },
          { label: t("reference"), value: complaint.channel_reference },
          { label: t("firstReceiver"), value: at(complaint.first_receiver, complaint.first_department) },
          { label: t("responsible"), value: at(complaint.responsible, complaint.responsible_department) },
          { label: t("registeredBy"), value: complaint.registered_by_name },
          {
            label: t("source"),
            value: complaint.source_system && `${complaint.source_system} ${complaint.external_id ?? ""}`,
          },
        ]}
      />
    </Panel>
  );
}

const PURPOSES = ["complaint", "investigation", "feedback"] as const;

function Material({ complaint }: { complaint: Complaint }) {
  const t = useWords();
  const may = useMay();
  const me = useMe().data?.organisation;
  const kept = complaint.is_protected && me?.kind === "institution";
  return (
    <Panel title={t("material")} id="evidence">
      {kept ? (
        <p className="quiet">{t("materialKept")}</p>
      ) : (
        <EvidenceGrid
          subjectType="complaint"
          subjectId={complaint.id}
          purposes={PURPOSES}
          open={may("complaint.handle") && me?.id === complaint.handler_id}
        />
      )}
    </Panel>
  );
}
