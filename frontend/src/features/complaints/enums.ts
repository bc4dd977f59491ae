/** The closed lists of a complaint in words. Type-checked against the contract. */
import type { Schemas } from "@/shared/api/client";
import { options } from "@/shared/i18n/enums";

type Pair = readonly [zh: string, en: string];
type Table<T extends string> = Record<T, Pair>;

export const MATTER: Table<Schemas["Matter"]> = {
  attitude: ["服务态度", "Attitude"],
  communication: ["沟通告知", "Communication and consent"],
  quality: ["医疗质量", "Quality of treatment"],
  safety: ["医疗安全", "Safety of treatment"],
  process: ["就诊流程", "Process"],
  waiting: ["候诊时间", "Waiting"],
  fees: ["收费、医保", "Fees and insurance"],
  drugs: ["药品、耗材", "Drugs and supplies"],
  records: ["病历资料", "Medical records"],
  privacy: ["隐私保护", "Privacy"],
  environment: ["环境、后勤", "Environment and facilities"],
  security: ["安全保卫", "Security"],
  conduct: ["行业作风", "Professional conduct"],
  other: ["其他", "Other"],
};

export const CHANNEL: Table<Schemas["Channel"]> = {
  window: ["现场", "At the window"],
  phone: ["电话", "Telephone"],
  letter: ["信函", "Letter"],
  web: ["网络", "Web"],
  hospital_system: ["医院系统", "Hospital's system"],
  hotline_12345: ["12345热线", "Hotline 12345"],
  petition: ["信访", "Petition"],
  assigned: ["上级交办", "From above"],
};

export const RELATION: Table<Schemas["Relation"]> = {
  patient: ["患者本人", "The patient"],
  relative: ["近亲属", "Close relative"],
  agent: ["代理人", "Agent"],
  companion: ["陪同人员", "Companion"],
  other: ["其他", "Other"],
};

export const SEX: Table<Schemas["Sex"]> = { male: ["男", "Male"], female: ["女", "Female"] };

export const DECLINED: Table<Schemas["Declined"]> = {
  sued_or_mediated: ["已起诉或者已申请第三方调解", "Sued, or a third party mediates"],
  handled_by_authority: ["卫生健康或信访部门已处理", "Handled by the authority or the petition office"],
  nothing_concrete: ["没有明确对象或具体事实", "No clear object or concrete facts"],
  police_matter: ["治安或刑事案件", "A case for the police"],
  outside_remit: ["不属于投诉管理部门职责", "Outside the department's remit"],
};

export const FINDING: Table<Schemas["Finding"]> = {
  founded: ["成立", "Founded"],
  partly: ["部分成立", "Partly founded"],
  unfounded: ["不成立", "Unfounded"],
};

export const TOLD: Table<Schemas["Told"]> = {
  in_person: ["当面", "In person"],
  phone: ["电话", "By telephone"],
  letter: ["书面", "By letter"],
  message: ["短信、网络", "By message"],
  online: ["网上查询码", "Under the receipt code"],
  unreachable: ["匿名或无法联系", "Anonymous or out of reach"],
};

export const CONFIRMED: Table<Schemas["Confirmed"]> = {
  signed: ["签字确认", "Signed"],
  agreed: ["口头认可", "Agreed by word"],
  refused: ["拒绝确认", "Refused to confirm"],
  not_asked: ["未能确认", "Could not be asked"],
};

export const SATISFACTION: Table<Schemas["Satisfaction"]> = {
  satisfied: ["满意", "Satisfied"],
  neutral: ["一般", "Neutral"],
  dissatisfied: ["不满意", "Dissatisfied"],
};

export { CLUE_KIND as CLUE } from "@/shared/i18n/clue-kinds";

/** First letters of the words, for whoever does not switch to Chinese input just to choose from a list. */
const KEYS: Record<string, string> = {
  attitude: "fwtd",
  communication: "gtgz",
  quality: "ylzl",
  safety: "ylaq",
  process: "jzlc",
  waiting: "hzsj",
  fees: "sfyb",
  drugs: "yphc",
  records: "blzl",
  privacy: "ysbh",
  environment: "hjhq",
  security: "aqbw",
  conduct: "hyzf",
  other: "qt",
  window: "xc",
  phone: "dh",
  letter: "xh",
  web: "wl",
  hospital_system: "yyxt",
  hotline_12345: "rx",
  petition: "xf",
  assigned: "sjjb",
};

/** Options that are found by their Chinese or English word, or by the first letters of the Chinese one. */
export const typed = (table: Record<string, Pair>) =>
  options(table).map((option) => ({
    ...option,
    keys: `${KEYS[option.value] ?? ""} ${table[option.value]?.join(" ")}`,
  }));
