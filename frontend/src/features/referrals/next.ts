/** What is to be done or waited for in each state, in one sentence. */
import { list } from "@/shared/i18n";
import { instant } from "@/shared/lib/time";
import type { Referral } from "./api";
import { say } from "./words";

export function nextOf(one: Referral): string | null {
  switch (one.state) {
    case "team_named":
      return say("nextReport");
    case "reported":
      return say("nextDecide");
    case "approved":
      if (one.missing_papers.length > 0) return say("nextPapers", { count: one.missing_papers.length });
      return say(one.package_sha256 ? "nextSend" : "nextPackage");
    case "not_approved":
      return say("nextNotApproved");
    case "sent":
      return say("nextReceipt");
    case "received":
      return say("nextPolice");
    case "supplementing":
      return say("nextSupplement", { papers: list(one.papers_asked) });
    case "forwarded":
      return say("nextForwarded", { to: one.forwarded_to ?? "" });
    case "filed":
      return say("nextHandOver");
    case "handing_over":
      return say("nextGoods");
    case "handed_over":
      return say("nextResult");
    case "refused":
      return say("nextRefused");
    case "reconsidering":
      return say("nextReconsider");
    case "upheld":
      return say("nextUpheld");
    case "supervised":
      return say("nextSupervised");
    case "administrative":
      return say(one.penalty_number || one.no_penalty_reason ? "nextArchive" : "nextPenalty");
    case "concluded":
      return say("nextArchive");
    case "returned":
      return say("alertReturned");
    case "archived":
      return null;
  }
}

/** The right to ask again is lost at an hour: said until it is used or gone. */
export const lossOf = (one: Referral, now = Date.now()): string | null =>
  one.state === "refused" && one.ask_again_until && Date.parse(one.ask_again_until) > now
    ? say("lostWarning", { until: instant(one.ask_again_until) })
    : null;
