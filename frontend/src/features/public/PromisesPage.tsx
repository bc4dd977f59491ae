/** For everybody, on a phone first: what institutions promised to put right, what came of it, and what one thinks. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Alert, Button, Skeleton } from "antd";
import { useEffect } from "react";
import { asProblem } from "@/shared/api/problem";
import { useLanguage } from "@/shared/i18n";
import { useCommon } from "@/shared/i18n/common";
import { dayOf } from "@/shared/lib/time";
import { type Tone, Toned } from "@/shared/ui/marks";
import { type Page, type Promised, readPromises } from "./api";
import { Judge } from "./Judge";
import { useWords } from "./words";

const TONE: Record<Promised["state"], Tone> = { rectifying: "due", rectified: "on-time", relapsed: "missing" };

export function PromisesPage() {
  const t = useWords();
  const c = useCommon();
  const language = useLanguage();
  const found = useInfiniteQuery<Page, Error, Promised[], string[], string | undefined>({
    queryKey: ["public_promise", language],
    queryFn: ({ pageParam, signal }) => readPromises(pageParam, signal),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages }) => pages.flatMap((page) => page.items),
  });
  useEffect(() => {
    document.title = `${t("title")} · ${c("product")}`;
  }, [t, c]);
  return (
    <>
      <h1>{t("title")}</h1>
      <p className="quiet">
        {t("intro")} {t("anonymous")}
      </p>
      {found.isPending && <Skeleton active paragraph={{ rows: 8 }} />}
      {found.error && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t("failed")}
          description={asProblem(found.error).offline ? t("offline") : asProblem(found.error).detail}
          action={<Button onClick={() => void found.refetch()}>{t("retry")}</Button>}
        />
      )}
      {found.data?.length === 0 && <p>{t("empty")}</p>}
      <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
        {(found.data ?? []).map((one) => (
          <li key={one.id}>
            <One promised={one} />
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button block size="large" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </>
  );
}

function One({ promised }: { promised: Promised }) {
  const t = useWords();
  const { institution, problem, promise, result, state, promised_at, published_at, due_on } = promised;
  const dates = [
    promised_at && t("promisedAt", { day: dayOf(promised_at) }),
    state === "rectifying" && t("until", { day: due_on }),
    published_at && t("publishedAt", { day: dayOf(published_at) }),
  ].filter(Boolean);
  return (
    <article className="panel" aria-label={institution} style={{ marginBottom: 12 }}>
      <div className="row" style={{ justifyContent: "space-between" }}>
        <h2 style={{ margin: 0, fontSize: 17 }}>{institution}</h2>
        <Toned tone={TONE[state]}>{t(state)}</Toned>
      </div>
      <p className="quiet" style={{ margin: "4px 0 8px" }}>
        {dates.join(" · ")}
      </p>
      <Said label={t("problem")} text={problem} />
      <Said label={t("promise")} text={promise} />
      <Said label={t("result")} text={result} />
      {published_at ? <Judge promised={promised} /> : <p className="quiet">{t("notYet")}</p>}
    </article>
  );
}

function Said({ label, text }: { label: string; text: string | null }) {
  if (!text) return null;
  return (
    <div style={{ marginBottom: 8 }}>
      <div className="quiet">{label}</div>
      <div style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{text}</div>
    </div>
  );
}
