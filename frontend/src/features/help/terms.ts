/** The glossary's words that help uses, each with what it means. A test holds them against docs/glossary.md. */
import type { Pair } from "./topic";

export interface Term {
  zh: string;
  en: string;
  meaning: Pair;
}

const term = (zh: string, en: string, meaningZh: string, meaningEn: string): Term => ({
  zh,
  en,
  meaning: [meaningZh, meaningEn],
});

export const TERMS: Term[] = [
  term("督办", "supervision", "盯住一件事，直到办结", "supervise a matter until it is done"),
  term(
    "专项整治行动",
    "campaign",
    "由发起单位在其辖区内组织实施的方案",
    "a plan put into force by an issuer over its part of the tree",
  ),
  term("方案", "plan", "行动所依据的文件，按数据保存并留存校验值", "the document, kept as data with its SHA-256"),
  term(
    "阶段",
    "phase",
    "行动中的一段时间；有的阶段贯穿始终",
    "a stretch of days of a campaign; one may run throughout",
  ),
  term(
    "条款",
    "clause",
    "方案中的一项责任：谁负责、多久一次、如何证明、目标是什么",
    "one obligation of the plan: owners, rhythm, proof, targets",
  ),
  term("任务", "duty", "一个单位就一项条款在一个周期内应交的一份证明", "organisation × clause × period × proof"),
  term(
    "自查自纠",
    "self-check",
    "一种证明方式：列出发现的问题，或明确写明没有发现",
    "a proof: problems found, or an explicit zero",
  ),
  term("报表", "form", "一种证明方式：带逻辑校验的一组指标", "a proof: a set of typed indicators with logic checks"),
  term(
    "零报告",
    "zero report",
    "“查过了，没有发现”：单独的一种事实，不等于没报",
    "“we looked, and there was nothing”: a fact of its own",
  ),
  term("缺报", "missing", "期限已过，没有报送", "the term is over and nothing was sent"),
  term("迟报", "late", "报了，但晚于期限；这一记录不会取消", "sent after the term; that mark is never taken back"),
  term("未到期", "not due", "还没到报送的时候，不算欠报", "it is not time yet; nothing is owed"),
  term("豁免", "exempt", "经有权人决定不必报送，附理由", "decided, with a reason, that nothing is owed"),
  term(
    "随时报告",
    "standing duty",
    "一旦发生就要报告的任务；没有发生的，标为“无需报送”，不欠报",
    "owed whenever something happens; quiet while nothing did, and then nothing is owed",
  ),
  term("覆盖率", "coverage", "已报送机构数占该目标自身范围的比例", "institutions reached of a target's own population"),
  term("整改台账", "rectification ledger", "逐件登记问题，整改到位才销号", "every problem, until it is struck off"),
  term("立行立改", "immediate", "当场或马上改正", "corrected on the spot"),
  term("限期整改", "time-limited", "在规定期限内改正", "corrected within a term"),
  term(
    "整改通知书",
    "rectification notice",
    "下发整改任务的文书，带发文字号",
    "the document that issues a task, with its number",
  ),
  term("异议", "objection", "收到任务后在期限内提出不同意见", "disagreement, within its term after a task was issued"),
  term(
    "延期",
    "extension",
    "期限届满前申请一次，最长为原期限的一半",
    "once, asked before the end, at most half the term",
  ),
  term("复核", "verification", "由两名非本机构人员核查整改是否到位", "two people, none of the institution"),
  term("销号", "closure", "证据被采信后，从台账上划去", "struck off the ledger once evidence is accepted"),
  term(
    "回头看",
    "look-back",
    "事后再查一次：是否彻底、是否到位、群众是否满意",
    "three questions: complete, in place, public satisfied",
  ),
  term("反弹", "relapse", "回头看发现问题又出现，另立一件并加重", "opens a linked task with more weight"),
  term("逾期", "overdue", "超过期限的标记，一旦出现不再取消", "a flag set once and never taken back"),
  term(
    "投诉",
    "complaint",
    "患者及其家属对医疗机构表示不满，要求处理的事项",
    "what somebody is dissatisfied with at an institution and wants handled",
  ),
  term(
    "首诉负责制",
    "first receiver",
    "谁最先接到投诉谁负责，直到别的单位接办",
    "whoever is told first is responsible, until another has taken over",
  ),
  term("反馈", "feedback", "把处理意见告知投诉人", "the complainant is given the answer"),
  term("回访", "call-back", "反馈之后再问投诉人的意见", "the complainant is asked once more after the answer"),
  term("并案", "merge", "几件投诉一并办理，各自反馈", "several are handled together, each answered on its own"),
  term("医疗纠纷", "dispute", "医患双方因诊疗活动引发的争议", "about treatment, between patient and institution"),
  term("协商", "negotiate", "医患双方自愿商谈，每方代表不超过五人", "between the two sides, five at most for each"),
  term(
    "人民调解",
    "people's mediation",
    "医疗纠纷人民调解委员会主持的调解，30 个工作日",
    "by a committee, 30 working days; held while an appraisal runs",
  ),
  term("封存", "seal", "双方在场，把病历或者实物密封保管", "records or objects closed up with both sides present"),
  term("启封", "open", "打开封存的病历或者实物，一般须双方在场", "what was sealed, as a rule with both sides present"),
  term("尸检", "autopsy", "对死因有异议时，查明死亡原因", "to find the cause of a death that is disputed"),
  term(
    "医疗损害鉴定",
    "appraisal",
    "由专家判断有无过错、因果关系和责任大小",
    "experts tell fault, causation and share",
  ),
  term(
    "重大医疗纠纷",
    "major dispute",
    "须及时报告卫生健康主管部门的纠纷",
    "one that is reported to the authority in time",
  ),
  term("期限", "term", "一段时长及其依据", "a length with its article"),
  term(
    "工作日",
    "working day",
    "周一至周五减去放假，加上调休上班日",
    "Monday to Friday, less holidays, plus make-up days",
  ),
  term("自然日", "calendar day", "每一天都算", "every day counts"),
  term("小时", "hour", "从事发时刻起连续计算，周末不停", "from the moment on, without a stop at weekends"),
  term("调休", "make-up working day", "被安排上班的周末", "a weekend day declared a working day"),
  term("暂定", "provisional", "所在年度的放假安排还没公布", "rests on a year whose holiday notice is not out"),
  term("机构", "organisation", "单位树上的一个节点：主管部门、科室、机构、协同部门", "a node of the one tree"),
  term("医疗机构", "institution", "有登记档案的机构", "an organisation with a registry entry"),
  term("统一社会信用代码", "credit code", "18 位，末位为校验位", "18 characters, the last a check"),
  term(
    "医疗机构代码",
    "licence number",
    "执业登记号，一般 22 位",
    "the practice licence's number, usually 22 characters",
  ),
  term("股室", "section", "牵头一项条款的内设机构", "lead section of a clause"),
  term("联络员", "contact", "机构的联系人；电话加密保存", "of an institution; telephone protected"),
  term("主要负责人", "chief", "单位正职", "the head of the office"),
  term("分管领导", "vice leader", "分管该项工作的副职", "the vice leader in charge"),
  term("科室负责人", "section head", "牵头科室的负责人", "the head of a section"),
  term(
    "三员分立",
    "separation of administrators",
    "系统、安全、审计三个管理员由三个人担任",
    "system, security and audit administrator are three people",
  ),
  term("日志", "journal", "只能追加的操作记录", "append-only record"),
  term(
    "锚点",
    "anchor",
    "对“某位置的哈希是某值”的签名声明，供审计人员在系统外保存",
    "signed (position, hash) for the auditor",
  ),
  term("封存位置", "seal", "一条日志在链上的位置和哈希", "an entry's position and hash in the chain"),
  term(
    "证据",
    "evidence",
    "接收时即计算校验值，不可替换，撤回须写理由",
    "SHA-256 at receipt, never replaced, withdrawn only with a reason",
  ),
  term(
    "待办",
    "worklist",
    "等着本单位、本岗位办理的期限",
    "open clocks that wait for my organisation and my permission",
  ),
  term("回避", "recusal", "办理人不得接触的事项和单位", "matters and organisations an actor must not touch"),
];

export const termOf = (zh: string): Term | undefined => TERMS.find((one) => one.zh === zh);
