/** The form's memory: the draft, what is wrong with it, and its sending. */
import { useState } from "react";
import { type ApiProblem, asProblem, pointerPath } from "@/shared/api/problem";
import { keep, useKept } from "../kept";
import type { Form, Receipt } from "./api";
import { bodyOf, type Draft, emptyDraft, type Field, missing, STEP_OF, STEPS, type Step, type Typed } from "./draft";
import { sendOnce } from "./sending";
import { useNewWords } from "./words-new";

type Wrong = Partial<Record<Field, string>>;

export interface Told {
  receipt: Receipt;
  earlier: boolean;
}

const DRAFT = "draft";
/** Kept until it is forgotten on purpose: nobody can make the code anew. */
export const TOLD = "receipt";

export function useComplain(go: (step: Step) => void) {
  const t = useNewWords();
  const [draft, setDraft] = useKept<Draft>(DRAFT, emptyDraft());
  const [told, setTold] = useKept<Told | null>(TOLD, null);
  const [wrong, setWrong] = useState<Wrong>({});
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [sending, setSending] = useState(false);

  const right = (fields: string[]) =>
    setWrong((now) => Object.fromEntries(Object.entries(now).filter(([field]) => !fields.includes(field))));
  const change = (part: Partial<Draft>) => {
    if (part.institution !== undefined) right(["organisation_id"]);
    setDraft({ ...draft, ...part });
  };
  const type = (part: Partial<Typed>) => {
    right(Object.keys(part));
    setDraft({ ...draft, typed: { ...draft.typed, ...part } });
  };
  /** Says what is wrong, and leads to the first of it. */
  const refuse = (found: Wrong) => {
    setWrong(found);
    const first = (Object.keys(STEP_OF) as Field[]).find((field) => found[field]);
    if (!first) return;
    go(STEP_OF[first]);
    setTimeout(() => focusOn(first));
  };
  /** Whether nothing is missing on `step`. */
  const complete = (step: Step): boolean => {
    const fields = missing(draft, step);
    refuse(Object.fromEntries(fields.map((field) => [field, t(CHOSEN.includes(field) ? "choose" : "needed")])));
    return fields.length === 0;
  };
  const send = async (form: Form, consented: boolean): Promise<void> => {
    setProblem(null);
    const open = STEPS.find((step) => missing(draft, step).length > 0);
    if (open) {
      complete(open);
      return;
    }
    if (!consented) {
      refuse({ consented: t("consentNeeded") });
      return;
    }
    const body = bodyOf(draft, form.notice.edition);
    if (!body) return;
    setSending(true);
    try {
      const told = await sendOnce(draft, body, (sent) => setDraft({ ...draft, sent }));
      setTold(told);
      setDraft(emptyDraft());
      keep(DRAFT, null);
    } catch (error) {
      const refused = asProblem(error);
      setProblem(refused);
      setWrong({});
      const found: Wrong = {};
      for (const { pointer, detail } of refused.errors) {
        const field = pointerPath(pointer)[0] as Field;
        if (field in STEP_OF) found[field] ??= detail;
      }
      if (Object.keys(found).length > 0) refuse(found);
    } finally {
      setSending(false);
    }
  };
  const discard = () => {
    setDraft(emptyDraft());
    keep(DRAFT, null);
    setWrong({});
    setProblem(null);
    go("where");
  };
  return { draft, change, type, wrong, problem, sending, complete, send, discard, told, setTold };
}

/** Fields of which one chooses. */
const CHOSEN: Field[] = ["matter", "is_real_name", "organisation_id"];

function focusOn(field: Field): void {
  const found = document.getElementById(field);
  const control = found?.matches("input, textarea, button") ? found : found?.querySelector<HTMLElement>("input");
  control?.focus();
  found?.scrollIntoView({ block: "center" });
}
