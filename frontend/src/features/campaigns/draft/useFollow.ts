/** A newer record under an open form: fields that nobody touched follow it, or they would be sent as changes back. */
import type { FormInstance } from "antd/es/form";
import { useEffect, useRef } from "react";
import type { Campaign } from "../api";
import { answersNow, same } from "./amendment";
import { type Place, toAnswer, toControl } from "./answers";
import type { PlanText } from "./plan-text";

export function useFollow(form: FormInstance, seen: Campaign, places: Place[], text: PlanText | undefined) {
  const base = useRef(seen);
  useEffect(() => {
    const before = base.current;
    base.current = seen;
    if (before === seen) return;
    for (const name of ["owners", "institution_types"] as const) {
      if (same(form.getFieldValue(name), before[name])) form.setFieldValue(name, seen[name]);
    }
    const [old, fresh] = [answersNow(before, text), answersNow(seen, text)];
    for (const { pointer, kind } of places) {
      const held = toAnswer(kind, form.getFieldValue([pointer]));
      const untouched = same(held, toAnswer(kind, toControl(kind, old[pointer])));
      if (untouched) form.setFieldValue([pointer], toControl(kind, fresh[pointer]));
    }
  }, [form, seen, places, text]);
}
