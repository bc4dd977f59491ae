/** What a picture of stacked bars shows, as ECharts wants it said. */
import type { BarSeriesOption } from "echarts/charts";
import type { GridComponentOption, TooltipComponentOption } from "echarts/components";
import type { ComposeOption } from "echarts/core";

export type Option = ComposeOption<BarSeriesOption | GridComponentOption | TooltipComponentOption>;

export interface Series {
  name: string;
  /** A CSS colour; a custom property is read from the page when it is drawn. */
  colour: string;
  /** One per category. */
  values: number[];
}

export interface Bars {
  categories: string[];
  series: Series[];
  /** Lying bars, first category on top: for names, which are long. Standing ones are for time. */
  lying?: boolean;
}

/** Colours of the page, so that a picture follows light and dark. */
export interface Inks {
  text: string;
  line: string;
  paper: string;
  of: (colour: string) => string;
}

const NAME_PX = 150;

export function optionOf({ categories, series, lying = false }: Bars, inks: Inks): Option {
  const names = {
    type: "category" as const,
    data: categories,
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: inks.line } },
    axisLabel: {
      color: inks.text,
      hideOverlap: !lying,
      interval: lying ? 0 : ("auto" as const),
      ...(lying ? { width: NAME_PX, overflow: "truncate" as const } : {}),
    },
  };
  const numbers = {
    type: "value" as const,
    minInterval: 1,
    axisLabel: { color: inks.text },
    splitLine: { lineStyle: { color: inks.line } },
  };
  return {
    animation: false,
    grid: { left: 8, right: 24, top: 8, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: lying ? numbers : names,
    yAxis: lying ? names : numbers,
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      confine: true,
      backgroundColor: inks.paper,
      borderColor: inks.line,
      textStyle: { color: inks.text, fontSize: 12 },
    },
    series: series.map(({ name, colour, values }) => ({
      type: "bar",
      name,
      stack: "all",
      data: values,
      barMaxWidth: lying ? 18 : 36,
      itemStyle: { color: inks.of(colour) },
      emphasis: { disabled: true },
    })),
  };
}
