/** What may be the same as the complaint being written: shown beside it, judged by a person, in nobody's way. */
import { Link } from "@tanstack/react-router";
import { COMPLAINT_STATE, named } from "@/shared/i18n/enums";
import { paths } from "@/shared/lib/paths";
import { instant } from "@/shared/lib/time";
import { Toned } from "@/shared/ui/marks";
import { Panel } from "@/shared/ui/Page";
import { useSimilar } from "./api";
import { likeness } from "./likeness";
import { useWords } from "./words";

interface Question {
  about: string | undefined;
  facts: string;
  phone: string;
}

export const useSimilarCount = ({ about, facts, phone }: Question): number =>
  useSimilar(about, facts, phone).data?.length ?? 0;

export function Similar({ about, facts, phone }: Question) {
  const t = useWords();
  const found = useSimilar(about, facts, phone);
  const items = found.data;
  return (
    <aside id="similar" className="complaint-similar" aria-label={t("similar")}>
      <Panel title={t("similar")}>
        <div aria-live="polite">
          {found.error ? (
            <p className="quiet">{t("similarFailed")}</p>
          ) : !items ? (
            <p className="quiet">{t("similarHint")}</p>
          ) : items.length === 0 ? (
            <p className="quiet">{t("similarNone")}</p>
          ) : (
            <p>{t("similarCount", { count: items.length })}</p>
          )}
        </div>
        <ul>
          {(items ?? []).map((one) => (
            <li key={one.id}>
              <Link to={paths.complaint(one.id) as "/"} target="_blank" title={t("newTab")}>
                {one.title}
              </Link>
              <div className="quiet complaint-small">
                {one.number} · {instant(one.received_at)} · {named(COMPLAINT_STATE, one.state)}
              </div>
              <Toned tone={one.same_phone ? "missing" : "late"}>{t(likeness(one))}</Toned>
            </li>
          ))}
        </ul>
      </Panel>
    </aside>
  );
}
