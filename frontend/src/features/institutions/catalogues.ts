/** Names of the codes in an institution's record; a test holds them against the registry's own code lists. */
import type { Schemas } from "@/shared/api/client";

type Pair = readonly [zh: string, en: string];

export const INSTITUTION_TYPE: Record<string, Pair> = {
  medical_institution: ["医疗机构", "Medical institutions (all)"],
  hospital: ["医院", "Hospitals"],
  level2_or_above: ["二级以上医疗机构", "Institutions of level 2 and above"],
  county_hospital: ["县级医院", "County hospitals"],
  public_hospital_county_or_above: ["县级以上公立医院", "Public hospitals of county level and above"],
  public_hospital: ["公立医院", "Public hospitals"],
  private_institution: ["社会办医疗机构", "Privately run institutions"],
  tcm_hospital: ["中医医院", "Hospitals of Chinese medicine"],
  mongolian_medicine_hospital: ["蒙医院", "Hospitals of Mongolian medicine"],
  township_health_centre: ["乡镇卫生院", "Township health centres"],
  village_clinic: ["村卫生室", "Village clinics"],
  community_health_centre: ["社区卫生服务中心", "Community health service centres"],
  community_health_station: ["社区卫生服务站", "Community health service stations"],
  outpatient_department: ["门诊部", "Outpatient departments"],
  clinic: ["诊所", "Clinics"],
  grassroots_institution: ["基层医疗机构", "Primary-care institutions"],
  district_level_unit: ["区级医疗单位", "District-level medical units"],
  directly_affiliated_institution: ["直属医疗机构", "Institutions directly under the administration"],
  cdc: ["疾控中心", "Centres for disease control"],
  mental_health_institution: ["精神卫生机构", "Mental-health institutions"],
  insurance_designated: ["医保定点机构", "Institutions designated by medical insurance"],
  treatment_designated: ["定点救治医疗机构", "Institutions designated for treatment"],
  complaint_prone: ["投诉举报多、问题突出的医疗机构", "Institutions with many complaints"],
  tout_suspect: ["涉嫌雇佣“医托”的机构", "Institutions suspected of hiring touts"],
};

export const FOCUS_FIELD: Record<string, Pair> = {
  health_checkup: ["健康体检", "Health check-ups"],
  medical_aesthetics: ["医疗美容", "Medical aesthetics"],
  reproduction: ["生殖（不孕不育）", "Reproduction (infertility)"],
  urology: ["泌尿", "Urology"],
  dermatology_std: ["皮肤（性传播疾病）", "Dermatology (sexually transmitted disease)"],
  gynaecology_obstetrics: ["妇产", "Gynaecology and obstetrics"],
  oncology: ["肿瘤", "Oncology"],
  ophthalmology: ["眼科", "Ophthalmology"],
  outpatient_emergency: ["门急诊", "Outpatient and emergency"],
  emergency: ["急诊科", "Emergency department"],
  obstetrics: ["产科", "Obstetrics"],
  neonatology: ["新生儿科", "Neonatology"],
  paediatrics: ["儿科", "Paediatrics"],
  cashier_registration: ["挂号收费处", "Registration and cashier"],
  pharmacy: ["药房", "Pharmacy"],
  inpatient: ["住院部", "Inpatient department"],
  night_duty_department: ["夜间值班科室", "Night-duty departments"],
  waiting_area: ["候诊区", "Waiting areas"],
  public_area: ["门诊、病房公共区域", "Public areas of outpatient department and wards"],
};

export const DESIGNATION: Record<Schemas["Designation"], Pair> = {
  medical_insurance: ["医保定点", "Medical insurance"],
  treatment: ["定点救治", "Treatment"],
};
