import { words } from "@/shared/i18n";

export const { use: useFigureWords } = words(
  "figures",
  {
    span: "统计时间",
    month: "本月",
    quarter: "本季度",
    year: "本年",
    all: "全部",
    doneOf: "{{done}} / {{of}} 件",
    nothingYet: "没有应计的",
    cases: "件数",
    pictureLabel: "{{title}}的件数，下表有同样的数字",
  },
  {
    span: "Time",
    month: "This month",
    quarter: "This quarter",
    year: "This year",
    all: "Ever",
    doneOf: "{{done}} of {{of}}",
    nothingYet: "None that counts",
    cases: "Cases",
    pictureLabel: "Cases {{title}}; the table below has the same numbers",
  },
);
