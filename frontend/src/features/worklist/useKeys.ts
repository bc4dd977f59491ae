/** Moving through a list by keyboard: j and k, enter, and letters of one's own. Never while somebody types. */
import { useEffect } from "react";

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

export function useKeys(keys: Record<string, () => void>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (document.querySelector(".ant-modal-wrap:not([style*='display: none']), .ant-drawer-open")) return;
      // Enter on a button or link is that button's own.
      if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.closest("button")) return;
      const act = keys[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [keys]);
}
