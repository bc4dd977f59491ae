/** The fields that this receiver may know, in words; what the page has no word for is shown by its own name. */
import type { ReactNode } from "react";
import { type Good, GoodsList } from "@/shared/case/GoodsList";
import { useLanguage } from "@/shared/i18n";
import { yuan } from "@/shared/lib/numbers";
import { instant } from "@/shared/lib/time";
import { Facts, Panel } from "@/shared/ui/Page";
import type { Handoff } from "./api";
import "./handoffs.css";
import { say, useWords } from "./words";

type Told = (value: unknown) => ReactNode;
const plain: Told = (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));

/** In the order in which one reads a case. */
const FIELDS: Record<string, { label: () => string; told?: Told; wide?: boolean }> = {
  suspected_offence: { label: () => say("suspected_offence") },
  law: { label: () => say("law_field") },
  facts: { label: () => say("facts"), wide: true },
  report: { label: () => say("report"), wide: true },
  kind: { label: () => say("kind") },
  clue_number: { label: () => say("clue_number") },
  found_at: { label: () => say("found_at"), told: (value) => instant(String(value)) },
  place: { label: () => say("place") },
  amount_fen: { label: () => say("amount_fen"), told: (value) => yuan(value as number) },
  earlier_penalties: {
    label: () => say("earlier_penalties"),
    told: (value) => say("times", { count: value as number }),
  },
  subject_masked: { label: () => say("subject_masked") },
  contact_name: { label: () => say("contact_name") },
  contact_phone: { label: () => say("contact_phone") },
  goods: { label: () => say("goods"), told: (value) => <GoodsList goods={value as Good[]} />, wide: true },
};

export function Disclosed({ handoff }: { handoff: Handoff }) {
  const t = useWords();
  useLanguage();
  const known = Object.entries(FIELDS).filter(([name]) => handoff.disclosed[name] !== undefined);
  const others = Object.keys(handoff.disclosed).filter((name) => !FIELDS[name]);
  return (
    <Panel title={t("disclosed")}>
      <Facts
        items={[
          ...known.map(([name, { label, told = plain, wide }]) => ({
            label: label(),
            value: told(handoff.disclosed[name]),
            wide,
          })),
          ...others.map((name) => ({ label: name, value: plain(handoff.disclosed[name]) })),
          { label: t("law"), value: handoff.disclosed.law === handoff.law ? null : handoff.law, wide: true },
        ]}
      />
      {handoff.disclosed.subject_masked !== undefined && (
        <p className="quiet" style={{ margin: "12px 0 0", fontSize: 12 }}>
          {t("fullInPackage")}
        </p>
      )}
    </Panel>
  );
}
