/** File a complaint: four short steps on a phone, nothing lost on the way, and at the end the receipt. */
import { Alert, Button } from "antd";
import { useEffect, useState } from "react";
import { FormProblem } from "@/shared/case/FormProblem";
import { Stepper } from "@/shared/case/Stepper";
import { useCommon } from "@/shared/i18n/common";
import { Faces } from "@/shared/ui/faces";
import { type Form, type Institution, useForm, useInstitution } from "./api";
import { STEPS, type Step } from "./draft";
import { Notice } from "./Notice";
import { ReceiptView } from "./ReceiptView";
import { Summary } from "./Summary";
import type { StepProps } from "./steps";
import { useComplain } from "./useComplain";
import { useStep } from "./useStep";
import { WhatStep } from "./WhatStep";
import { WhereStep } from "./WhereStep";
import { WhoStep } from "./WhoStep";
import { useNewWords } from "./words-new";

export function NewPage() {
  const t = useNewWords();
  const c = useCommon();
  const form = useForm();
  useEffect(() => {
    document.title = `${t("title")} · ${c("product")}`;
  }, [t, c]);
  return <Faces of={form}>{(found) => <Complain form={found} />}</Faces>;
}

function Complain({ form }: { form: Form }) {
  const t = useNewWords();
  const [step, go] = useStep();
  const it = useComplain(go);
  const { draft, change, wrong, problem } = it;
  // Files cannot be kept over a reload: how many there were is, so that it can be said.
  const [photos, setPhotos] = useState<File[]>([]);
  const [restored, setRestored] = useState(() => draft.institution !== null || draft.typed.facts !== "");
  const [lost] = useState(draft.photos);
  const [consented, setConsented] = useState(false);
  const unknown = useLinked(draft.institution === null, (institution) => change({ institution }));
  const choose = (next: File[]) => {
    setPhotos(next);
    change({ photos: next.length });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step begins at its top
  useEffect(() => window.scrollTo(0, 0), [step, it.told]);

  if (it.told)
    return (
      <ReceiptView
        told={it.told}
        limits={form.photos}
        photos={photos}
        onForget={() => {
          setPhotos([]);
          setConsented(false);
          it.setTold(null);
          go("where");
        }}
      />
    );

  const at = STEPS.indexOf(step);
  const props: StepProps = { draft, form, change, type: it.type, wrong, photos, setPhotos: choose, go };
  const last = step === "send";
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (last) void it.send(form, consented);
        else if (it.complete(step)) go(STEPS[at + 1] as Step);
      }}
    >
      <h1>{t("title")}</h1>
      <Stepper
        label={t("steps")}
        stations={STEPS.map((one) => ({ title: t(one) }))}
        current={at}
        onStep={(index) => go(STEPS[index] as Step)}
      />
      {restored && (
        <Alert
          type="info"
          style={{ marginBottom: 16 }}
          title={t("restored")}
          description={lost > photos.length ? t("photosLost") : undefined}
          action={
            <Button
              size="small"
              onClick={() => {
                it.discard();
                setPhotos([]);
                setRestored(false);
              }}
            >
              {t("discard")}
            </Button>
          }
        />
      )}
      {unknown && <Alert type="warning" showIcon style={{ marginBottom: 16 }} title={t("unknownInstitution")} />}
      <section className="panel" aria-label={t(step)}>
        {step === "where" && <WhereStep {...props} />}
        {step === "what" && <WhatStep {...props} />}
        {step === "who" && <WhoStep {...props} />}
        {last && (
          <>
            <Summary {...props} />
            <Notice notice={form.notice} consented={consented} onConsent={setConsented} wrong={wrong.consented} />
          </>
        )}
        {problem?.offline ? (
          <Alert type="warning" showIcon role="alert" title={t("lost")} />
        ) : (
          <FormProblem problem={problem} />
        )}
      </section>
      <div className="public-bar">
        {at > 0 && <Button onClick={() => go(STEPS[at - 1] as Step)}>{t("back")}</Button>}
        <Button type="primary" htmlType="submit" loading={it.sending}>
          {t(last ? "submit" : "next")}
        </Button>
      </div>
      <p className="quiet public-small" style={{ textAlign: "center" }}>
        {t("keptNote")}
      </p>
    </form>
  );
}

/** The institution that the address names, as a code on its wall does. Returns whether it is not on the list. */
function useLinked(wanted: boolean, take: (institution: Institution) => void): boolean {
  const [id] = useState(() => new URLSearchParams(location.search).get("institution"));
  const [done, setDone] = useState(!wanted);
  const linked = useInstitution(done ? null : id);
  useEffect(() => {
    if (done || !linked.data) return;
    setDone(true);
    take(linked.data);
  }, [done, linked.data, take]);
  return linked.error !== null && !linked.error.offline;
}
