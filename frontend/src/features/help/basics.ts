/** What belongs to no one screen: the facts of a duty, the keys of the worklist, whom to ask. */
import type { Schemas } from "@/shared/api/client";
import type { Pair } from "./topic";

/** The six that a spreadsheet mixes up first, then the two that it does not. */
export const FACTS: { fact: Schemas["Fact"]; means: Pair; next: Pair }[] = [
  {
    fact: "zero",
    means: ["查过了，没有发现问题，并如实报了。", "Looked, found nothing, and said so."],
    next: ["不用再做什么。", "Nothing more to do."],
  },
  {
    fact: "missing",
    means: ["期限已过，什么也没报。", "The term is over and nothing came."],
    next: ["马上补报；补报后记为迟报。", "Report at once; it then counts as late."],
  },
  {
    fact: "late",
    means: ["报了，但晚于期限。", "Reported, after the term."],
    next: ["记录不会取消，可在报送中说明原因。", "The mark stays; the report may say why."],
  },
  {
    fact: "not_due",
    means: ["还没到报送期，不算欠报。", "It is not time yet; nothing is owed."],
    next: ["等报送期开始，会出现在待办里。", "It comes to the worklist when its time opens."],
  },
  {
    fact: "exempt",
    means: ["经有权人决定，不必报送，附有理由。", "Decided, with a reason, that nothing is owed."],
    next: ["不用报，也不计入应报数。", "Nothing to report, and not counted."],
  },
  {
    fact: "quiet",
    means: ["随时报告的任务，没有发生事件，不欠报。", "A standing duty: nothing happened, so nothing is owed."],
    next: ["一旦发生，按时限报告首报。", "Once something happens, send the first report in time."],
  },
  {
    fact: "due",
    means: ["正在报送期内，还没报。", "Open to report, and not yet reported."],
    next: ["在到期日前报送。", "Report before it is due."],
  },
  {
    fact: "on_time",
    means: ["在期限内报送，有内容。", "Reported within the term, with something to tell."],
    next: ["不用再做什么。", "Nothing more to do."],
  },
];

export const KEYS: { key: string; does: Pair }[] = [
  { key: "J", does: ["下一件", "next item"] },
  { key: "K", does: ["上一件", "previous item"] },
  { key: "Enter", does: ["打开这一件", "open the item"] },
  { key: "W", does: ["为什么：看依据和期限", "why: its basis and its deadline"] },
  { key: "A", does: ["打开并办理第一个可办的步骤", "open it and take the first step that is open"] },
];

export const ASK: { about: Pair; who: Pair }[] = [
  {
    about: ["这件事该怎么办、要不要报", "What to do, whether to report"],
    who: ["牵头科室负责人，或任务上写明的审核单位", "The lead section's head, or the reviewer named on the duty"],
  },
  {
    about: ["期限、异议、延期、豁免", "Deadlines, objections, extensions, exemptions"],
    who: [
      "下发任务的单位；由分管领导或科室负责人决定",
      "Whoever issued it; the vice leader or the section head decides",
    ],
  },
  {
    about: ["登录不了、账号停用、单位信息有误", "Cannot sign in, account stopped, wrong organisation"],
    who: ["系统管理员", "The system administrator"],
  },
  {
    about: ["看不到某个页面、缺少权限", "A page or a right is missing"],
    who: ["安全管理员（授予角色）", "The security administrator, who grants roles"],
  },
  {
    about: ["谁改过、日志是否可信", "Who changed it, whether the journal can be trusted"],
    who: ["审计管理员", "The audit administrator"],
  },
  {
    about: ["地区期限、放假安排", "Regional terms, holidays"],
    who: ["系统管理员（地区参数、工作日历）", "The system administrator (settings, calendars)"],
  },
];
