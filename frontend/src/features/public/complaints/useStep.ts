/** Which step of the form is open: behind the `#`, so that a phone's "back" goes one step back and not out of the form. */
import { useCallback, useSyncExternalStore } from "react";
import { STEPS, type Step } from "./draft";

const subscribe = (listener: () => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

const current = (): Step => STEPS.find((step) => step === location.hash.slice(1)) ?? "where";

export function useStep(): [Step, (step: Step) => void] {
  const step = useSyncExternalStore(subscribe, current);
  const go = useCallback((next: Step) => {
    location.hash = next;
  }, []);
  return [step, go];
}
