/** Help for what comes first each day: the worklist, campaigns, duties. */
import { paths } from "@/shared/lib/paths";
import { PRODUCT, type Topic } from "./topic";

export const WORK: Topic[] = [
  {
    id: "worklist",
    title: ["我的待办", "My worklist"],
    path: paths.worklist,
    needs: ["worklist.use"],
    steps: [
      [
        "每天先看这里：逾期的在最前，其次是三日内到期的。",
        "Begin the day here: overdue first, then what is due within three days.",
      ],
      [
        "点上方的类别可只看一类；数字旁的标记表示其中逾期或即将到期的件数。",
        "Press a kind above to see only that; the mark beside a figure says how many are late or soon due.",
      ],
      [
        "点“为什么”看这件事归谁办、依据哪一条、期限怎么算出来的。",
        "“Why” tells who holds it, under which article, and how the day was counted.",
      ],
      [
        "办理人到期未办，下级的逾期事项会出现在上级的“下级逾期，请督办”中。",
        "What stays late below you appears under “Late below me”.",
      ],
    ],
    rules: [
      {
        act: PRODUCT,
        says: [
          "逾期标记一旦产生不再取消，事后补办也会保留“曾逾期”。",
          "A late flag is set once and never taken back; done later, it still says it was late.",
        ],
        mark: "default",
      },
      {
        act: ["民法典", "Civil Code"],
        article: "201, 203",
        says: [
          "按日计算的期限，开始当日不算；最后一日是法定休息日的，顺延到次日。",
          "In periods of days the first day is not counted; a last day of rest moves to the day after it.",
        ],
        mark: "verified",
      },
    ],
    terms: ["待办", "督办", "逾期", "期限", "回避"],
  },
  {
    id: "campaigns",
    title: ["专项行动", "Campaigns"],
    path: paths.campaigns,
    needs: ["campaign.read"],
    steps: [
      [
        "起草：选一份方案，填完空缺处（本级单位、日期、联系方式等）。",
        "Draft: choose a plan and fill its blanks (offices, days, contacts).",
      ],
      [
        "启动前先看预览：会给哪些单位下达多少任务。启动由主要负责人决定。",
        "Look at the preview before launching: how many duties for whom. The chief launches.",
      ],
      [
        "进度按条款、单位、地区、阶段查看；每个数字都能点开看明细。",
        "Progress by clause, organisation, region or phase; every figure opens its rows.",
      ],
      [
        "中途调整只改变受影响的任务，已报送和已审定的保留不动。",
        "An amendment changes only the duties it touches; what was sent or approved stays.",
      ],
    ],
    rules: [
      {
        act: ["行动方案本身", "The plan itself"],
        says: [
          "任务的责任单位、频次、报送口径以方案条款为准；方案按原文保存并留存 SHA-256。",
          "Owners, rhythm and figures are those of the plan's clauses; the plan is kept with its SHA-256.",
        ],
        mark: "default",
      },
      {
        act: [
          "行政执法监督条例（2026-02-01 施行）",
          "Regulation on Supervising Administrative Enforcement (in force 2026-02-01)",
        ],
        says: [
          "监督机关可以责令改正、通报、约谈、公布典型案例。",
          "The supervising organ may order correction, circulate, talk and publish typical cases.",
        ],
        mark: "partly",
      },
    ],
    terms: ["专项整治行动", "方案", "阶段", "条款", "任务", "覆盖率", "主要负责人", "股室"],
  },
  {
    id: "duties",
    title: ["任务报送", "Duties"],
    path: paths.duties,
    needs: ["duty.read"],
    steps: [
      [
        "打开任务，按要求填报：自查自纠、报表、书面材料或随时报告。",
        "Open a duty and report as asked: self-check, form, document or event record.",
      ],
      [
        "查过没有问题，也要报：选“零报告”。不报就是缺报。",
        "If there was nothing, say so: a zero report. Silence is missing.",
      ],
      [
        "报送后由上级审核；退回补正的，按退回意见改后重报，原报送期限不变。",
        "The level above reviews; what is returned is corrected and sent again, under the same due day.",
      ],
      [
        "审定后发现有误，用“更正”交新的版本并写明理由，旧版本保留。",
        "After approval, correct by a new version with a reason; the old one stays.",
      ],
      [
        "填到一半可以离开：内容保存在本机，回来继续。",
        "You may leave half way: what you typed is kept on this machine.",
      ],
    ],
    rules: [
      {
        act: PRODUCT,
        says: [
          "审核期限默认 5 个工作日，可由地区规定。",
          "Review within 5 working days by default; a region may say otherwise.",
        ],
        mark: "default",
        term: { setting: "term.duty_review", length: "5 working days" },
      },
      {
        act: PRODUCT,
        says: [
          "退回补正期限默认 3 个工作日，可由地区规定；原报送期限不变。",
          "Correction within 3 working days by default; a region may say otherwise; the due day stays.",
        ],
        mark: "default",
        term: { setting: "term.duty_correction", length: "3 working days" },
      },
      {
        act: ["统计法（2024）", "Statistics Law (2024)"],
        article: "7–8",
        says: [
          "数据应真实、完整、及时，领导不得授意篡改；因此锁定后只能以新版本更正。",
          "Data must be true, complete and timely, and no leader may alter them: after locking there are only new versions.",
        ],
        mark: "verified",
      },
      {
        act: PRODUCT,
        says: ["任何人不得审核自己报送的内容。", "Nobody approves what he sent himself."],
        mark: "default",
      },
    ],
    terms: ["任务", "自查自纠", "报表", "零报告", "缺报", "迟报", "未到期", "豁免", "证据"],
  },
  {
    id: "events",
    title: ["事件报告", "Events"],
    path: paths.events,
    needs: ["duty.read"],
    steps: [
      [
        "发生了就报：打开对应的随时报告任务，写明时间、地点、经过、危害和措施。没有发生的不欠报。",
        "When something happens, open the standing duty and say when, where, what, which harm and what was done. With nothing to report nothing is owed.",
      ],
      [
        "先把知道的报出去（首报），有进展再续报，处理完毕由负责人终报。电话报告不能代替书面报告。",
        "First tell what is known, continue as it goes on, and the head ends it with a final report. A telephone call does not replace the written report.",
      ],
      [
        "书面报告和现场材料上传在事件页上；办结以后不能再增减。",
        "The report on paper and material from the scene are uploaded on the event; once it is finished they stay.",
      ],
      [
        "接收单位签收、退回补正，终报后办结。“待我单位签收”列出还没有签收的。",
        "The receiving authority signs for it, returns it, and finishes it after the final report. “For us to sign for” lists what is waiting.",
      ],
      [
        "迟报的标记不会取消；由责任单位负责人说明一次原因。",
        "The mark of lateness is never taken back; the owner's head explains it, once.",
      ],
    ],
    rules: [
      {
        act: ["突发事件应对法（2024）", "Emergency Response Law (2024)"],
        article: "61",
        says: [
          "发生突发事件应当及时、客观、真实报告，不得迟报、谎报、瞒报、漏报。具体时限由主管部门规定。",
          "Report in time and truthfully; nothing may be late, false, hidden or left out. The hours are set by the authorities.",
        ],
        mark: "partly",
      },
      {
        act: PRODUCT,
        says: [
          "方案要求立即报告的，首报默认 2 小时，可由地区规定。",
          "Where the plan says at once, the first report is due within 2 hours by default; a region may say otherwise.",
        ],
        mark: "default",
        term: { setting: "term.event_first_immediate", length: "2 hours" },
      },
      {
        act: PRODUCT,
        says: [
          "方案要求及时报告的，首报默认 3 个工作日。",
          "Where the plan says in time, the first report is due within 3 working days by default.",
        ],
        mark: "default",
        term: { setting: "term.event_first_timely", length: "3 working days" },
      },
      {
        act: PRODUCT,
        says: [
          "须立即报告的，每 24 小时续报一次，直至终报；签收默认 1 个工作日。",
          "What is told at once is continued every 24 hours until the final report; receipt within 1 working day by default.",
        ],
        mark: "default",
        term: { setting: "term.event_continued", length: "24 hours" },
      },
    ],
    terms: ["任务", "随时报告", "迟报", "证据"],
  },
];
