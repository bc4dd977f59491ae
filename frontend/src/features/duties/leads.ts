/** Sections and agencies that a plan names as lead, by the codes of its catalogues. */
import { options } from "@/shared/i18n/enums";

const LEAD: Record<string, readonly [zh: string, en: string]> = {
  health: ["卫生健康行政部门", "Health administration"],
  public_security: ["公安机关", "Police"],
  procuratorate: ["人民检察院", "Procuratorate"],
  court: ["人民法院", "Courts"],
  judicial_administration: ["司法行政部门", "Judicial administration"],
  comprehensive_governance: ["综治组织", "Comprehensive-governance office"],
  publicity: ["宣传部门", "Publicity department"],
  cyberspace: ["网信部门", "Cyberspace administration"],
  civil_affairs: ["民政部门", "Civil affairs"],
  market_regulation: ["市场监督管理部门", "Market regulation"],
  healthcare_security: ["医疗保障部门", "Healthcare security"],
  insurance_regulator: ["保险监管部门", "Insurance regulator"],
  finance: ["财政部门", "Finance"],
  tcm_administration: ["中医药管理部门", "Administration of Chinese medicine"],
  discipline_inspection: ["纪检监察机关", "Discipline inspection and supervision"],
  disease_control_women_section: ["疾妇股", "Disease control and women's health section"],
  medical_administration_section: ["医政股", "Medical administration section"],
  political_legal_section: ["政法股", "Political and legal section"],
  political_work_section: ["政工股", "Political work section"],
  medical_drug_administration_section: ["医政药政科", "Medical administration and drug policy section"],
  chinese_mongolian_medicine_section: ["中蒙医科", "Chinese and Mongolian medicine section"],
  publicity_education_section: ["宣教科", "Publicity and education section"],
  finance_section: ["财务科", "Finance section"],
  medical_tcm_section: ["医政中医股", "Medical administration and Chinese medicine section"],
  general_office: ["办公室", "General office"],
  poverty_relief_group: ["健康扶贫领导小组", "Leading group for health poverty relief"],
  party_conduct_office: ["党风廉政建设暨纠风领导小组办公室", "Office for Party conduct and correction of malpractice"],
  comprehensive_supervision_section: ["综合监督股", "Comprehensive supervision section"],
  supervision_enforcement_bureau: ["综合监督执法局", "Supervision and enforcement bureau"],
  discipline_inspection_group: ["纪检组", "Discipline inspection group"],
  disease_control_health_section: ["疾控与保健股", "Disease control and health care section"],
  medical_affairs_office: ["医务科", "Medical affairs office (hospital)"],
  security_team: ["保安队", "Security team (hospital)"],
  campaign_office: ["专项行动办公室", "Campaign office"],
};

/** To choose from, in the order of the catalogue. */
export const leadOptions = () => options(LEAD);
