/** What a verification found, as sentences: the verdict first, then what it rests on, then what is wrong. */
import type { Schemas } from "@/shared/api/client";
import { language } from "@/shared/i18n";
import { count } from "@/shared/lib/numbers";
import { instant } from "@/shared/lib/time";
import { say } from "./words";

type Report = Schemas["VerificationRead"];

export interface Verdict {
  good: boolean;
  headline: string;
  /** The first place that is wrong, in words; null where nothing is. */
  wrong: string | null;
  grounds: string[];
}

export function verdictOf(report: Report): Verdict {
  return {
    good: report.ok,
    headline: say(report.ok ? "good" : "bad"),
    wrong: report.first_bad ? wrongIn(report.first_bad) : null,
    grounds: [
      say(report.ok ? "walked" : "walkedBad", { after: report.after, entries: count(report.entries) }),
      say("headAt", { position: report.head_position, hash: report.head_hash }),
      anchorsIn(report),
      report.unsealed > 0
        ? say("unsealed", { count: count(report.unsealed), since: instant(report.oldest_unsealed_at) })
        : say("allSealed"),
    ],
  };
}

function anchorsIn({ anchors, signatures_checked }: Report): string {
  if (anchors === 0) return say("noAnchors");
  return say(signatures_checked ? "anchorsSigned" : "anchorsUnsigned", { count: anchors });
}

function wrongIn(bad: Schemas["FirstBadRead"]): string {
  const why = language() === "en" ? bad.why_en : bad.why_zh;
  if (bad.position !== null) return say("firstBadAt", { position: bad.position, why });
  if (bad.entry_id !== null) return say("firstBadEntry", { entry: bad.entry_id, why });
  return say("firstBad", { why });
}
