/** Help for complaints: how one comes in, who is responsible for it, and by when the complainant is answered. */
import { paths } from "@/shared/lib/paths";
import { PRODUCT, type Topic } from "./topic";

const MEASURE = ["医疗机构投诉管理办法（2019）", "Measures on complaints of medical institutions (2019)"] as const;
const DOS = ["医疗机构投诉接待处理“十应当”（2021）", "Ten dos of receiving complaints (2021)"] as const;

export const COMPLAINTS: Topic = {
  id: "complaints",
  title: ["投诉", "Complaints"],
  path: paths.complaints,
  needs: ["complaint.read"],
  steps: [
    [
      "登记：只填必填的几项，其余在“更多”里；全程可用键盘，Ctrl＋Enter 登记。选项可输入汉字或拼音首字母。",
      "Register: only a few fields are needed, the rest is under “More”. The keyboard is enough; Ctrl+Enter registers.",
    ],
    [
      "登记时右侧列出同一机构可能重复的投诉；是否重复由人判断，登记后可以“并案”。",
      "Beside the form stand complaints that may be the same. You decide; once registered they can be merged.",
    ],
    [
      "能当场处理的选“当场办结”；需要核实的“转入调查”，提出处理意见后向投诉人反馈，再办结。重点投诉须先回访。",
      "Settle on the spot what can be; else investigate, conclude, give the answer, close. Key complaints are called back first.",
    ],
    [
      "不属于本单位的可以移交；对方接办之前，仍由本单位负责。",
      "Hand over what is not yours; until the other has taken over, you stay responsible.",
    ],
    [
      "并案后每一位投诉人都要得到反馈，各自的期限照样计算。",
      "Merged complaints keep their own terms: each complainant is answered.",
    ],
    [
      "投诉人和患者的信息加密保存、遮盖显示；承办单位写明理由可查看五分钟，查看留痕。投诉人要求保密的，被投诉机构看不到。",
      "Persons are encrypted and masked. Whoever handles it sees them for five minutes, for a recorded reason; a protected person is not shown to the institution.",
    ],
  ],
  rules: [
    {
      act: MEASURE,
      says: [
        "需调查核实的，接到投诉之日起 5 个工作日内反馈；涉及多个科室、需共同研究的，10 个工作日内反馈。",
        "Feedback within 5 working days of receipt where it is looked into; within 10 where several departments study it together.",
      ],
      mark: "partly",
    },
    {
      act: MEASURE,
      says: [
        "首诉负责制：最先接到投诉的部门或人员负责，不得推诿；能当场核查处理的，当场处理。",
        "Whoever is told first is responsible and passes nobody on; what can be settled on the spot is.",
      ],
      mark: "partly",
    },
    {
      act: MEASURE,
      says: [
        "已起诉或申请第三方调解、卫生健康或信访部门已处理、没有明确对象或事实、治安或刑事案件、不属于职责范围的，不予处理，并告知去处。",
        "Not handled: sued or mediated, handled by authority or petition office, nothing concrete, a police matter, outside the remit; the complainant is told where to go.",
      ],
      mark: "partly",
    },
    {
      act: MEASURE,
      says: [
        "有新的事实或者证据的，按程序重新办理。",
        "New facts or evidence are handled again by the same procedure.",
      ],
      mark: "partly",
    },
    {
      act: DOS,
      says: ["重点投诉应当回访。", "Key complaints are called back."],
      mark: "partly",
    },
    {
      act: ["个人信息保护法", "Personal Information Protection Law"],
      article: "28, 51",
      says: [
        "医疗健康信息属于敏感个人信息，应采取加密、去标识化，并合理确定操作权限。",
        "Medical information is sensitive: encryption, de-identification and limited rights.",
      ],
      mark: "verified",
    },
    {
      act: PRODUCT,
      says: [
        "投诉类别没有全国统一的目录，采用本系统的分类；“不予处理”由另一名负责人确认。",
        "No national list of matters was found: this one is the product's own. Declining is confirmed by another head.",
      ],
      mark: "default",
    },
  ],
  terms: ["投诉", "首诉负责制", "反馈", "回访", "并案", "逾期", "工作日"],
};
