/** The closed lists of clues in words. Type-checked against the contract. */
import type { Schemas } from "@/shared/api/client";

type Table<T extends string> = Record<T, readonly [zh: string, en: string]>;

export const CLUE_STATE: Table<Schemas["ClueState"]> = {
  registered: ["已登记", "Registered"],
  triaging: ["研判中", "Being assessed"],
  proposed: ["已呈批", "Proposed"],
  referred: ["移送移交中", "Referred"],
  administrative: ["行政处理", "Administrative handling"],
  kept: ["留存", "Kept"],
  closed: ["了结", "Closed"],
};

export const SOURCE: Table<Schemas["ClueSource"]> = {
  hospital_report: ["医疗机构报告", "Report of an institution"],
  complaint: ["投诉", "Complaint"],
  inspection: ["监督检查", "Inspection"],
  self_check: ["自查", "Self-check"],
  monitoring: ["监测", "Monitoring"],
  public: ["群众举报", "Report of the public"],
  superior: ["上级交办", "From above"],
  other_agency: ["其他部门移送", "From another agency"],
};

export const SECRECY: Table<Schemas["Secrecy"]> = {
  none: ["非涉密", "No secret"],
  work_secret: ["工作秘密", "Work secret"],
  state_secret: ["国家秘密", "State secret"],
};

export const RECEIVER: Table<Schemas["Receiver"]> = {
  police: ["公安机关", "Police"],
  discipline: ["纪检监察机关", "Discipline inspection"],
  insurance: ["医疗保障部门", "Medical insurance"],
  market: ["市场监督管理部门", "Market regulation"],
  drug: ["药品监督管理部门", "Drug regulation"],
  cyberspace: ["网信部门", "Cyberspace administration"],
  superior: ["上级主管部门", "Superior authority"],
  other: ["其他部门", "Another agency"],
};

export const RECIPIENT: Table<Schemas["ToldFirst"]> = {
  police: ["公安机关（派出所）", "Police station"],
  mental_health: ["精神卫生机构", "Mental-health institution"],
  governance: ["综治（政法）部门", "Governance office"],
};

export const PROPOSAL: Table<Schemas["Proposal"]> = {
  keep: ["留存", "Keep it"],
  close: ["了结", "Close it"],
};

export const RELATION: Table<Schemas["ClueRelation"]> = {
  same_subject: ["同一人", "Same person"],
  duplicate: ["重复", "Duplicate"],
  related: ["相关", "Related"],
};

export const TOUT: Table<Schemas["ToutKind"]> = {
  appointment_scalper: ["号贩子", "Appointment scalper"],
  blood_scalper: ["血贩子", "Blood scalper"],
  bed_scalper: ["床位贩子", "Bed scalper"],
  surgery_scalper: ["手术贩子", "Surgery scalper"],
  record_card_scalper: ["病历卡贩子", "Record-card scalper"],
  drug_buyback_dealer: ["药品回收贩子", "Drug buy-back dealer"],
  medical_tout: ["医托", "Medical tout"],
  online_medical_tout: ["网络医托", "Online tout"],
  disguised_medical_tout: ["变相医托", "Disguised tout"],
  professional_troublemaker: ["职业医闹", "Professional troublemaker"],
  bed_squatter: ["霸占床位", "Bed squatter"],
  insider_number_resale: ["内部人员倒号", "Insider: numbers resold"],
  insider_bed_resale: ["内部人员倒卖床位", "Insider: beds resold"],
  insider_drug_resale: ["内部人员倒卖药品", "Insider: drugs resold"],
  insider_private_sale: ["内部人员私自销售", "Insider: private sales"],
};

export const OUTCOME: Table<Schemas["TransferOutcome"]> = {
  filed: ["立案", "Case filed"],
  not_filed: ["不立案", "Not filed"],
  passed_on: ["转办", "Passed on"],
  concluded: ["了结", "Concluded"],
};

export const TRANSFER_STATE: Table<Schemas["TransferState"]> = {
  proposed: ["待审批", "To be approved"],
  approved: ["待移交", "Approved"],
  sent: ["已移交", "Sent"],
  signed: ["已签收", "Signed for"],
  answered: ["已反馈", "Answered"],
  archived: ["已归档", "Archived"],
  not_approved: ["不予移交", "Not approved"],
};

/** Why it has to be referred: what an officer found, and the circumstances that the system reckons of illegal practice. */
export const BECAUSE: Record<string, readonly [zh: string, en: string]> = {
  threshold: ["研判认定达到移送标准", "An officer found the threshold of a crime reached"],
  two_penalties: [
    "因非法行医受过两次以上行政处罚，再次非法行医",
    "Illegal practice after two or more administrative penalties",
  ],
  disability: ["造成就诊人轻度残疾、器官组织损伤以上后果", "A patient was left with slight disability or worse"],
  epidemic: ["造成甲类传染病传播、流行或有此危险", "A class-A infectious disease spread, or may spread"],
  drugs: [
    "使用假药、劣药或不合格器械，足以严重危害健康",
    "Fake or substandard drugs or devices, enough to harm severely",
  ],
};
