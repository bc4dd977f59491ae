/** The zero report: not silence but a declaration, so it spells out what is declared before anybody signs it. */

import { Checkbox, Modal } from "antd";
import { useState } from "react";
import { aside } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { Facts } from "@/shared/ui/Page";
import type { Duty } from "../api";
import { periodInWords } from "../period";
import { useWords } from "../words";
import { isBlank, type ReportDraft, type Step, zeroBody } from "./draft";
import { TextField } from "./Field";
import { Refusals } from "./Refusals";
import type { Sending } from "./sending";
import { type SayReport, useReportWords } from "./words";

interface ZeroReportProps {
  duty: Duty;
  draft: ReportDraft;
  step: Step;
  sending: Sending;
  onSend: (body: ReturnType<typeof zeroBody>) => void;
  onClose: () => void;
}

const FIELDS = new Set(["/note"]);

export function ZeroReport({ duty, draft, step, sending, onSend, onClose }: ZeroReportProps) {
  const t = useReportWords();
  const d = useWords();
  const c = useCommon();
  const [sure, setSure] = useState(false);
  const [note, setNote] = useState(draft.note);
  const judged = duty.check_items.filter((item) => draft.judged[item.code]).length;
  const left = duty.check_items.length - judged;
  const written = Object.values(draft.values).some(Boolean) || draft.problems.some((problem) => !isBlank(problem));
  return (
    <Modal
      open
      title={t("zeroTitle")}
      okText={t("zeroSend")}
      cancelText={c("cancel")}
      okButtonProps={{ disabled: !sure, loading: sending.busy }}
      onOk={() => onSend(zeroBody(draft, step, note))}
      onCancel={onClose}
      mask={{ closable: false }}
      width={560}
    >
      <p>{t("zeroDeclare", { who: duty.organisation_name })}</p>
      <Facts
        items={[
          { label: t("zeroCampaign"), value: duty.campaign_title, wide: true },
          { label: t("zeroMatter"), value: duty.title, wide: true },
          {
            label: t("zeroPeriod"),
            value: `${periodInWords(duty.period)}${aside(d("periodDays", { from: duty.starts_on, to: duty.ends_on }))}`,
            wide: true,
          },
        ]}
      />
      <p style={{ fontSize: 16, fontWeight: 600 }}>{declared(duty, left, t)}</p>
      {duty.proof === "self_check" && left > 0 && (
        <p style={{ color: "var(--fact-late)" }}>
          {t("zeroUnjudged", { all: duty.check_items.length, done: judged, left })}
        </p>
      )}
      {written && <p style={{ color: "var(--fact-late)" }}>{t("zeroDrop")}</p>}
      <p className="quiet">{t("zeroFalse")}</p>
      <TextField label={t("note")} hint={t("noteHint")} value={note} onChange={setNote} max={5000} />
      <Checkbox checked={sure} onChange={(event) => setSure(event.target.checked)} style={{ marginTop: 12 }}>
        {duty.check_items.length > 0 && duty.problem_count === 0
          ? t("zeroConfirmAll", { all: duty.check_items.length })
          : t("zeroConfirm")}
      </Checkbox>
      <Refusals of={sending} shown={(pointer) => FIELDS.has(pointer)} />
    </Modal>
  );
}

function declared(duty: Duty, left: number, t: SayReport): string {
  switch (duty.proof) {
    case "self_check":
      if (duty.problem_count > 0) return t("zeroSelfCheckMore", { count: duty.problem_count });
      return left === 0 && duty.check_items.length > 0
        ? t("zeroSelfCheckAll", { all: duty.check_items.length })
        : t("zeroSelfCheck");
    case "form":
      return t("zeroForm");
    case "record":
      return t("zeroRecord");
    case "document":
      return t("zeroDocument");
  }
}
