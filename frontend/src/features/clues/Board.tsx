/** Clues by state, side by side: how many there are, what is due next, and whose turn it is. */
import { useQueries } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { type KeyboardEvent, useRef } from "react";
import { asProblem } from "@/shared/api/problem";
import { NextDue } from "@/shared/case/NextDue";
import { CLUE_KIND } from "@/shared/i18n/clue-kinds";
import { named } from "@/shared/i18n/enums";
import { count } from "@/shared/lib/numbers";
import { paths } from "@/shared/lib/paths";
import { type Search, stringifySearch } from "@/shared/lib/search";
import { Problem } from "@/shared/ui/faces";
import { To } from "@/shared/ui/To";
import { type ClueItem, loadClues, type State } from "./api";
import { CLUE_STATE } from "./enums";
import { Flags, TONE, Turn } from "./marks";
import { BOARD } from "./states";
import { useWords } from "./words";

/** So many cards a column holds; the rest is one click further, in the register. */
const MOST = 20;

const STEPS: Record<string, [columns: number, cards: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The card to which an arrow key leads: within its column, or at the same height of the next that has one. */
export function nextCard(heights: number[], [column, card]: [number, number], key: string): [number, number] | null {
  const step = STEPS[key];
  if (!step) return null;
  if (step[1] !== 0) {
    const next = card + step[1];
    return next >= 0 && next < (heights[column] ?? 0) ? [column, next] : null;
  }
  for (let at = column + step[0]; at >= 0 && at < heights.length; at += step[0]) {
    const height = heights[at] ?? 0;
    if (height > 0) return [at, Math.min(card, height - 1)];
  }
  return null;
}

export function Board({ search }: { search: Search }) {
  const t = useWords();
  const ref = useRef<HTMLDivElement>(null);
  const { state: _, sort: __, ...asked } = search;
  const columns = useQueries({
    queries: BOARD.map((state) => ({
      queryKey: ["clue", "board", state, asked],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        loadClues({ ...asked, state, sort: "received_at", limit: MOST, count: "exact" } as never, signal),
    })),
  });

  const move = (event: KeyboardEvent) => {
    const lists = [...(ref.current?.querySelectorAll("ol") ?? [])].map((list) => [...list.querySelectorAll("li > a")]);
    const column = lists.findIndex((cards) => cards.includes(document.activeElement as Element));
    if (column < 0) return;
    const card = lists[column]?.indexOf(document.activeElement as Element) ?? 0;
    const next = nextCard(
      lists.map((cards) => cards.length),
      [column, card],
      event.key,
    );
    if (!next) return;
    event.preventDefault();
    (lists[next[0]]?.[next[1]] as HTMLElement | undefined)?.focus();
  };

  return (
    <>
      <p className="quiet clue-board-help">{t("boardHelp")}</p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys move the focus among the links inside */}
      <div className="clue-board" ref={ref} onKeyDown={move}>
        {BOARD.map((state, index) => (
          <Column key={state} state={state} of={columns[index]} more={asked} />
        ))}
      </div>
    </>
  );
}

interface ColumnProps {
  state: State;
  of: { data?: Awaited<ReturnType<typeof loadClues>>; error: unknown; refetch: () => unknown } | undefined;
  more: Search;
}

function Column({ state, of, more }: ColumnProps) {
  const t = useWords();
  const items = of?.data?.items ?? [];
  const total = of?.data?.total ?? 0;
  return (
    <section aria-label={named(CLUE_STATE, state)} data-empty={of?.data && total === 0 ? "true" : undefined}>
      <h2 style={{ borderColor: `var(--fact-${TONE[state]})` }}>
        {named(CLUE_STATE, state)} {of?.data && <span className="quiet">{count(total)}</span>}
      </h2>
      {of?.error && !of.data ? (
        <Problem error={asProblem(of.error)} retry={() => void of.refetch()} />
      ) : !of?.data ? (
        <div aria-busy="true">
          <Skeleton active title={false} paragraph={{ rows: 4 }} />
        </div>
      ) : items.length === 0 ? (
        <p className="quiet">{t("emptyColumn")}</p>
      ) : (
        <ol>
          {items.map((clue) => (
            <Card key={clue.id} of={clue} />
          ))}
        </ol>
      )}
      {total > items.length && (
        <To to={`${paths.clues}${stringifySearch({ ...more, state })}`}>
          {t("moreHere", { count: count(total - items.length) })}
        </To>
      )}
    </section>
  );
}

function Card({ of: clue }: { of: ClueItem }) {
  const t = useWords();
  return (
    <li data-must-refer={clue.must_refer || undefined}>
      <To to={paths.clue(clue.id)} className="plain">
        <strong>{clue.title ?? t("secretLine")}</strong>
      </To>
      <div className="quiet clue-small">
        {named(CLUE_KIND, clue.kind)} · <span className="nowrap">{clue.number}</span>
      </div>
      <div className="row clue-card-marks">
        <Flags of={clue} />
        <NextDue of={clue} />
      </div>
      <div className="clue-small">
        <Turn of={clue} />
      </div>
    </li>
  );
}
