/** Help for medical disputes: what the patient is told, the lawful ways and their terms, and what runs beside them. */
import { paths } from "@/shared/lib/paths";
import { PRODUCT, type Topic } from "./topic";

const REGULATION = ["医疗纠纷预防和处理条例（2018）", "Regulation on medical disputes (2018)"] as const;

export const DISPUTES: Topic = {
  id: "disputes",
  title: ["医疗纠纷", "Medical disputes"],
  path: paths.disputes,
  needs: ["dispute.read"],
  steps: [
    [
      "登记：可以直接登记，也可以在投诉页面点“转为纠纷”，投诉内容和人员信息一并带入。填写索赔金额时，马上提示本地允许走哪些途径。",
      "Register one, or make one of a complaint: what it says is taken over. With the claim you are told at once which ways the region leaves open.",
    ],
    [
      "登记后先逐项告知患方：合法途径、封存和启封、查阅复制病历；患者死亡的，还有尸检。由患方签字，拒绝的注明情况。",
      "Then tell the patient's side, item by item: the ways, sealing, access to records, after a death the autopsy. It signs, or you say why not.",
    ],
    [
      "纠纷页面最上面写着轮到谁、做什么、到哪一天；四条途径各是什么情况一目了然。",
      "On top of its page stands whose turn it is, for what and until when, and where each of the four ways stands.",
    ],
    [
      "封存、尸检、鉴定、保险、报警、报告在“封存、尸检、鉴定等”中办理；封存后可打印双方清单签名。",
      "Sealing, autopsy, appraisal, insurance, police and reports have a tab of their own; the list of what was sealed is printed for both sides to sign.",
    ],
    [
      "鉴定开始，调解期限暂停计算；登记鉴定意见后继续计算。",
      "While an appraisal runs the mediation's term is held; it goes on once the opinion is entered.",
    ],
    [
      "达成协议或裁判的，先在“材料”中上传文书，再登记结果；付清后结案，之后回访满意度。",
      "Attach the agreement or judgment under “Material”, then enter the result. Once all is paid it is closed, and called back.",
    ],
    [
      "患者和主张人信息加密保存、遮盖显示；当事机构和调解方写明理由可查看五分钟，查看留痕。",
      "Persons are encrypted and masked. The institution and the mediators see them for five minutes, for a recorded reason.",
    ],
  ],
  rules: [
    {
      act: REGULATION,
      article: "22",
      says: [
        "解决途径：双方自愿协商、人民调解、行政调解、诉讼，以及法律法规规定的其他途径。",
        "The ways: negotiation, people's mediation, administrative mediation, lawsuit, and others the law knows.",
      ],
      mark: "verified",
    },
    {
      act: REGULATION,
      article: "24, 25",
      says: [
        "封存、启封应在医患双方在场时进行；封存满 3 年患方未提出解决要求的，医疗机构可以自行启封。",
        "Sealed and opened with both sides present; three years later, unasked, the institution may open alone.",
      ],
      mark: "verified",
    },
    {
      act: REGULATION,
      article: "26, 27",
      says: [
        "对死因有异议的，死亡后 48 小时内尸检，具备冻存条件的可延长至 7 日；尸体存放一般不超过 14 日。",
        "Cause disputed: autopsy within 48 hours of the death, 7 days where frozen; a body is kept 14 days at most.",
      ],
      mark: "verified",
    },
    {
      act: REGULATION,
      article: "38, 40",
      says: [
        "人民调解、行政调解各 30 个工作日，鉴定时间不计入；人民调解可由双方和调解委员会约定延长。行政调解 5 个工作日内决定是否受理。",
        "People's and administrative mediation: 30 working days each, appraisals not counted; the former may be extended by agreement. Administrative mediation is accepted or refused within 5.",
      ],
      mark: "verified",
    },
    {
      act: ["医疗事故处理条例（2002）", "Regulation on medical accidents (2002)"],
      article: "14",
      says: ["重大医疗过失行为 12 小时内报告。", "Serious negligence is reported within 12 hours."],
      mark: "verified",
    },
    {
      act: PRODUCT,
      says: [
        "重大医疗纠纷“按照规定报告”，条例没有规定时限；默认 2 小时内电话报告，地区可以另定。",
        "Major disputes are reported “as prescribed”: no term is set. By default by telephone within 2 hours; regions may set their own.",
      ],
      mark: "default",
      term: { setting: "term.dispute_major_phone", length: "2 hours" },
    },
    {
      act: PRODUCT,
      says: [
        "重大医疗纠纷默认 24 小时内书面报告，地区可以另定。",
        "In writing within 24 hours by default; regions may set their own.",
      ],
      mark: "default",
      term: { setting: "term.dispute_major_written", length: "24 hours" },
    },
    {
      act: PRODUCT,
      says: [
        "自行协商的金额上限、保险机构参与、先行鉴定的金额，国家没有统一规定，由地区设定；未设定的不限制。",
        "Limits of negotiation, the insurer's part and appraisal by sum are local: none unless the region sets one.",
      ],
      mark: "default",
    },
  ],
  terms: [
    "医疗纠纷",
    "协商",
    "人民调解",
    "封存",
    "启封",
    "尸检",
    "医疗损害鉴定",
    "重大医疗纠纷",
    "逾期",
    "工作日",
    "小时",
  ],
};
