/** What a notice says, what was answered and what it led to. */
import { useMay } from "@/shared/api/me";
import { EvidenceGrid } from "@/shared/case/EvidenceGrid";
import { useLanguage } from "@/shared/i18n";
import { named } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { dayInWords, instant } from "@/shared/lib/time";
import { TaskStateMark } from "@/shared/ui/marks";
import { Facts, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import type { Notice } from "./api";
import { KIND } from "./enums";
import { isSectorWide } from "./steps";
import { useWords } from "./words";

const WORDS = { whiteSpace: "pre-wrap", marginTop: 0 } as const;

/** `sent`: read by the organ that sent it, which attaches its letter, reads the answer's, and sees nothing behind it. */
export function NoticeCase({ notice, sent }: { notice: Notice; sent: boolean }) {
  const t = useWords();
  useLanguage();
  const may = useMay();
  const over = notice.state === "closed" || notice.state === "voided";
  const open = may("evidence.add") && may("notice.register", "notice.answer") && !over;
  const purposes = sent ? (["letter", "answer_letter"] as const) : (["letter", "answer_letter", "other"] as const);
  const titles = { letter: t("letter"), answer_letter: t("answerLetter"), other: undefined };
  // The sender's own letter stays as it was answered; of the authority's papers it sees the letter that answered it.
  const mayAdd = (purpose: keyof typeof titles) =>
    open && (!sent || (purpose === "letter" && notice.state === "received"));
  return (
    <>
      <Panel title={t("content")}>
        <p style={WORDS}>{notice.content}</p>
        <Facts
          items={[
            { label: t("handling"), value: notice.handling, wide: true },
            { label: t("nextOpinion"), value: notice.next_opinion, wide: true },
            { label: t("kind"), value: named(KIND, notice.kind) },
            { label: t("from"), value: notice.from_name },
            { label: t("number"), value: notice.document_number },
            { label: t("received"), value: instant(notice.received_at) },
            { label: t("about"), value: isSectorWide(notice) ? t("authorityAlone") : notice.organisation_name },
            { label: t("authority"), value: notice.authority_name },
            { label: t("needsAnswer"), value: t(notice.needs_answer ? "needed" : "notNeeded") },
            { label: t("answerBy"), value: notice.answer_due_on && dayInWords(notice.answer_due_on) },
            { label: t("registeredBy"), value: notice.registered_by_name },
            { label: t("reportedAt"), value: notice.reported_upward_at && instant(notice.reported_upward_at) },
          ]}
        />
      </Panel>
      {notice.answer && (
        <Panel title={t("answer")}>
          <p style={WORDS}>{notice.answer}</p>
          <Facts
            items={[
              { label: t("answerNumber"), value: notice.answer_document_number },
              {
                label: t("answeredAt"),
                value:
                  notice.answered_at &&
                  t("answeredBy", { who: notice.answered_by_name ?? "", when: instant(notice.answered_at) }),
              },
            ]}
          />
        </Panel>
      )}
      {(notice.tasks.length > 0 || may("task.create")) && <Tasks notice={notice} />}
      <Panel title={t("material")} id="evidence">
        <EvidenceGrid subjectType="notice" subjectId={notice.id} purposes={purposes} titles={titles} open={mayAdd} />
      </Panel>
    </>
  );
}

function Tasks({ notice }: { notice: Notice }) {
  const t = useWords();
  return (
    <Panel title={t("tasks")}>
      {notice.tasks.length === 0 && <p className="quiet">{t("noTasks")}</p>}
      <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
        {notice.tasks.map((task) => (
          <li key={task.id} className="row">
            <To to={paths.task(task.id)}>{task.title}</To>
            <span className="quiet nowrap">{task.number}</span>
            <span className="quiet">{task.organisation_name}</span>
            <TaskStateMark state={task.state} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
