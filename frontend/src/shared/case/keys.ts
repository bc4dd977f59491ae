/** One hand on the keyboard: Tab out of a list takes what is found and goes on, Ctrl+Enter sends. */
import type { KeyboardEvent } from "react";

const REACHED = "input:not([disabled]), textarea, button, [tabindex='0']";

/** An open list takes Tab for choosing and keeps the focus; here it goes on to the next field as well. */
export function goOn(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "Tab" || !event.defaultPrevented) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(REACHED)].filter(
    (one) => one.offsetParent !== null && one.tabIndex >= 0,
  );
  all[all.indexOf(event.target as HTMLElement) + (event.shiftKey ? -1 : 1)]?.focus();
}

/** What is being typed in a field counts as typed: it is left before `send` is called. */
export const sendsBy =
  (send: () => void) =>
  (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    (document.activeElement as HTMLElement | null)?.blur();
    setTimeout(send);
  };
