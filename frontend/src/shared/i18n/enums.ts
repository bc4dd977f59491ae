/** The names of states, kinds and facts, once, in the glossary's terms. Type-checked against the contract. */
import type { Schemas } from "@/shared/api/client";
import { language } from ".";

type Pair = readonly [zh: string, en: string];
type Table<T extends string> = Record<T, Pair>;

export const FACT: Table<Schemas["Fact"]> = {
  not_due: ["未到期", "Not due"],
  due: ["待报送", "To report"],
  on_time: ["按时", "On time"],
  zero: ["零报告", "Zero report"],
  late: ["迟报", "Late"],
  missing: ["缺报", "Missing"],
  exempt: ["豁免", "Exempt"],
  quiet: ["无需报送", "Nothing to report"],
};

export const DUTY_STATE: Table<Schemas["DutyState"]> = {
  planned: ["未到报送期", "Not open yet"],
  open: ["待报送", "Open"],
  submitted: ["待审核", "Submitted"],
  returned: ["退回补正", "Returned"],
  approved: ["已审定", "Approved"],
  missing: ["缺报", "Missing"],
  exempt: ["已豁免", "Exempt"],
  ended: ["已终止", "Ended"],
};

export const TASK_STATE: Table<Schemas["TaskState"]> = {
  draft: ["草稿", "Draft"],
  withdrawn: ["已撤回", "Withdrawn"],
  issued: ["待签收", "Issued"],
  objected: ["异议处理中", "Objected"],
  revoked: ["已撤销", "Revoked"],
  rectifying: ["整改中", "Rectifying"],
  submitted: ["申请销号", "Submitted"],
  verifying: ["复核中", "Being verified"],
  returned: ["退回整改", "Returned"],
  closed: ["已销号", "Closed"],
  consolidated: ["已巩固", "Consolidated"],
  relapsed: ["已反弹", "Relapsed"],
};

export const COMPLAINT_STATE: Table<Schemas["ComplaintState"]> = {
  registered: ["已登记", "Registered"],
  settled: ["当场办结", "Settled on the spot"],
  declined: ["不予处理", "Not handled"],
  investigating: ["调查中", "Being investigated"],
  concluded: ["待反馈", "To be fed back"],
  answered: ["已反馈", "Fed back"],
  closed: ["已办结", "Closed"],
  merged: ["已合并", "Merged"],
  withdrawn: ["已撤回", "Withdrawn"],
  converted: ["已转纠纷", "Became a dispute"],
};

export const DISPUTE_STATE: Table<Schemas["DisputeState"]> = {
  registered: ["已登记", "Registered"],
  informed: ["已告知", "Informed"],
  negotiating: ["协商中", "Negotiating"],
  negotiation_failed: ["协商不成", "Negotiation failed"],
  mediation_requested: ["人民调解申请", "People's mediation asked for"],
  mediating: ["人民调解中", "People's mediation"],
  mediation_failed: ["人民调解不成", "People's mediation without result"],
  admin_requested: ["行政调解申请", "Administrative mediation asked for"],
  admin_mediating: ["行政调解中", "Administrative mediation"],
  admin_failed: ["行政调解不成", "Administrative mediation without result"],
  suing: ["诉讼中", "Before the court"],
  settled: ["已和解", "Settled"],
  mediated: ["人民调解成功", "Agreed in people's mediation"],
  admin_mediated: ["行政调解成功", "Agreed in administrative mediation"],
  judged: ["已裁判", "Judged"],
  performing: ["履行中", "Being performed"],
  closed: ["已结案", "Closed"],
  withdrawn: ["已撤回", "Withdrawn"],
};

export const NOTICE_STATE: Table<Schemas["NoticeState"]> = {
  received: ["已收到", "Received"],
  answered: ["已答复", "Answered"],
  closed: ["已办结", "Closed"],
  voided: ["已作废", "Voided"],
};

export const CAMPAIGN_STATE: Table<Schemas["CampaignState"]> = {
  draft: ["草稿", "Draft"],
  launched: ["进行中", "Running"],
  closed: ["已结束", "Closed"],
  withdrawn: ["已撤销", "Withdrawn"],
};

export const PROOF: Table<Schemas["ProofKind"]> = {
  self_check: ["自查自纠", "Self-check"],
  form: ["指标表", "Form"],
  document: ["书面材料", "Document"],
  record: ["工作记录", "Record"],
};

export const RECORD_KIND: Table<Schemas["RecordKind"]> = {
  meeting: ["会议", "Meeting"],
  training: ["培训", "Training"],
  publicity: ["宣传", "Publicity"],
  drill: ["演练", "Drill"],
  visit: ["走访", "Visit"],
  inspection: ["检查", "Inspection"],
  case: ["查办案件", "Case"],
  look_back: ["回头看", "Look-back"],
  other: ["其他", "Other"],
};

export const RHYTHM: Table<Schemas["Rhythm"]> = {
  once: ["一次", "Once"],
  per_event: ["随时", "Per event"],
  twice_monthly: ["每月两次", "Twice a month"],
  monthly: ["每月", "Monthly"],
  quarterly: ["每季", "Quarterly"],
  annual: ["每年", "Yearly"],
};

export const RISK: Table<Schemas["Risk"]> = {
  low: ["低风险", "Low risk"],
  medium: ["中风险", "Medium risk"],
  high: ["高风险", "High risk"],
};

export const MODE: Table<Schemas["Mode"]> = {
  immediate: ["立行立改", "Immediate"],
  time_limited: ["限期整改", "Time-limited"],
};

export const SOURCE: Table<Schemas["SourceType"]> = {
  self_check: ["自查", "Self-check"],
  inspection: ["检查", "Inspection"],
  complaint: ["投诉", "Complaint"],
  clue: ["线索", "Clue"],
  superior: ["上级交办", "From above"],
  notice: ["通报", "Notice"],
  look_back: ["回头看", "Look-back"],
  other: ["其他", "Other"],
};

export const MEASURE: Table<Schemas["Measure"]> = {
  interview: ["约谈", "Interview"],
  circular: ["通报", "Circular"],
  penalty_points: ["不良记分", "Penalty points"],
  case_filing: ["立案", "Case filing"],
  listing: ["挂牌督办", "Supervised listing"],
};

export const PLAN_LEVEL: Table<Schemas["duban__campaigns__plans__Level"]> = {
  national: ["国家", "National"],
  province: ["省级", "Province"],
  city: ["市级", "City"],
  league: ["盟级", "League"],
  county: ["县级", "County"],
  district: ["区级", "District"],
};

export const INSTITUTION_STATUS: Table<Schemas["InstitutionStatus"]> = {
  active: ["执业中", "Active"],
  suspended: ["暂停执业", "Suspended"],
  closed: ["已注销", "Closed"],
};

export const HOSPITAL_LEVEL: Table<Schemas["Level-Input"]> = {
  third: ["三级", "Tertiary"],
  second: ["二级", "Secondary"],
  first: ["一级", "Primary"],
  unrated: ["未定级", "Unrated"],
};

export const GRADE: Table<Schemas["Grade"]> = {
  special: ["特等", "Special"],
  a: ["甲等", "A"],
  b: ["乙等", "B"],
  c: ["丙等", "C"],
  unrated: ["未定等", "Unrated"],
};

export const OWNERSHIP: Table<Schemas["Ownership"]> = {
  public: ["公立", "Public"],
  collective: ["集体", "Collective"],
  private: ["民营", "Private"],
  other: ["其他", "Other"],
};

export const PROFIT: Table<Schemas["ProfitKind"]> = {
  non_profit: ["非营利", "Non-profit"],
  for_profit: ["营利", "For profit"],
  other: ["其他", "Other"],
};

export const CONTACT_ROLE: Table<Schemas["ContactRole"]> = {
  liaison: ["联络员", "Liaison"],
  head: ["负责人", "Head"],
  complaints: ["投诉接待", "Complaints"],
  security: ["安全保卫", "Security"],
  medical_affairs: ["医务", "Medical affairs"],
};

export const ORGANISATION_KIND: Table<Schemas["OrganisationKind"]> = {
  health_authority: ["卫生健康部门", "Health authority"],
  section: ["内设科室", "Section"],
  institution: ["医疗卫生机构", "Institution"],
  police: ["公安", "Police"],
  procuratorate: ["检察院", "Procuratorate"],
  court: ["法院", "Court"],
  discipline: ["纪检监察", "Discipline inspection"],
  market_regulation: ["市场监管", "Market regulation"],
  medical_insurance: ["医保", "Medical insurance"],
  justice: ["司法行政", "Justice"],
  publicity: ["宣传", "Publicity"],
  civil_affairs: ["民政", "Civil affairs"],
  mediation_committee: ["人民调解委员会", "Mediation committee"],
  insurer: ["保险机构", "Insurer"],
  other_agency: ["其他部门", "Other agency"],
};

export const JOB_STATE: Table<Schemas["JobState"]> = {
  waiting: ["等待", "Waiting"],
  running: ["运行中", "Running"],
  done: ["完成", "Done"],
  dead: ["失败", "Failed"],
  cancelled: ["已取消", "Cancelled"],
};

export const CLOCK_STATE: Table<Schemas["ClockState"]> = {
  running: ["计时中", "Running"],
  paused: ["已中止计时", "Paused"],
  met: ["已按时完成", "Met"],
  cancelled: ["不再计时", "Cancelled"],
};

export const UNIT: Table<Schemas["SettingUnit"]> = {
  hours: ["小时", "hours"],
  calendar_days: ["日（自然日）", "calendar days"],
  working_days: ["个工作日", "working days"],
  months: ["个月", "months"],
  yuan: ["元", "yuan"],
};

export const MARK: Table<Schemas["Mark"]> = {
  verified: ["已核对原文", "Checked against the text"],
  partly: ["部分核对", "Partly checked"],
  recalled: ["凭记忆，未核对", "From memory"],
  uncertain: ["不确定，可由地区规定", "Uncertain, a regional setting"],
  default: ["产品默认，可由地区规定", "Product default, a regional setting"],
};

export const VISIBILITY: Table<Schemas["Visibility"]> = {
  matter: ["业务", "Matters"],
  office: ["机关内部", "Office"],
  administration: ["管理", "Administration"],
  security: ["安全", "Security"],
};

export const EXTENSION_STATE: Table<Schemas["ExtensionState"]> = {
  asked: ["待决定", "Asked"],
  granted: ["已批准", "Granted"],
  refused: ["未批准", "Refused"],
  lapsed: ["已失效", "Lapsed"],
};

export const ATTACHMENT_PURPOSE: Record<string, Pair> = {
  before: ["整改前", "Before"],
  after: ["整改后", "After"],
  document: ["报送文件", "Document"],
  minutes: ["会议记录、签到表、照片", "Minutes, sign-in sheets, photographs"],
  report: ["书面报告", "Written report"],
  scene: ["现场材料", "Material from the scene"],
  complaint: ["投诉材料", "From the complainant"],
  investigation: ["调查材料", "From the investigation"],
  feedback: ["反馈凭证", "Proof of the answer"],
  information: ["告知记录", "Record of what was told"],
  seal_list: ["封存清单", "List of what was sealed"],
  autopsy_consent: ["尸检同意书", "Consent to the autopsy"],
  opinion: ["鉴定意见", "Appraisal opinion"],
  agreement: ["书面协议", "Written agreement"],
  extension_agreement: ["延长调解约定", "Agreement to extend"],
  judgment: ["裁判文书", "The court's document"],
  accident_application: ["医疗事故争议处理申请书", "Application to handle an accident"],
  acceptance_notice: ["受理或不予受理通知书", "Notice that it was accepted or declined"],
  payment: ["付款凭证", "Proof of payment"],
  letter: ["来文、移交函", "Letter"],
  investigation_report: ["调查报告", "Investigation report"],
  expert_report: ["检验报告、鉴定意见", "Test report, expert opinion"],
  earlier_penalty: ["此前行政处罚决定书", "Earlier penalty decision"],
  goods_list: ["涉案物品清单", "List of goods"],
  notice: ["书面通知", "Written notice"],
  supplement: ["补充材料", "What was sent after"],
  police_document: ["公安机关文书", "Document of the police"],
  procuratorate_document: ["检察机关文书", "Document of the procuratorate"],
  handover_list: ["双方签字的交接清单", "Handover list signed by both"],
  answer_letter: ["复函", "Letter of answer"],
  clue: ["线索材料", "Material of the clue"],
  verification: ["核查材料", "Material of the verification"],
  expert: ["检验报告、鉴定意见", "Test report, expert opinion"],
  penalty: ["行政处罚决定书", "Earlier penalty decision"],
  proof: ["已报告的凭证", "Proof that it was told"],
  receipt: ["回执", "Receipt"],
  answer: ["反馈材料", "Answer"],
  other: ["其他材料", "Other material"],
};

export const SUBJECT: Record<string, Pair> = {
  duty: ["任务报送", "Duty"],
  rectification_task: ["整改任务", "Rectification task"],
  complaint: ["投诉", "Complaint"],
  dispute: ["医疗纠纷", "Medical dispute"],
  notice: ["通报函件", "Notice"],
  clue: ["线索", "Clue"],
  clue_report: ["线索报告", "Report of a clue"],
  clue_transfer: ["线索移交", "Transfer of a clue"],
  complaint_repeat: ["反复投诉", "Repeated complaints"],
  handoff: ["移送往来", "Handoff"],
  referral: ["移送案件", "Referral"],
  duty_event: ["事件报告", "Event report"],
  campaign: ["专项行动", "Campaign"],
  campaign_clause: ["行动条款", "Campaign clause"],
  institution: ["机构", "Institution"],
  organisation: ["单位", "Organisation"],
  user: ["用户", "User"],
  attachment: ["证据", "Evidence"],
  api_client: ["接口客户端", "Machine client"],
  webhook_endpoint: ["推送地址", "Webhook"],
  session: ["登录", "Session"],
  journal: ["日志", "Journal"],
  export: ["导出", "Export"],
  calendar: ["日历", "Calendar"],
  job: ["后台任务", "Job"],
  import: ["导入", "Import"],
  contact: ["联络员", "Contact"],
  recusal: ["回避", "Recusal"],
};

/** The name of `value` in the page's language; the value itself where the server knows more than this page. */
export function named(table: Record<string, Pair>, value: string | null | undefined): string {
  if (!value) return "";
  const pair = table[value];
  return pair ? pair[language() === "en" ? 1 : 0] : value;
}

/** `[{value, label}]` for selects, in the table's order. */
export const options = (table: Record<string, Pair>) =>
  Object.keys(table).map((value) => ({ value, label: named(table, value) }));

/** The system's own account has one name in the records; here it is said in the reader's language. */
export const actorName = (name: string): string => (name === "系统" && language() === "en" ? "the system" : name);
