/** What its complainant is answered, or why it is not handled here; and where to go with it. */
import { basisOf } from "@/shared/i18n";
import { instant } from "@/shared/lib/time";
import { begins, type Mine } from "./api";
import { Lines } from "./Lines";
import { useFollowWords } from "./words-follow";

export function Answer({ mine: { answer } }: { mine: Mine }) {
  const t = useFollowWords();
  if (!answer) return null;
  return (
    <section className="panel public-answer" aria-label={t("answer")}>
      <h2>{t("answer")}</h2>
      <Lines
        lines={[
          [t("finding"), answer.finding_label && begins(answer.finding_label)],
          [t("opinion"), answer.opinion],
          [t("measures"), answer.measures],
          [t("answeredAt"), instant(answer.at)],
        ]}
      />
    </section>
  );
}

export function Declined({ mine: { declined } }: { mine: Mine }) {
  const t = useFollowWords();
  if (!declined) return null;
  return (
    <section className="panel public-answer" aria-label={t("declined")}>
      <h2>{t("declined")}</h2>
      <Lines
        lines={[
          [t("reason"), begins(declined.reason_label)],
          [t("explanation"), declined.explanation],
          [t("rightDoor"), declined.right_door],
        ]}
      />
    </section>
  );
}

export function Appeal({ mine: { appeal } }: { mine: Mine }) {
  const t = useFollowWords();
  return (
    <section className="panel" aria-label={t("appeal")}>
      <h2>{t("appeal")}</h2>
      <ul className="public-list">
        {appeal.map((way) => (
          <li key={way}>{basisOf(way)}</li>
        ))}
      </ul>
    </section>
  );
}
