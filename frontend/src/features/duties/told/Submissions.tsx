/** What was sent, newest version first; older ones stay and can be opened. */
import { Alert, Collapse } from "antd";
import { Evidence } from "@/shared/case/Evidence";
import { instant } from "@/shared/lib/time";
import { Toned } from "@/shared/ui/marks";
import { Facts, Panel } from "@/shared/ui/Page";
import { type Duty, problemsOf, type Submission } from "../api";
import { definitionOf } from "../form/definition";
import { Problems } from "./Problems";
import { Records } from "./Records";
import { ValuesTable } from "./ValuesTable";
import { useToldWords } from "./words";

export function Submissions({ duty, files }: { duty: Duty; files: string[] }) {
  const t = useToldWords();
  const [newest, ...older] = duty.submissions.toReversed();
  if (!newest) return null;
  return (
    <Panel title={t("title")} extra={<Head submission={newest} />}>
      {older[0]?.returned_reason && !newest.returned_at && (
        <Alert type="info" style={{ marginBottom: 12 }} title={t("answersTo", { why: older[0].returned_reason })} />
      )}
      <Version duty={duty} submission={newest} />
      {files.map((purpose) => (
        <div key={purpose} style={{ marginTop: 16 }}>
          <Evidence subjectType="duty" subjectId={duty.id} purpose={purpose} open={false} />
        </div>
      ))}
      {older.length > 0 && (
        <>
          <h3 className="duty-heading">{t("older", { count: older.length })}</h3>
          <Collapse
            size="small"
            items={older.map((submission) => ({
              key: submission.version,
              label: <Head submission={submission} />,
              children: <Version duty={duty} submission={submission} />,
            }))}
          />
        </>
      )}
    </Panel>
  );
}

function Head({ submission }: { submission: Submission }) {
  const t = useToldWords();
  return (
    <span className="row">
      <strong>{t("version", { version: submission.version })}</strong>
      {submission.zero && <Toned tone="zero">{t("zero")}</Toned>}
      {submission.returned_at && <Toned tone="late">{t("returned")}</Toned>}
      {submission.approved_at && <Toned tone="on-time">{t("approved")}</Toned>}
      <span className="quiet">
        {t("by", { who: submission.submitted_by_name, when: instant(submission.submitted_at) })}
      </span>
    </span>
  );
}

function Version({ duty, submission }: { duty: Duty; submission: Submission }) {
  const t = useToldWords();
  const form = definitionOf(duty.form_definition);
  const problems = problemsOf(submission);
  const newest = submission.version === duty.submission_count;
  return (
    <>
      {submission.returned_at && !(newest && duty.state === "returned") && (
        <Alert
          type="warning"
          style={{ marginBottom: 12 }}
          title={t("returnedAt", { when: instant(submission.returned_at), why: submission.returned_reason ?? "" })}
        />
      )}
      <Facts
        items={[
          { label: t("correction"), value: submission.reason, wide: true },
          { label: t("note"), value: submission.note, wide: true },
        ]}
      />
      {submission.zero && <p>{t("zeroText")}</p>}
      {form && Object.keys(submission.values).length > 0 && (
        <ValuesTable
          form={form}
          submission={submission}
          before={duty.submissions.find(({ version }) => version === submission.version - 1)}
          previous={newest ? duty.previous_values : null}
        />
      )}
      {submission.records.length > 0 && <Records records={submission.records} />}
      {problems.length > 0 && <Problems found={problems} items={duty.check_items} />}
      {submission.approved_at && <p className="quiet">{t("approvedAt", { when: instant(submission.approved_at) })}</p>}
    </>
  );
}
