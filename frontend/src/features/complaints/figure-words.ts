import { words } from "@/shared/i18n";

export const { use: useFigureWords } = words(
  "complaint-figures",
  {
    title: "投诉统计",
    ledger: "看台账",
    none: "这段时间没有投诉。换一个时间看看。",
    received: "共接诉 {{count}} 件",
    lateOpen: "逾期未反馈 {{count}} 件",
    missing: "还有 {{count}} 件未做到",
    complete: "全部做到",
    byMatter: "按类别",
    byChannel: "按渠道",
    beyond: "其中 {{count}} 件由下级主管部门办理，只计数，不能打开",
    answered: "已反馈",
  },
  {
    title: "Figures of complaints",
    ledger: "The ledger",
    none: "No complaints in this time. Choose another.",
    received: "{{count}} received",
    lateOpen: "{{count}} late and unanswered",
    missing: "{{count}} are missing",
    complete: "All of them",
    byMatter: "By matter",
    byChannel: "By channel",
    beyond: "{{count}} of them are the business of authorities below: counted here, not to be opened",
    answered: "Answered",
  },
);
