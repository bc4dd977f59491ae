/** Changing a campaign in force, section by section; the difference is shown first, then it is done. */
import { Alert, Button, Drawer, Form, Input } from "antd";
import { useState } from "react";
import { Conflict } from "@/shared/case/conflict";
import { useCommon } from "@/shared/i18n/common";
import { dropDraft, keepDraft, readDraft } from "@/shared/lib/drafts";
import { Faces } from "@/shared/ui/faces";
import { type Campaign, type Clause, useCampaignPlan, useClauses, usePlan } from "../api";
import { AmendSections } from "./AmendSections";
import { answersNow, type Kept, refusalsOf, type Section, sectionsOf, type Typed, toChange, toKept } from "./amendment";
import { placesOf, toAnswers, toControls } from "./answers";
import { Difference } from "./Difference";
import type { Owners } from "./OwnersFields";
import type { PlanFile } from "./PlanFile";
import type { PlanText } from "./plan-text";
import { useAmending } from "./useAmending";
import { useFollow } from "./useFollow";
import { useDraftWords } from "./words";

export function Amend({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const t = useDraftWords();
  const clauses = useClauses(campaign.id);
  const shipped = usePlan(campaign.plan_id);
  const own = useCampaignPlan(campaign.id);
  const blanks = shipped.data?.open_places ?? [];
  return (
    <Drawer open size="large" title={t("amendTitle")} onClose={onClose} mask={{ closable: false }}>
      <Faces of={clauses} rows={8}>
        {(found) =>
          shipped.isPending || own.isPending ? null : (
            <AmendForm campaign={campaign} clauses={found} blanks={blanks} text={own.data?.plan} onClose={onClose} />
          )
        }
      </Faces>
    </Drawer>
  );
}

interface AmendFormProps {
  campaign: Campaign;
  clauses: Clause[];
  /** The blanks of the plan as it was shipped; none where the campaign follows a plan of its own. */
  blanks: Campaign["open_places"];
  /** What the campaign says now. */
  text: PlanText | undefined;
  onClose: () => void;
}

type Held = Record<string, unknown> & Partial<Omit<Typed, "answers" | "file">>;

function AmendForm({ campaign, clauses, blanks, text, onClose }: AmendFormProps) {
  const t = useDraftWords();
  const c = useCommon();
  const [form] = Form.useForm();
  const draft = `campaign.${campaign.id}.amend`;
  const [kept] = useState(() => readDraft<Kept>(draft));
  const [restored, setRestored] = useState(kept !== null);
  const [file, setFile] = useState<PlanFile | null>(() => {
    const held = kept?.file;
    return held?.text === undefined ? null : { name: held.name, text: held.text };
  });
  const [open, setOpen] = useState<Section[]>(() => [
    "dates",
    "clauses",
    ...(kept?.owners ? (["owners"] as const) : []),
    ...(kept?.institution_types ? (["scope"] as const) : []),
    ...(kept?.file ? (["plan"] as const) : []),
  ]);
  const sending = useAmending(campaign, {
    onDone: () => {
      dropDraft(draft);
      onClose();
    },
  });
  const { seen, shown, problem } = sending;
  const now = answersNow(seen, text);
  const places = placesOf(blanks, now, text);
  useFollow(form, seen, places, text);

  const typed = (): Typed => {
    const held = form.getFieldsValue(true) as Held;
    return {
      answers: toAnswers(places, held, now),
      retire: held.retire ?? [],
      restore: held.restore ?? [],
      owners: held.owners ?? {},
      institution_types: held.institution_types ?? [],
      file,
      reason: (held.reason ?? "").trim(),
    };
  };
  const watched: unknown = Form.useWatch((held) => held, { form, preserve: true });
  const change = watched ? toChange(typed(), seen, now) : undefined;
  const found = refusalsOf(problem, places, file !== null);
  const remember = (chosen = file) => keepDraft(draft, toKept({ ...typed(), file: chosen }, seen, now));
  const choose = (chosen: PlanFile | null) => {
    sending.forget();
    setFile(chosen);
    remember(chosen);
  };
  /** Back to what is in force, as if nobody had typed. */
  const discard = () => {
    dropDraft(draft);
    form.setFieldsValue({ ...toControls(places, now), retire: [], restore: [], reason: "" });
    form.setFieldValue("owners", seen.owners);
    form.setFieldValue("institution_types", seen.institution_types);
    setFile(null);
    setRestored(false);
  };
  const preview = async () => {
    const refused = await sending.preview(toChange(typed(), seen, now));
    if (refused) setOpen([...new Set([...open, ...sectionsOf(refusalsOf(refused, places, file !== null))])]);
  };

  return (
    <>
      <p className="quiet" style={{ marginTop: 0 }}>
        {t("amendIntro")}
      </p>
      {restored && shown === null && (
        <Alert
          type="info"
          title={c("draftRestored")}
          style={{ marginBottom: 16 }}
          action={
            <Button size="small" onClick={discard}>
              {c("draftDiscard")}
            </Button>
          }
        />
      )}
      {sending.conflict && <Conflict {...sending.conflict} />}
      <Form
        form={form}
        layout="vertical"
        hidden={shown !== null}
        initialValues={{
          ...toControls(places, { ...now, ...kept?.answers }),
          retire: kept?.retire,
          restore: kept?.restore,
          owners: kept?.owners ?? (seen.owners as Owners),
          institution_types: kept?.institution_types ?? seen.institution_types,
          reason: kept?.reason,
        }}
        onValuesChange={() => remember()}
        onFinish={() => void preview()}
      >
        <AmendSections
          form={form}
          campaign={seen}
          clauses={clauses}
          places={places}
          change={change}
          found={found}
          file={file}
          lost={kept?.file && kept.file.text === undefined ? kept.file.name : null}
          open={open}
          onOpen={setOpen}
          onFile={choose}
          onTake={() => remember()}
        />
        <Form.Item
          name="reason"
          label={t("reason")}
          extra={t("reasonHelp")}
          rules={[{ required: true, whitespace: true, message: c("reasonNeeded") }]}
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={500} />
        </Form.Item>
        {problem && found.plan.length === 0 && (
          <Alert
            type="error"
            showIcon
            style={{ marginBottom: 16 }}
            title={problem.offline ? c("offline") : problem.detail || problem.title}
            description={
              found.rest.length > 0 && (
                <ul style={{ margin: 0, paddingInlineStart: 20 }}>
                  {found.rest.map((error) => (
                    <li key={error.pointer + error.code}>{error.detail}</li>
                  ))}
                </ul>
              )
            }
          />
        )}
        <div className="row" style={{ justifyContent: "flex-end" }}>
          <Button onClick={onClose}>{c("cancel")}</Button>
          <Button type="primary" htmlType="submit" loading={sending.busy}>
            {t("showDifference")}
          </Button>
        </div>
      </Form>
      {shown && (
        <Difference
          difference={shown.difference}
          clauses={clauses}
          phases={campaign.phases}
          reason={shown.change.reason}
          busy={sending.busy}
          onBack={sending.back}
          onApply={() => void sending.apply()}
        />
      )}
    </>
  );
}
