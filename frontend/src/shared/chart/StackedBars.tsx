/** The one picture of the product: stacked bars with a legend in words. What it shows stands in a table beside it too. */
import { useEffect, useRef } from "react";
import { useLanguage } from "@/shared/i18n";
import { useMode } from "@/shared/ui/mode";
import "./chart.css";
import { type Bars, type Inks, optionOf } from "./option";

interface StackedBarsProps extends Bars {
  /** What the picture says, in one sentence: all that a screen reader gets; the table has the rest. */
  label: string;
  /** A bar was pressed: where its rows are is the page's business. */
  onPick?: (category: number, series: number) => void;
}

const ROW_PX = 26;
const AXIS_PX = 40;
const STANDING_PX = 220;

function inksOf(box: HTMLElement): Inks {
  const style = getComputedStyle(box);
  const property = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: property("--quiet"),
    line: property("--line"),
    paper: property("--paper"),
    of: (colour) => {
      const name = /^var\((--[^)]+)\)$/.exec(colour)?.[1];
      return name ? property(name) : colour;
    },
  };
}

export function StackedBars({ label, onPick, ...bars }: StackedBarsProps) {
  const box = useRef<HTMLDivElement>(null);
  const mode = useMode();
  const language = useLanguage();
  const picked = useRef(onPick);
  picked.current = onPick;
  const shown = JSON.stringify(bars);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another mode has other inks, another language other words
  useEffect(() => {
    const here = box.current;
    if (!here) return;
    let gone = false;
    let clear = () => {};
    void import("./echarts").then(({ init }) => {
      if (gone || here.clientWidth === 0) return;
      const chart = init(here, null, { renderer: "svg" });
      chart.setOption(optionOf(JSON.parse(shown) as Bars, inksOf(here)));
      chart.on("click", ({ dataIndex, seriesIndex }) => picked.current?.(dataIndex, seriesIndex ?? 0));
      const watch = new ResizeObserver(() => chart.resize());
      watch.observe(here);
      clear = () => {
        watch.disconnect();
        chart.dispose();
      };
    });
    return () => {
      gone = true;
      clear();
    };
  }, [shown, mode, language]);

  const height = bars.lying ? AXIS_PX + bars.categories.length * ROW_PX : STANDING_PX;
  return (
    <figure className="chart">
      <figcaption>
        {bars.series.map(({ name, colour }) => (
          <span key={name} className="nowrap">
            <span className="swatch" style={{ background: colour }} aria-hidden />
            {name}
          </span>
        ))}
      </figcaption>
      <div ref={box} role="img" aria-label={label} style={{ height }} />
    </figure>
  );
}
