/** Help for clues: what an institution reports at once, and how the authority keeps, assesses and hands them on. */
import { paths } from "@/shared/lib/paths";
import { PRODUCT, type Topic } from "./topic";

const ORDER = ["行政执法机关移送涉嫌犯罪案件的规定（310号令，2020）", "Order 310 on referring cases (2020)"] as const;

export const CLUE_REPORTS: Topic = {
  id: "clue-reports",
  title: ["线索报告", "Reporting a clue"],
  path: paths.clueReports,
  needs: ["clue.report"],
  steps: [
    [
      "点“报告线索”，选类型，写几句话，发出。时间默认现在；科室和派出所会记住，下次不用再填。",
      "Choose “Report a clue”, its kind, write a few words, send. The time is now; place and police station are remembered.",
    ],
    [
      "选好类型，马上提示还须自行报告谁、到几点；已经打过电话的，打开开关写上报告给谁。",
      "Once the kind is chosen you are told whom to tell yourself, and until when; where you have called already, switch it on.",
    ],
    [
      "发出后主管部门即已收到。还没有报告的部门在报告页面倒计时，报告后点“登记已报告”。",
      "The authority has it the moment it is sent. Who is still to be told counts down on its page; then enter that they were told.",
    ],
    [
      "照片在发出后补充；网络不好时先存在本机，恢复后自动上传。",
      "Photographs are added afterwards; on a bad line they wait on this machine.",
    ],
    [
      "线索如何处置依法保密，报告单位看不到，也不要向当事人透露。",
      "What becomes of it is confidential: the institution does not see it, and tells nobody.",
    ],
  ],
  rules: [
    {
      act: PRODUCT,
      says: [
        "“随排随报”没有规定时限；默认 2 小时内报告公安机关，地区可以另定。",
        "“On finding” names no term: by default the police within 2 hours; regions may set their own.",
      ],
      mark: "default",
      term: { setting: "term.clue_tell_police", length: "2 hours" },
    },
  ],
};

export const CLUES: Topic = {
  id: "clues",
  title: ["线索", "Clues"],
  path: paths.clues,
  needs: ["clue.read"],
  steps: [
    [
      "线索只有线索管理员、分管和主要负责人以及获准知悉的人能看到；其他人打开链接也看不到。",
      "Only keepers, leaders and those let in see a clue; to everybody else it does not exist.",
    ],
    [
      "先“受理研判”，再登记研判意见：移送移交给谁、是否达到移送标准。非法行医的情形由系统判断。",
      "Take it up, then assess it: to whom it goes, whether the threshold is reached. Of illegal practice the system reckons it.",
    ],
    [
      "标有“应当移送”的只能移送公安机关，不能留存、了结、转行政处理；页面写明理由和依据。",
      "What must be referred can only go to the police: no keeping, closing or penalty. The page says why, with the articles.",
    ],
    [
      "留存、了结由线索管理员呈批，分管领导批准。移交其他机关也要批准；移交纪检监察机关的，由主要负责人批准。",
      "The keeper proposes keeping or closing, the vice leader approves; transfers too, to discipline inspection the chief.",
    ],
    [
      "同一人、同一投诉的线索由系统自动关联；不对的可以取消。",
      "Clues about the same person or out of the same complaint are linked by the system; a wrong link is taken away.",
    ],
    [
      "涉密线索只登记索引：类型、文件编号、来源、时间。内容和材料不得进入本系统。",
      "Of a secret clue only the index is kept: kind, number, source, time. Nothing of its content belongs here.",
    ],
  ],
  rules: [
    {
      act: ORDER,
      article: "3, 11",
      says: [
        "涉嫌犯罪、达到追诉标准的必须移送公安机关，不得以行政处罚代替。",
        "What reaches the threshold of a crime is referred to the police; no penalty takes its place.",
      ],
      mark: "verified",
    },
    {
      act: PRODUCT,
      says: [
        "“及时”没有规定天数；默认 3 个工作日内研判，地区可以另定。",
        "“In time” names no days: assessed within 3 working days by default; regions may set their own.",
      ],
      mark: "default",
      term: { setting: "term.clue_triage", length: "3 working days" },
    },
    {
      act: PRODUCT,
      says: [
        "呈批留存、了结的，默认 3 个工作日内审批。",
        "What is proposed is approved or returned within 3 working days by default.",
      ],
      mark: "default",
      term: { setting: "term.clue_approval", length: "3 working days" },
    },
    {
      act: PRODUCT,
      says: [
        "留存线索默认 90 日复查一次，地区可以另定。",
        "A kept clue is looked at again after 90 days by default; regions may set their own.",
      ],
      mark: "default",
      term: { setting: "term.clue_review", length: "90 calendar days" },
    },
  ],
};
