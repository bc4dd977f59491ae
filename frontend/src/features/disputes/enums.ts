/** The closed lists of a dispute in words. Type-checked against the contract. */
import type { Schemas } from "@/shared/api/client";

type Pair = readonly [zh: string, en: string];
type Table<T extends string> = Record<T, Pair>;

export const WAY: Table<Schemas["Way"]> = {
  negotiation: ["双方协商", "Negotiation"],
  peoples_mediation: ["人民调解", "People's mediation"],
  admin_mediation: ["行政调解", "Administrative mediation"],
  lawsuit: ["诉讼", "Lawsuit"],
};

export const OUTCOME: Table<Schemas["MediationOutcome"]> = {
  agreed: ["达成协议", "Agreed"],
  declined: ["不予受理", "Not accepted"],
  failed: ["调解不成", "Failed"],
  lapsed: ["逾期视为调解不成", "Deemed failed: the term ran out"],
  ended: ["终止", "Ended"],
};

export const SIDE: Table<Schemas["AskingSide"]> = {
  both: ["双方共同申请", "Both sides"],
  patient: ["患方", "The patient's side"],
  institution: ["医方", "The institution"],
};

export const ENDING: Table<Schemas["MediationEnding"]> = {
  sued: ["已向法院起诉", "Sued"],
  accepted_elsewhere: ["其他调解组织已受理", "Accepted elsewhere"],
  party_left: ["一方退出", "A side left"],
};

export const INSURED: Table<Schemas["Insured"]> = {
  liability: ["医疗责任保险", "Liability insurance"],
  risk_fund: ["医疗风险基金", "Risk fund"],
  none: ["未参保", "None"],
};

export const ACCIDENT: Table<Schemas["AccidentLevel"]> = {
  first: ["一级医疗事故", "First degree"],
  second: ["二级医疗事故", "Second degree"],
  third: ["三级医疗事故", "Third degree"],
  fourth: ["四级医疗事故", "Fourth degree"],
};

export const QUALITY_GRADE: Table<Schemas["QualityGrade"]> = {
  general: ["一般医疗质量安全事件", "General event"],
  major: ["重大医疗质量安全事件", "Major event"],
  extra: ["特大医疗质量安全事件", "Event of the gravest kind"],
};

export const VERDICT: Table<Schemas["CourtVerdict"]> = {
  judgment: ["判决", "Judgment"],
  court_mediation: ["法院调解", "Mediated by the court"],
};

export const SATISFACTION: Table<Schemas["Satisfaction"]> = {
  satisfied: ["满意", "Satisfied"],
  neutral: ["一般", "Neutral"],
  dissatisfied: ["不满意", "Dissatisfied"],
};

export const RELATION: Table<Schemas["ClaimantRelation"]> = {
  patient: ["患者本人", "The patient"],
  relative: ["近亲属", "Close relative"],
  agent: ["代理人", "Agent"],
  other: ["其他", "Other"],
};

export const SEX: Table<Schemas["Sex"]> = { male: ["男", "Male"], female: ["女", "Female"] };

// ---- beside the way

export const SEALED: Table<Schemas["Sealed"]> = {
  records: ["病历资料", "Medical records"],
  objects: ["现场实物", "Objects"],
  blood: ["血液", "Blood"],
};

export const COPY: Table<Schemas["CopyKind"]> = { original: ["原件", "Original"], copy: ["复制件", "Copy"] };

export const PATIENT_SIDE: Table<Schemas["PatientSide"]> = {
  signed: ["患方在场并签名", "Present, signed"],
  notary: ["患方拒绝或不到场，公证", "Refused or absent: a notary"],
  refused: ["患方在场拒绝签名", "Present, refused to sign"],
};

export const CHOSEN: Table<Schemas["TestingChosen"]> = {
  jointly: ["双方共同委托", "Chosen by both sides"],
  appointed: ["卫生健康主管部门指定", "Appointed by the authority"],
};

export const APPRAISAL_KIND: Table<Schemas["AppraisalKind"]> = {
  judicial: ["医疗损害鉴定", "Appraisal of harm"],
  accident: ["医疗事故技术鉴定", "Technical appraisal of an accident"],
};

export const SHARE: Table<Schemas["AppraisalShare"]> = {
  none: ["无责任", "None"],
  slight: ["轻微责任", "Slight"],
  secondary: ["次要责任", "Secondary"],
  equal: ["同等责任", "Equal"],
  main: ["主要责任", "Main"],
  full: ["全部责任", "Full"],
};

export const AVOIDANCE: Table<Schemas["ExpertAvoidance"]> = {
  party_or_relative: ["是当事人或其近亲属", "A party, or a relative of one"],
  interest: ["与纠纷有利害关系", "An interest in it"],
  other: ["有其他可能影响公正的关系", "Another tie that may bias"],
};

export const REPORT_KIND: Table<Schemas["DisputeReportKind"]> = {
  dispute: ["医疗纠纷报告", "The dispute"],
  major_phone: ["重大医疗纠纷：电话报告", "Major dispute, by telephone"],
  major_written: ["重大医疗纠纷：书面报告", "Major dispute, in writing"],
  negligence: ["重大医疗过失行为报告", "Serious negligence"],
  quality_event: ["医疗质量安全事件报告", "Quality event"],
  accident_concluded: ["医疗事故争议解决报告", "Accident settled or judged"],
  body_kept: ["尸体逾期存放报告", "A body kept too long"],
};

export const SEAL_STATE: Table<Schemas["SealState"]> = {
  sealed: ["已封存", "Sealed"],
  opened: ["已启封", "Opened"],
};

export const AUTOPSY_STATE: Table<Schemas["AutopsyState"]> = {
  told: ["已告知", "Told"],
  consented: ["已同意", "Agreed to"],
  refused: ["拒绝", "Refused"],
  deemed_refused: ["视为不同意", "Deemed refused"],
  done: ["已完成", "Made"],
  lapsed: ["逾期未做", "Not made in time"],
};

export const APPRAISAL_STATE: Table<Schemas["AppraisalState"]> = {
  commissioned: ["鉴定中", "Running"],
  supplementing: ["补充材料", "Material is supplemented"],
  delivered: ["已出具意见", "Opinion delivered"],
  abandoned: ["已终止", "Given up"],
};

export const CLAIM_STATE: Table<Schemas["InsuranceClaimState"]> = {
  reported: ["已报案", "Reported"],
  offered: ["已核定", "Offered"],
  paid: ["已赔付", "Paid"],
  refused: ["拒赔", "Refused"],
};

export const CALL_STATE: Table<Schemas["PoliceCallState"]> = {
  called: ["已报警", "Called"],
  answered: ["已处置", "Answered"],
};

export const REPORT_STATE: Table<Schemas["DisputeReportState"]> = { sent: ["已报告", "Sent"] };

export const SESSION_STATE: Table<Schemas["MediationSessionState"]> = { held: ["已召开", "Held"] };

export const PASS_UP_GROUND: Table<Schemas["PassUpGround"]> = {
  death: ["患者死亡", "The patient died"],
  second_degree: ["可能为二级以上医疗事故", "Perhaps of the second degree or worse"],
  prescribed: ["国家或者省级规定的其他情形", "Prescribed by the State or the province"],
};

export const APPLICATION_STATE: Table<Schemas["AccidentApplicationState"]> = {
  received: ["已收到申请", "Received"],
  passed_up: ["已移送上级", "Passed up"],
  accepted: ["已受理", "Accepted"],
  declined: ["不予受理", "Declined"],
  concluded: ["已处理", "Concluded"],
  withdrawn: ["已撤回", "Withdrawn"],
  ended: ["终止处理", "Ended by a suit"],
};
