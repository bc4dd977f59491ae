/** Help for the running of the office: the journal, people, imports, one's own account. */
import { paths } from "@/shared/lib/paths";
import type { Topic } from "./topic";

export const OFFICE: Topic[] = [
  {
    id: "journal",
    title: ["日志与核验", "Journal and verification"],
    path: paths.journal,
    needs: ["journal.read"],
    steps: [
      [
        "按时间、动作、对象、操作人筛选；新的在前。点“详情”看改动、理由和哈希。",
        "Filter by time, act, subject or person; newest first. “Details” shows changes, reason and seal.",
      ],
      [
        "业务内容对日志岗位不显示改动值，只显示谁在何时改了哪些项目。",
        "Values of matters are kept from those who watch the journal: who, when and which fields are shown.",
      ],
      [
        "“核验日志”重新计算哈希并核对锚点；有异常会指出第一处位置和原因。",
        "“Verify” recomputes hashes and checks anchors; it names the first bad place and why.",
      ],
      ["定期下载锚点，保存在系统之外。", "Download the anchors now and then, and keep them outside."],
    ],
    rules: [
      {
        act: ["网络安全法（2016 文本）", "Cybersecurity Law (text of 2016)"],
        article: "21(3)",
        says: [
          "网络日志留存不少于六个月。2026-01-01 起施行修改，条号可能后移。",
          "Network logs are kept for at least six months. Amended from 2026-01-01; article numbers may have moved.",
        ],
        mark: "verified",
      },
      {
        act: ["网络安全等级保护基本要求 GB/T 22239-2019", "GB/T 22239-2019, MLPS requirements"],
        article: "8.1.4.3",
        says: [
          "审计覆盖每个用户，记录日期、时间、用户、类型、结果，防止删除、修改、覆盖，审计进程不可中断。",
          "Audit covers every user, with date, time, user, type and result; protected from deletion, change and overwriting; it cannot be interrupted.",
        ],
        mark: "partly",
      },
      {
        act: ["档案法（2020）", "Archives Law (2020)"],
        article: "37",
        says: [
          "电子档案应来源可靠、程序规范、要素合规。",
          "Electronic archives need reliable source, proper procedure and compliant elements.",
        ],
        mark: "verified",
      },
    ],
    terms: ["日志", "锚点", "封存位置"],
  },
  {
    id: "webhooks",
    title: ["推送地址", "Webhooks"],
    path: paths.webhooks,
    needs: ["client.manage"],
    steps: [
      [
        "在“接口客户端”中点“推送地址”，再点“新建推送地址”：选客户端，填接收地址，选推送内容；密钥只显示一次，安全送达接收方。",
        "Under “Machine clients”, open “Webhooks” and add one: the client, its address, what it is told. The secret is shown once; hand it over securely.",
      ],
      [
        "点“测试”立即发一条，当场看结果；测试不影响推送。",
        "“Ping” sends one at once and shows what came of it; nothing else changes.",
      ],
      [
        "没有送达的按 5 秒至 24 小时的间隔重试；三天不成自动暂停并提醒。排除故障后恢复，积压的按顺序补发，不会丢失。",
        "What is not delivered is sent again after 5 seconds up to 24 hours; after three days the webhook is paused and you are told. Resume it once mended: what waits is sent in order, nothing is lost.",
      ],
      [
        "接收方丢了数据的，用“重放”从某一时刻或某一位置重新推送；编号与原先相同，接收方按编号去重。",
        "Where a receiver lost data, “Replay” tells again from a moment or a position, under the same ids; receivers drop those they had before.",
      ],
    ],
  },
  {
    id: "recusals",
    title: ["回避", "Recusals"],
    path: paths.recusals,
    needs: ["recusal.declare", "recusal.order"],
    steps: [
      [
        "与某单位或某件事有利害关系的，点“声明回避”，选单位或填任务编号，写明理由；立即生效。",
        "Whoever has an interest in an organisation or a matter declares it, with the reason; it holds at once.",
      ],
      [
        "回避期间，该单位、该事项对本人不再显示，也不能办理；由其他人接办。",
        "While it lasts neither is shown to that person; somebody else handles the matter.",
      ],
      [
        "负责人可以决定下属回避；由谁决定，由谁或其上级解除，本人不能自行解除。",
        "Whoever leads may order it for subordinates; then only they, or somebody above, end it.",
      ],
    ],
    rules: [
      {
        act: ["公务员法（2018）", "Civil Servants Law (2018)"],
        article: "76, 77",
        says: [
          "有应当回避情形的，本人应当申请回避；机关也可以不经申请直接决定。",
          "Whoever must keep away applies for it; the organ may decide it without being asked.",
        ],
        mark: "recalled",
      },
      {
        act: ["行政处罚法（2021）", "Administrative Penalties Law (2021)"],
        article: "43",
        says: [
          "执法人员与案件有直接利害关系的，应当回避；由行政机关负责人决定。",
          "An officer with a direct interest in the case keeps away; the head of the organ decides.",
        ],
        mark: "recalled",
      },
    ],
    terms: ["回避"],
  },
  {
    id: "people",
    title: ["单位、人员与角色", "Organisations, people and roles"],
    path: paths.people,
    needs: ["user.write", "role.grant"],
    steps: [
      [
        "系统管理员建账号、管单位；安全管理员授予角色；审计管理员看日志。三者不能由一人兼任。",
        "The system administrator makes accounts and organisations, the security administrator grants roles, the audit administrator reads the journal: three people.",
      ],
      [
        "角色带单位范围：授予在哪个单位，就管到哪个单位及其下级。",
        "A role holds at an organisation and everything below it.",
      ],
      ["人员调离先停用账号，记录不会删除。", "Who leaves is deactivated; records stay."],
    ],
    rules: [
      {
        act: ["网络安全等级保护基本要求 GB/T 22239-2019", "GB/T 22239-2019, MLPS requirements"],
        article: "8.1.4.2, 8.1.5",
        says: [
          "系统、安全、审计管理员分设，权限最小化，默认账号改名或删除。",
          "Separate system, security and audit administrators; least privilege; default accounts renamed or removed.",
        ],
        mark: "recalled",
      },
      {
        act: ["个人信息保护法", "Personal Information Protection Law"],
        article: "51",
        says: ["应制定内部制度，合理确定操作权限并定期培训。", "Internal rules, limited operating rights, training."],
        mark: "verified",
      },
    ],
    terms: ["三员分立", "机构", "股室", "回避"],
  },
  {
    id: "imports",
    title: ["批量导入与接口", "Imports and machine clients"],
    path: paths.imports,
    needs: ["import.run", "client.manage"],
    steps: [
      [
        "先下载模板填写，上传后系统逐行检查；确认无误再写入。",
        "Fill the template, upload, look at the check of every row, then apply.",
      ],
      [
        "同一信用代码再次导入是更新，不会重复登记。",
        "The same credit code again updates; nothing is registered twice.",
      ],
      [
        "接口客户端的密钥只显示一次，请当场保存；泄露了就更换。",
        "A machine's secret is shown once; keep it then, and rotate it when it leaked.",
      ],
    ],
    rules: [
      {
        act: ["网络数据安全管理条例（2025-01-01 施行）", "Network Data Security Regulation (in force 2025-01-01)"],
        article: "12",
        says: [
          "向外提供或委托处理：订立合同、监督履行，记录保存不少于三年。",
          "Providing or entrusting data: contract, supervision, records of at least three years.",
        ],
        mark: "verified",
      },
      {
        act: ["数据安全法", "Data Security Law"],
        article: "40",
        says: [
          "受托方不得擅自留存、使用、泄露或提供政务数据。",
          "A contractor may not keep, use, leak or pass on government data.",
        ],
        mark: "verified",
      },
    ],
    terms: ["统一社会信用代码"],
  },
  {
    id: "account",
    title: ["我的账户与登录", "My account and signing in"],
    path: paths.account,
    steps: [
      [
        "忘记密码：请系统管理员重置；首次登录必须修改。",
        "Forgotten: ask the system administrator for a new one, and change it at once.",
      ],
      [
        "部分角色须绑定动态口令；恢复码请抄在纸上另存。",
        "Some roles need a second factor; keep the recovery codes on paper.",
      ],
      [
        "登录到期会在原页面提示重新登录，已填写的内容不会丢失。",
        "When a session ends, sign in again on the same page; nothing typed is lost.",
      ],
      ["发现不认识的登录，立即结束该会话并修改密码。", "End a session you do not know, and change the password."],
    ],
    rules: [
      {
        act: ["网络安全等级保护基本要求 GB/T 22239-2019", "GB/T 22239-2019, MLPS requirements"],
        article: "8.1.4.1",
        says: [
          "身份唯一、口令复杂并定期更换、登录失败处理、超时退出、两种鉴别方式。",
          "Unique identity, complexity, periodic change, failed-login handling, time-out, two factors.",
        ],
        mark: "partly",
      },
      {
        act: ["测评机构的通行做法", "Assessors' habit"],
        says: [
          "口令 8 位 3 类、5 次失败锁定、30 分钟无操作退出、90 天更换：标准未写具体数字，可由系统设置。",
          "8 characters of 3 kinds, lock after 5 failures, 30 minutes idle, 90 days: not in the standard, hence settings.",
        ],
        mark: "recalled",
      },
    ],
  },
];
