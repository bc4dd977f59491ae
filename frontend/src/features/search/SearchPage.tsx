/** One search over everything I may see: results by kind, newest first within a kind. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { useEffect, useState } from "react";
import { api, data, type Schemas } from "@/shared/api/client";
import type { ApiProblem } from "@/shared/api/problem";
import { useCommon } from "@/shared/i18n/common";
import { named, SUBJECT } from "@/shared/i18n/enums";
import { pathOf } from "@/shared/lib/paths";
import { one, useAddress } from "@/shared/lib/search";
import { ago, instant } from "@/shared/lib/time";
import { Faces } from "@/shared/ui/faces";
import { Page, Panel } from "@/shared/ui/Page";
import { To } from "@/shared/ui/To";
import { grouped, SHORTEST, TYPES } from "./groups";
import { Hints, NothingFound } from "./Hints";
import { useWords } from "./words";

type Hit = Schemas["SearchHit"];

const LIMIT = 50;

export function SearchPage() {
  const t = useWords();
  const c = useCommon();
  const [address, change] = useAddress();
  const q = (one(address.q) ?? "").trim();
  const type = one(address.subject_type);
  return (
    <Page title={t("title")}>
      {/* biome-ignore lint/a11y/useSemanticElements: the search element is not known to every browser offices still use */}
      <div role="search" className="row" style={{ marginBottom: 16 }}>
        <Field q={q} search={(next) => change({ q: next })} />
        <Select
          aria-label={c("type")}
          value={type ?? ""}
          onChange={(next: string) => change({ subject_type: next || undefined })}
          style={{ minWidth: 140 }}
          options={[
            { value: "", label: t("allTypes") },
            ...TYPES.map((one) => ({ value: one, label: named(SUBJECT, one) })),
          ]}
        />
      </div>
      {q.length < SHORTEST ? (
        <Panel title={t("startTitle")}>
          {q.length > 0 && <p>{t("tooShort")}</p>}
          <Hints />
        </Panel>
      ) : (
        <Results q={q} type={type} />
      )}
    </Page>
  );
}

function Field({ q, search }: { q: string; search: (q: string | undefined) => void }) {
  const t = useWords();
  const [typed, setTyped] = useState(q);
  useEffect(() => setTyped(q), [q]);
  return (
    <Input.Search
      aria-label={t("field")}
      placeholder={t("field")}
      enterButton={t("submit")}
      allowClear
      maxLength={100}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onSearch={(value) => search(value.trim() || undefined)}
      style={{ flex: "1 1 280px", maxWidth: 560 }}
    />
  );
}

function Results({ q, type }: { q: string; type: string | undefined }) {
  const t = useWords();
  const found = useInfiniteQuery<Schemas["SearchPage"], ApiProblem, Hit[], unknown[], string | undefined>({
    queryKey: ["search", q, type],
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET("/api/v1/search", {
          params: { query: { q, subject_type: type, limit: LIMIT, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: (pages) => pages.pages.flatMap((page) => page.items),
  });
  return (
    <Faces
      of={found}
      rows={8}
      isEmpty={(hits) => hits.length === 0}
      empty={<NothingFound q={q} ofType={Boolean(type)} />}
    >
      {(hits) => (
        <>
          <p className="quiet" aria-live="polite">
            {t(found.hasNextPage ? "foundMore" : "found", { count: hits.length })}
          </p>
          {grouped(hits).map((group) => (
            <Panel
              key={group.type}
              title={
                <>
                  {named(SUBJECT, group.type)} <span className="quiet">{group.hits.length}</span>
                </>
              }
            >
              <ul style={{ listStyle: "none", margin: 0, padding: 0 }}>
                {group.hits.map((hit) => (
                  <Row key={hit.id} hit={hit} />
                ))}
              </ul>
            </Panel>
          ))}
          {found.hasNextPage && (
            <Button onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
              {t("more")}
            </Button>
          )}
        </>
      )}
    </Faces>
  );
}

function Row({ hit }: { hit: Hit }) {
  const t = useWords();
  const path = pathOf(hit.subject_type, hit.subject_id);
  return (
    <li style={{ borderTop: "1px solid var(--line)", padding: "8px 0", overflowWrap: "anywhere" }}>
      {path ? <To to={path}>{hit.title}</To> : hit.title}
      <div className="quiet">
        {hit.subtitle && `${hit.subtitle} · `}
        <time dateTime={hit.updated_at} title={instant(hit.updated_at)}>
          {t("updated", { when: ago(hit.updated_at) })}
        </time>
      </div>
    </li>
  );
}
