/** The grid itself: only what is seen is in the page, both ways; arrow keys move, every cell leads to its duties. */
// biome-ignore-all lint/a11y/useSemanticElements: table elements need all their rows in the page; here most are left out
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus goes to the link in each cell
import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { useLanguage } from "@/shared/i18n";
import type { Campaign, Clause } from "../api";
import { useWords } from "../words";
import { Cell, ClauseHead, OrganisationHead } from "./MatrixCells";
import { type Place, step } from "./matrix-keys";

const ROW = 36;
const COLUMN = 96;
const FIRST = 220;
const HEADER = 64;
/** How many rows before the end the next page is asked for. */
const AHEAD = 20;

interface MatrixGridProps {
  campaign: Campaign;
  lines: Schemas["MatrixLine"][];
  columns: Clause[];
  hasMore: boolean;
  loadMore: () => void;
}

/** The place that has the keyboard stays in the page when it is scrolled out of sight. */
const keeping = (index: number) => (range: Range) => {
  const seen = defaultRangeExtractor(range);
  return index < 0 || index >= range.count || seen.includes(index)
    ? seen
    : [...seen, index].sort((one, other) => one - other);
};

export function MatrixGrid({ campaign, lines, columns, hasMore, loadMore }: MatrixGridProps) {
  const t = useWords();
  useLanguage();
  const scroller = useRef<HTMLDivElement>(null);
  // Row 0 is the head, column 0 the organisations: both can be walked into.
  const [active, setActive] = useState<Place>({ row: 1, column: 1 });
  const moved = useRef(false);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
    paddingStart: HEADER,
    scrollPaddingStart: HEADER,
    rangeExtractor: useCallback((range: Range) => keeping(active.row - 1)(range), [active.row]),
  });
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => COLUMN,
    overscan: 3,
    paddingStart: FIRST,
    scrollPaddingStart: FIRST,
    rangeExtractor: useCallback((range: Range) => keeping(active.column - 1)(range), [active.column]),
  });
  const shownRows = rows.getVirtualItems();
  const shownColumns = across.getVirtualItems();
  const lastSeen = rows.range?.endIndex ?? 0;

  useEffect(() => {
    if (hasMore && lastSeen >= lines.length - AHEAD) loadMore();
  }, [hasMore, lastSeen, lines.length, loadMore]);

  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    scroller.current
      ?.querySelector<HTMLElement>(`[data-place="${active.row}:${active.column}"]`)
      ?.focus({ preventScroll: true });
  }, [active]);

  const onKeyDown = (event: KeyboardEvent) => {
    const next = step(active, event.key, event.ctrlKey || event.metaKey, lines.length, columns.length);
    if (!next) return;
    event.preventDefault();
    moved.current = true;
    setActive(next);
    if (next.row > 0) rows.scrollToIndex(next.row - 1);
    if (next.column > 0) across.scrollToIndex(next.column - 1);
  };

  const width = across.getTotalSize();
  const walk = (row: number, column: number) => ({
    "data-place": `${row}:${column}`,
    tabIndex: row === active.row && column === active.column ? 0 : -1,
    onFocus: () => setActive((held) => (held.row === row && held.column === column ? held : { row, column })),
  });

  return (
    <div
      ref={scroller}
      className="campaign-matrix"
      role="grid"
      tabIndex={-1}
      aria-label={t("matrixLabel")}
      aria-rowcount={hasMore ? -1 : lines.length + 1}
      aria-colcount={columns.length + 1}
      style={{ height: `min(70vh, ${HEADER + lines.length * ROW + 20}px)` }}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ position: "relative", width, height: rows.getTotalSize() }}>
        <div
          role="row"
          aria-rowindex={1}
          tabIndex={-1}
          style={{ position: "sticky", top: 0, zIndex: 3, height: HEADER }}
        >
          <div
            role="columnheader"
            aria-colindex={1}
            style={{ position: "sticky", left: 0, zIndex: 1, width: FIRST, height: HEADER }}
          >
            <OrganisationHead {...walk(0, 0)} />
          </div>
          {shownColumns.map((item) => {
            const clause = columns[item.index];
            return clause ? (
              <div
                key={clause.code}
                role="columnheader"
                aria-colindex={item.index + 2}
                style={{ position: "absolute", top: 0, left: item.start, width: COLUMN, height: HEADER }}
              >
                <ClauseHead campaign={campaign} clause={clause} {...walk(0, item.index + 1)} />
              </div>
            ) : null;
          })}
        </div>
        {shownRows.map((item) => {
          const line = lines[item.index];
          return line ? (
            <div
              key={line.organisation_id}
              role="row"
              aria-rowindex={item.index + 2}
              style={{ position: "absolute", top: item.start, width, height: ROW }}
            >
              <div
                role="rowheader"
                aria-colindex={1}
                style={{ position: "sticky", left: 0, zIndex: 2, width: FIRST, height: ROW }}
              >
                <OrganisationHead campaign={campaign} line={line} {...walk(item.index + 1, 0)} />
              </div>
              {shownColumns.map((column) => {
                const clause = columns[column.index];
                return clause ? (
                  <div
                    key={clause.code}
                    role="gridcell"
                    aria-colindex={column.index + 2}
                    style={{ position: "absolute", top: 0, left: column.start, width: COLUMN, height: ROW }}
                  >
                    <Cell campaign={campaign} line={line} clause={clause} {...walk(item.index + 1, column.index + 1)} />
                  </div>
                ) : null;
              })}
            </div>
          ) : null;
        })}
      </div>
    </div>
  );
}
