import type { components } from "@/shared/api/schema.gen";

/** What something may be a clue of, in both languages: complaints hand clues on, the register keeps them. */
export const CLUE_KIND: Record<components["schemas"]["ClueKind"], [string, string]> = {
  organised_crime: ["涉黑涉恶", "Organised crime"],
  professional_troublemaker: ["职业医闹", "Professional troublemaker"],
  tout_fraud: ["医托诈骗", "Fraud by touts"],
  online_tout_monitoring: ["网络医托", "Online touts"],
  scalper: ["号贩子等贩子", "Scalping"],
  abnormal_wound: ["非正常刀枪伤", "Abnormal knife or gun wound"],
  patient_at_risk: ["肇事肇祸精神障碍患者", "Patient at risk of harming"],
  high_risk_person: ["扬言伤医等高风险人员", "Threats, high-risk person"],
  escalating_dispute: ["可能激化的纠纷", "Dispute that may escalate"],
  long_unresolved_dispute: ["长期未解决的纠纷", "Dispute long unresolved"],
  hospital_case: ["院内案件", "Case in a hospital"],
  insider_crime: ["内部人员涉嫌犯罪", "Crime by insiders"],
  illegal_practice: ["非法行医", "Illegal practice"],
  case: ["案件线索", "Case clue"],
  conduct: ["行业作风", "Professional conduct"],
  discipline_violation: ["违纪违法", "Breach of discipline"],
  cross_region: ["跨地区案件", "Case across regions"],
  superior_supervised: ["上级督办案件", "Supervised by a superior"],
  important_report: ["重要举报", "Important report"],
  organ_trade: ["器官买卖", "Trade in organs"],
  insurance_fraud: ["欺诈骗保", "Insurance fraud"],
  advertising: ["违法广告、价格", "Advertising and prices"],
  other: ["其他", "Other"],
};
