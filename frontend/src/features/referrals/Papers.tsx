/** The papers: what is there and what is missing, the form that fills them in, the evidence they need, the package. */
import { App } from "antd";
import { useMemo, useRef } from "react";
import type { Schemas } from "@/shared/api/client";
import { Keys } from "@/shared/api/queries";
import { useConflict } from "@/shared/case/conflict";
import { EvidenceGrid } from "@/shared/case/EvidenceGrid";
import type { Field } from "@/shared/case/fields";
import { GoodsList } from "@/shared/case/GoodsList";
import { ResourceForm } from "@/shared/case/ResourceForm";
import { useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { Facts, Panel } from "@/shared/ui/Page";
import { lastEntry, mayFill, type Referral, readReferral, sendStep, useTaken } from "./api";
import { Checklist } from "./Checklist";
import { GoodsEditor, written } from "./GoodsEditor";
import { Letters } from "./Letters";
import { referralLabels } from "./labels";
import { Package } from "./Package";
import { PoliceOrgans } from "./PoliceOrgans";
import { usePaperWords } from "./paper-words";
import { say } from "./step-words";
import { useWords } from "./words";

type Body = Schemas["FillPapers"];

const fieldsOf = (): Field<Body>[] => [
  {
    name: "suspected_offence",
    label: say("offence"),
    kind: "text",
    required: true,
    max: 120,
    placeholder: say("offencePlaceholder"),
  },
  { name: "law", label: say("law"), kind: "text", max: 300, placeholder: say("lawPlaceholder") },
  { name: "receiver_id", label: say("receiverId"), kind: "own", control: <PoliceOrgans /> },
  {
    name: "receiver_name",
    label: say("receiverName"),
    kind: "text",
    max: 120,
    when: ({ receiver_id }) => !receiver_id,
  },
  { name: "procuratorate_name", label: say("procuratorate"), kind: "text", max: 120 },
  { name: "contact_name", label: say("contact"), kind: "text", max: 80 },
  { name: "contact_phone", label: say("phone"), kind: "text", max: 40 },
  {
    name: "document_number",
    label: say("documentNumber"),
    kind: "text",
    max: 60,
    placeholder: say("documentHelp"),
  },
  { name: "goods_none", label: say("goodsNone"), kind: "switch", required: true },
  { name: "expert_none", label: say("expertNone"), kind: "switch", required: true },
  { name: "earlier_penalties", label: say("earlier"), kind: "number", min: 0, max: 99 },
  {
    name: "goods",
    label: say("goods"),
    kind: "own",
    control: <GoodsEditor />,
    when: ({ goods_none }) => !goods_none,
  },
];

const WIDTH: Partial<Record<keyof Body, number>> = {
  suspected_offence: 6,
  law: 6,
  receiver_id: 6,
  receiver_name: 6,
  procuratorate_name: 4,
  contact_name: 4,
  contact_phone: 4,
  document_number: 12,
  goods_none: 4,
  expert_none: 4,
  earlier_penalties: 4,
};

/** What is uploaded here: what was said not to be needed is not asked for. */
const purposesOf = (one: Referral): string[] => [
  "investigation_report",
  ...(one.expert_none && one.expert_count === 0 ? [] : ["expert_report"]),
  ...(one.earlier_penalties > 0 || one.earlier_penalty_count > 0 ? ["earlier_penalty"] : []),
];

/** Only what was changed: the rest is whoever else has changed it meanwhile. No goods means no lines either. */
export function papersBody(before: Referral, typed: Body): Body {
  const goods = typed.goods_none ? [] : written(typed.goods ?? before.goods);
  const old = before as unknown as Record<string, unknown>;
  const body = { ...typed, goods };
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(old[name] ?? null)),
  ) as Body;
}

export function Papers({ referral }: { referral: Referral }) {
  const t = usePaperWords();
  const open = mayFill(referral);
  return (
    <div className="referral-case">
      <div>
        <Panel title={t("fill")}>
          {open ? <Fill key={referral.id} referral={referral} /> : <Filled referral={referral} />}
        </Panel>
      </div>
      <aside>
        <Panel title={t("checklist")}>
          <Checklist referral={referral} />
        </Panel>
        <Package referral={referral} />
        <Letters referral={referral} />
        <Panel>
          <EvidenceGrid subjectType="referral" subjectId={referral.id} purposes={purposesOf(referral)} open={open} />
        </Panel>
      </aside>
    </div>
  );
}

function Fill({ referral }: { referral: Referral }) {
  const t = usePaperWords();
  const c = useCommon();
  const language = useLanguage();
  const taken = useTaken();
  const { message } = App.useApp();
  const conflict = useConflict(referral, {
    reread: () => readReferral(referral.id),
    lastEntry: () => lastEntry(referral.id),
    labels: referralLabels(),
  });
  const keys = useRef(new Keys());
  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew for each language
  const fields = useMemo(fieldsOf, [language]);
  return (
    <ResourceForm<Body>
      fields={fields}
      widths={WIDTH}
      initial={referral as unknown as Body}
      draft={`${referral.id}.fill_papers`}
      submit={conflict.shown ? c("redo") : t("save")}
      onProblem={conflict.onProblem}
      onSubmit={async (typed) => {
        const body = papersBody(conflict.seen, typed);
        taken(await sendStep(conflict.seen, "fill_papers", body, keys.current.for([conflict.seen.version, body])));
        keys.current.spend();
        void message.success(t("saved"));
      }}
    >
      {conflict.shown}
    </ResourceForm>
  );
}

function Filled({ referral }: { referral: Referral }) {
  const t = usePaperWords();
  const w = useWords();
  useLanguage();
  return (
    <>
      <p className="quiet" style={{ marginTop: 0 }}>
        {t(referral.sent_at ? "frozen" : "notYours")}
      </p>
      <Facts
        items={[
          { label: w("offence"), value: referral.suspected_offence },
          { label: w("law"), value: referral.law },
          { label: w("receiver"), value: referral.receiver_name },
          { label: w("procuratorate"), value: referral.procuratorate_name },
          {
            label: w("contact"),
            value: [referral.contact_name, referral.contact_phone].filter(Boolean).join(" "),
          },
          { label: w("document"), value: referral.document_number },
        ]}
      />
      <h3 style={{ fontSize: 14, margin: "16px 0 8px" }}>{say("goods")}</h3>
      <GoodsList goods={referral.goods} />
    </>
  );
}
