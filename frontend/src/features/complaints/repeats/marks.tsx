/** What a repetition is called, and its state and flags as small marks. */
import { named } from "@/shared/i18n/enums";
import { dayOf } from "@/shared/lib/time";
import { Toned } from "@/shared/ui/marks";
import { MATTER } from "../enums";
import type { RepeatItem } from "./api";
import { say, useWords } from "./words";

export const titleOf = ({ matter, department }: Pick<RepeatItem, "matter" | "department">): string =>
  say(department ? "of" : "ofAll", { matter: named(MATTER, matter), department });

export const spanOf = (one: Pick<RepeatItem, "first_received_at" | "last_received_at">): string =>
  say("fromTo", { from: dayOf(one.first_received_at), to: dayOf(one.last_received_at) });

type Marked = Pick<RepeatItem, "state" | "relapse" | "listing_proposed_at">;

export function RepeatState({ of }: { of: Marked }) {
  const t = useWords();
  return <Toned tone={of.state === "open" ? "due" : "on-time"}>{t(of.state)}</Toned>;
}

export function RepeatFlags({ of }: { of: Marked }) {
  const t = useWords();
  return (
    <>
      {of.listing_proposed_at && <Toned tone="missing">{t("proposed")}</Toned>}
      {of.relapse > 0 && <Toned tone="late">{t("relapseOf", { count: of.relapse })}</Toned>}
    </>
  );
}
