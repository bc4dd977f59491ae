/** Help for suspected crimes on their way: the referral, the police's own desk, and what other organs write back. */
import { paths } from "@/shared/lib/paths";
import { PRODUCT, type Topic } from "./topic";

const ORDER = ["行政执法机关移送涉嫌犯罪案件的规定（310号令，2020）", "Order 310 on referring cases (2020)"] as const;
const POLICE = [
  "公安机关办理刑事案件程序规定（2020）",
  "Rules on how the police handle criminal cases (2020)",
] as const;

export const REFERRALS: Topic = {
  id: "referrals",
  title: ["移送案件", "Referrals"],
  path: paths.referrals,
  needs: ["clue.read"],
  steps: [
    [
      "科室负责人为线索指定两名以上执法人员组成专案组；应当回避的不能指定。",
      "The section head names two or more officers for the clue; whoever has to keep away cannot be named.",
    ],
    [
      "专案组核实并上传调查报告，呈报主要负责人。只有主要负责人能决定；自己的报告不能自己批。",
      "The team verifies, attaches its report, and lays it before the chief, who alone decides, and never on a report of his own.",
    ],
    [
      "批准后 24 小时内移送。页面列出还缺哪些材料；齐了再生成密封包，之后任何改动都要重新生成。",
      "Approved, it is sent within 24 hours. The page lists what is missing; any change after the package was drawn up unmakes it.",
    ],
    [
      "公安机关在本系统内的，直接送达；不在的，寄送书面材料或光盘，再登记回执和对方的决定。",
      "Police who work in the system have it at once; to others it goes on paper or on a disc, and their words are entered.",
    ],
    [
      "页面上方显示轮到谁、还剩多少时间。对方迟迟不答，期限照样计算，不会因此停止。",
      "On top stand whose turn it is and how long it has. Silence stops no term.",
    ],
    [
      "不予立案的，三日内提请复议或建议立案监督，过期不能再提复议；也可转行政处理。",
      "Refused: ask for reconsideration or supervision within three days, later only supervision; or handle it administratively.",
    ],
    [
      "立案的，三日内移交涉案物品，清单双方签字；结果反馈后，材料齐全才能归档。",
      "Filed: hand over the goods within three days, on a list that both sign; archived when everything is there.",
    ],
  ],
  rules: [
    {
      act: ORDER,
      article: "5",
      says: [
        "主要负责人三日内决定；批准的 24 小时内移送，不批准的记录理由。",
        "The chief decides within three days; approved, it goes within 24 hours, else the reasons are recorded.",
      ],
      mark: "verified",
      term: { setting: "term.referral_chief", length: "3 calendar days" },
    },
    {
      act: ORDER,
      article: "9",
      says: [
        "收到不予立案通知书三日内提请复议，或者建议检察院立案监督。",
        "Within three days of the notice of refusal: reconsideration, or supervision by the procuratorate.",
      ],
      mark: "verified",
      term: { setting: "term.referral_ask_again", length: "3 calendar days" },
    },
    {
      act: ORDER,
      article: "12",
      says: [
        "收到立案通知书三日内移交涉案物品和材料，办结交接手续。",
        "Goods and papers are handed over within three days of the notice of filing.",
      ],
      mark: "verified",
      term: { setting: "term.referral_goods", length: "3 calendar days" },
    },
    {
      act: ["“三日”的算法", "How “three days” are counted"],
      says: [
        "法规没有说明是日历日还是工作日：默认按日历日，地区可以另定。",
        "The law does not say calendar or working days: calendar days by default, a region may say otherwise.",
      ],
      mark: "uncertain",
    },
    {
      act: ORDER,
      article: "3, 11",
      says: [
        "移送前已作出的警告、停业、吊销不停止执行；已缴罚款折抵罚金。",
        "A warning, closure or revocation before the referral stays in force; a fine counts towards the criminal one.",
      ],
      mark: "verified",
    },
  ],
  terms: ["移送", "复议", "密封移送包"],
};

export const HANDOFFS: Topic = {
  id: "handoffs",
  title: ["移送办理（公安机关）", "Referred to us (the police)"],
  path: paths.handoffs,
  needs: ["handoff.read"],
  steps: [
    [
      "最上面是已超期和即将到期的；先签收，签收时写明时间和签收人。",
      "Late and soon due stand on top. Sign for it first, with the time and who received it.",
    ],
    [
      "材料不全的，24 小时内一次写明要补什么；不能因此拒收。不属本单位管辖的，24 小时内转送，不属公安管辖的写明理由退回。",
      "Papers missing: say within 24 hours which; that is no reason not to receive it. Not yours: forward it within 24 hours, or decline with reasons.",
    ],
    [
      "三日内决定：立案的填案号；不予立案的写理由，并填退回材料的份数。",
      "Decide within three days: filed, with the case number; refused, with reasons and how many papers go back.",
    ],
    [
      "材料可以逐份打开，也可以下载整个密封包核验；每次查看都会留痕。",
      "Open each paper, or take the sealed package and prove it; every look is recorded.",
    ],
    [
      "物品交接后确认；结案后反馈结果。发现行业管理漏洞，可以直接发通报函。",
      "Confirm the goods, and tell the outcome in the end. A loophole of the sector is told in a notice.",
    ],
  ],
  rules: [
    {
      act: ORDER,
      article: "8",
      says: ["三日内审查并作出决定。", "Examine and decide within three days."],
      mark: "verified",
      term: { setting: "term.handoff_decide", length: "3 calendar days" },
    },
    {
      act: POLICE,
      article: "180",
      says: [
        "材料不全的，24 小时内告知移送机关，三日内补正；不得以此为由不接受。",
        "Papers missing: tell within 24 hours, supplement in three days; it is no reason not to receive the case.",
      ],
      mark: "verified",
    },
    {
      act: PRODUCT,
      says: [
        "法规没有规定签收的时间；默认 24 小时未签收即提醒。",
        "No law says when to sign for it: a reminder after 24 hours by default.",
      ],
      mark: "default",
      term: { setting: "term.handoff_receipt", length: "24 hours" },
    },
  ],
  terms: ["移送往来", "密封移送包"],
};

export const NOTICES: Topic = {
  id: "notices",
  title: ["通报函件", "Notices"],
  path: paths.notices,
  needs: ["notice.read"],
  steps: [
    [
      "公安、检察、法院等机关的来函：在本系统内的由对方直接发来，其他的由收到的主管部门登记。",
      "What the police, procuratorates and courts write: they send it here themselves, or the authority enters it.",
    ],
    [
      "须书面答复的，先上传复函，再登记答复；办结前必须先答复。",
      "Where an answer is owed, attach the letter and then enter the answer; nothing is closed before.",
    ],
    [
      "来函写明答复日期的，以该日为准，但不能晚于法定期限。",
      "A day that the letter names goes before, within the term of the law.",
    ],
    [
      "行业管理漏洞须转为整改事项；只涉及一家机构的，登记时自动生成草稿。",
      "A loophole of the sector becomes rectification; about one institution, the draft is opened at once.",
    ],
  ],
  rules: [
    {
      act: ["高检发释字〔2021〕4号", "SPP interpretation (2021) no. 4"],
      says: [
        "检察意见两个月内书面回复；情况紧急的，按来函。",
        "A procuratorial opinion is answered in two months, sooner where it says so.",
      ],
      mark: "recalled",
      term: { setting: "term.notice_answer_opinion", length: "2 months" },
    },
    {
      act: ["反有组织犯罪法（2022）", "Law against organised crime (2022)"],
      article: "14",
      says: [
        "对行业治理的意见建议，主管部门应当及时处理并书面反馈；没有规定天数。",
        "What is suggested about a sector is dealt with in time and answered in writing; no days are named.",
      ],
      mark: "verified",
    },
    {
      act: PRODUCT,
      says: [
        "涉及全行业的漏洞，默认 5 个工作日内确定由谁整改。",
        "Of a whole sector's loophole it is settled within 5 working days who rectifies.",
      ],
      mark: "default",
      term: { setting: "term.notice_task_chosen", length: "5 working days" },
    },
  ],
  terms: ["反向通报与函件"],
};
