/** Help for cases and where they happen: rectification, evidence, institutions, and finding them. */
import { paths } from "@/shared/lib/paths";
import { PRODUCT, type Topic } from "./topic";
import { CLUE_REPORTS, CLUES } from "./topics-clues";
import { COMPLAINTS } from "./topics-complaints";
import { DISPUTES } from "./topics-disputes";
import { HANDOFFS, NOTICES, REFERRALS } from "./topics-referrals";

export const CASES: Topic[] = [
  {
    id: "tasks",
    title: ["整改台账", "Rectification ledger"],
    path: paths.tasks,
    needs: ["task.read"],
    steps: [
      [
        "下发前写清：问题、依据、措施、责任人、期限；由科室负责人批准后下发。",
        "Before issuing: problem, basis, measure, person, term; the section head approves.",
      ],
      [
        "机构签收并报送整改方案，或在期限内提出异议。",
        "The institution signs with a plan, or objects within its term.",
      ],
      [
        "整改完成，上传整改后证据，由机构申请销号。",
        "Once done, the institution adds evidence and asks to be struck off.",
      ],
      [
        "复核须两名以上、且非本机构人员；高风险的到现场。退回整改的，原期限继续计算。",
        "Two or more verify, none of the institution; on site where risk is high. Returned, the old term goes on.",
      ],
      [
        "销号后按计划回头看；又出现的算反弹，另立一件并加重。",
        "Look back as planned; what came back is a relapse, opened anew with more weight.",
      ],
    ],
    rules: [
      {
        act: PRODUCT,
        says: ["没有国家统一规定。签收默认 3 个工作日。", "No national rule. Sign within 3 working days by default."],
        mark: "default",
        term: { setting: "term.rectification_sign_for", length: "3 working days" },
      },
      {
        act: PRODUCT,
        says: [
          "没有国家统一规定。异议默认 5 个工作日内提出。",
          "No national rule. Object within 5 working days by default.",
        ],
        mark: "default",
        term: { setting: "term.rectification_objection", length: "5 working days" },
      },
      {
        act: ["挂牌督办的通行做法", "Practice of supervised listing"],
        says: [
          "整改期限默认 30 日，常见为 30、60、90 日；延期一次，期满前申请，不超过原期限一半，由分管领导批准。",
          "30 days by default, commonly 30, 60 or 90; one extension, asked before the end, at most half the term, granted by the vice leader.",
        ],
        mark: "default",
        term: { setting: "term.rectification", length: "30 calendar days" },
      },
      {
        act: ["湖北省安全隐患挂牌督办规定（2011）", "Hubei rule on listed safety hazards (2011)"],
        says: [
          "自申请或期满起 10 日内到现场核查：此处作为复核期限的参照。",
          "On-site check within 10 days of the request or the deadline: the model for the term of verification.",
        ],
        mark: "partly",
        term: { setting: "term.rectification_verification", length: "10 calendar days" },
      },
      {
        act: ["挂牌督办的通行做法", "Practice of supervised listing"],
        says: [
          "销号后 3 至 6 个月回头看；反弹的，提一级重新督办。",
          "Look back 3 to 6 months later; a relapse is listed anew, one level higher.",
        ],
        mark: "default",
        term: { setting: "term.rectification_look_back", length: "6 months" },
      },
      {
        act: ["国家层面的挂牌督办规定", "A national rule on supervised listing"],
        says: [
          "未查到国家卫生健康系统的统一规定；有本省、本市规定的，以其为准。",
          "None was found for health. Where your province or city has one, it goes before.",
        ],
        mark: "uncertain",
      },
      {
        act: ["党政机关公文格式 GB/T 9704-2012", "GB/T 9704-2012, format of official documents"],
        article: "7.2.5",
        says: [
          "通知书的发文字号：机关代字＋六角括号年份＋顺序号，不编虚位、不加“第”。",
          "Document number: organ word, full year in six-cornered brackets, serial number without zeros in front.",
        ],
        mark: "recalled",
      },
    ],
    terms: [
      "整改台账",
      "立行立改",
      "限期整改",
      "整改通知书",
      "异议",
      "延期",
      "复核",
      "销号",
      "回头看",
      "反弹",
      "逾期",
      "分管领导",
      "科室负责人",
    ],
  },
  COMPLAINTS,
  DISPUTES,
  CLUE_REPORTS,
  CLUES,
  REFERRALS,
  HANDOFFS,
  NOTICES,
  {
    id: "evidence",
    title: ["证据", "Evidence"],
    steps: [
      [
        "上传时即计算校验值（SHA-256）；以后任何人都能验证文件没有换过。",
        "A SHA-256 is taken at receipt; anybody can check later that the file is the same.",
      ],
      [
        "传错了用“撤回”并写明理由：不再计入，但仍可查看。",
        "Put in by mistake, withdraw it with a reason: it no longer counts and stays readable.",
      ],
      [
        "拍照只拍需要的内容，避免患者面容、证件、病历入镜。",
        "Photograph only what is needed; keep faces, identity cards and records of patients out.",
      ],
      ["查看和下载都会记入日志。", "Every look and download is journalled."],
    ],
    rules: [
      {
        act: ["档案法（2020）", "Archives Law (2020)"],
        article: "37",
        says: [
          "来源可靠、程序规范、要素合规的电子档案，与纸质档案具有同等效力。",
          "Electronic archives of reliable source, proper procedure and compliant elements equal paper.",
        ],
        mark: "verified",
      },
      {
        act: ["个人信息保护法", "Personal Information Protection Law"],
        article: "6, 19, 28",
        says: [
          "收集限于最小范围，保存不超过必要时间；医疗健康信息属于敏感个人信息。",
          "Only the least needed, kept no longer than needed; medical information is sensitive.",
        ],
        mark: "verified",
      },
    ],
    terms: ["证据"],
  },
  {
    id: "institutions",
    title: ["机构", "Institutions"],
    path: paths.institutions,
    needs: ["institution.read"],
    steps: [
      [
        "用筛选或地区按钮缩小范围；点名称进入机构全貌：在办事项、联络员、登记信息、变更记录。",
        "Narrow by filters or regions; the name opens everything about it: open matters, contacts, entry, changes.",
      ],
      [
        "“某日档案”可查某一天结束时的登记内容，并标出与现在的不同。",
        "“As of a day” shows the entry at the end of any day, and what differs now.",
      ],
      [
        "联络员电话只显示部分数字；确需拨打时点“查看电话”并写理由，五分钟后自动隐藏。",
        "Numbers are masked; “Show number” needs a reason and hides again after five minutes.",
      ],
      [
        "登记号有疑点只提示、不拒绝：旧式号码仍在使用。",
        "Doubts about a licence number warn and do not refuse: older shapes are in use.",
      ],
    ],
    rules: [
      {
        act: ["法人和其他组织统一社会信用代码编码规则 GB 32100-2015", "GB 32100-2015, credit codes"],
        says: [
          "18 位，末位为校验位；校验不符不能登记。",
          "18 characters with a check; a code that does not fit is refused.",
        ],
        mark: "verified",
      },
      {
        act: ["卫生机构（组织）分类与代码 WS 218-2002", "WS 218-2002, classification of health institutions"],
        says: [
          "登记号 22 位：组织机构代码、区划、经济类型、机构类别、营利性质。",
          "22 characters: organisation code, region, economic kind, category, profit kind.",
        ],
        mark: "partly",
      },
      {
        act: ["中华人民共和国行政区划代码 GB/T 2260", "GB/T 2260, region codes"],
        says: [
          "6 位：省、地、县各两位；含乡、村的为 12 位。每年有调整。",
          "6 digits: province, prefecture, county; 12 with township and village. They change yearly.",
        ],
        mark: "recalled",
      },
      {
        act: ["医疗机构的级与等", "Level and grade"],
        says: [
          "级：一、二、三、未定级；等：特（仅三级）、甲、乙、丙、未定等。",
          "Level one to three or unrated; grade special (only level three), A, B, C or unrated.",
        ],
        mark: "recalled",
      },
      {
        act: ["个人信息保护法", "Personal Information Protection Law"],
        article: "51",
        says: [
          "应采取加密、去标识化，并合理确定操作权限：联络员电话因此加密、遮盖、查看留痕。",
          "Encryption, de-identification and limited rights: hence numbers are encrypted, masked, and looks are recorded.",
        ],
        mark: "verified",
      },
      {
        act: PRODUCT,
        says: [
          "遮盖格式没有强制标准：手机号显示前三后四。",
          "No binding format for masking: a mobile shows its first three and last four digits.",
        ],
        mark: "default",
      },
    ],
    terms: ["医疗机构", "机构", "统一社会信用代码", "医疗机构代码", "联络员"],
  },
  {
    id: "search",
    title: ["搜索", "Search"],
    path: paths.search,
    needs: ["search.use"],
    steps: [
      [
        "顶部搜索框可搜整改任务编号（如 RT-2026-000001）、机构名称、信用代码、事项中的词。",
        "The box above finds task numbers (such as RT-2026-000001), institutions, credit codes and words of matters.",
      ],
      ["至少输入两个字；多个词用空格隔开，须同时出现。", "Two characters at least; several words must all occur."],
      ["只会找到您有权查看的内容。", "You find only what you may see."],
    ],
  },
];
