/** Moving through a list by keyboard: j and k, enter, and letters of one's own. Never while somebody types. */
import { useEffect } from "react";

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest("input, textarea, select, [role=textbox], [role=combobox]") !== null);

/** What takes Enter itself, and what letters choose in. */
const OWN_ENTER =
  "a, button, summary, label, [role=button], [role=link], [role=menuitem], [role=tab], [role=option], [role=radio]";
const OWN_LETTERS = "[role=menu], [role=listbox], [role=tree], [role=dialog]";

/** Whether the key means something to what has the focus. */
const taken = (event: KeyboardEvent): boolean => {
  const { target } = event;
  if (typing(target)) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest(OWN_LETTERS)) return true;
  return event.key === "Enter" && target.closest(OWN_ENTER) !== null;
};

export function useKeys(keys: Record<string, () => void>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || taken(event)) return;
      if (document.querySelector(".ant-modal-wrap:not([style*='display: none']), .ant-drawer-open")) return;
      const act = keys[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [keys]);
}
