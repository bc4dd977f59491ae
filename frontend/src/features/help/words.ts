import { words } from "@/shared/i18n";

export const { use: useWords } = words(
  "help",
  {
    title: "帮助与依据",
    filter: "在帮助中查找：词语、法规、条号",
    topics: "目录",
    none: "帮助中没有“{{q}}”。换一个词试试，或问本单位负责人（见“该问谁”）。",
    howTo: "怎么用",
    law: "依据",
    article: "第 {{article}} 条",
    terms: "用到的词",
    openScreen: "打开{{name}}",
    link: "本节链接",
    factsText: "表格里一个空格，可能是六种完全不同的情况。督办把它们分开，并各用一个标记：",
    markNote:
      "每条依据旁的标记说明是否核对过原文。标为“不确定”或“产品默认”的，以本地区规定为准，由系统管理员在地区参数中设定。",
    keysWhere: "在“我的待办”中可用；正在输入文字时不起作用。",
  },
  {
    title: "Help and law",
    filter: "Find in help: a word, an act, an article",
    topics: "Topics",
    none: "Help has nothing on “{{q}}”. Try another word, or ask the head of your office (see “Whom to ask”).",
    howTo: "How to",
    law: "Law",
    article: "art. {{article}}",
    terms: "Words used",
    openScreen: "Open {{name}}",
    link: "Link to this topic",
    factsText:
      "One empty cell of a spreadsheet may be six different things. Duban tells them apart, each with a mark of its own:",
    markNote:
      "The mark beside each source says whether its text was checked. Where it says uncertain or product default, your region's own rule goes before: the system administrator enters it among the regional settings.",
    keysWhere: "On the worklist; never while you type.",
  },
);
