/** The evidence of a matter by what it proves, beside each other: places given, or those that hold something and one more. */
import { Select } from "antd";
import { type ReactNode, useId, useState } from "react";
import { useWords } from "@/shared/evidence/words";
import { useLanguage } from "@/shared/i18n";
import { ATTACHMENT_PURPOSE, named } from "@/shared/i18n/enums";
import { Evidence, useEvidence } from "./Evidence";
import "./evidence-grid.css";

interface GridProps<Purpose extends string> {
  subjectType: string;
  subjectId: string;
  purposes: readonly Purpose[];
  /** Whether files may come and go now: everywhere, or at some places only. */
  open: boolean | ((purpose: Purpose) => boolean);
  /** What a place is called where the purpose's own name says too little. */
  titles?: Partial<Record<Purpose, string>>;
  /** Evidence of another matter that belongs beside it. */
  children?: ReactNode;
}

export function EvidenceGrid<Purpose extends string>(props: GridProps<Purpose>) {
  const { subjectType, subjectId, purposes, open, titles, children } = props;
  return (
    <div className="evidence-grid">
      {purposes.map((purpose) => (
        <Evidence
          key={purpose}
          subjectType={subjectType}
          subjectId={subjectId}
          purpose={purpose}
          title={titles?.[purpose]}
          open={typeof open === "function" ? open(purpose) : open}
        />
      ))}
      {children}
    </div>
  );
}

interface ByPurposeProps<Purpose extends string> {
  subjectType: string;
  subjectId: string;
  /** In the order they are shown in. */
  purposes: readonly Purpose[];
  /** What is most likely added now. */
  next: Purpose;
  open: boolean;
}

/** For matters with many kinds of papers: only what was received, and a place for the kind that is chosen. */
export function EvidenceByPurpose<Purpose extends string>(props: ByPurposeProps<Purpose>) {
  const { subjectType, subjectId, purposes, next, open } = props;
  const t = useWords();
  useLanguage();
  const id = useId();
  const evidence = useEvidence(subjectType, subjectId);
  const [adding, setAdding] = useState<Purpose>(next);
  const held = (purpose: Purpose) => evidence.data?.items.some((item) => item.purpose === purpose) ?? false;
  const shown = purposes.filter((purpose) => held(purpose) || (open && purpose === adding));
  return (
    <>
      {open && (
        <div className="row" style={{ marginBottom: 16 }}>
          <label htmlFor={id}>{t("kindToAdd")}</label>
          <Select<Purpose>
            id={id}
            value={adding}
            onChange={setAdding}
            style={{ minWidth: 220 }}
            options={purposes.map((value) => ({ value, label: named(ATTACHMENT_PURPOSE, value) }))}
          />
        </div>
      )}
      {evidence.isSuccess && shown.length === 0 && <p className="quiet">{t("noneAtAll")}</p>}
      <EvidenceGrid subjectType={subjectType} subjectId={subjectId} purposes={shown} open={open} />
    </>
  );
}
