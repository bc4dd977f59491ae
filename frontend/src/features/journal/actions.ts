/** Acts of the journal in words. An act that is not named here is shown by its own name, never left out. */
import { named, SUBJECT } from "@/shared/i18n/enums";
import { DISPUTE_ACTION, DISPUTE_PARTS } from "./dispute-actions";

type Pair = readonly [zh: string, en: string];

/** Subjects that only the journal shows, or calls otherwise. */
const OWN_SUBJECT: Record<string, Pair> = {
  session: ["会话", "Session"],
  institution_contact: ["联络员", "Contact"],
  role_grant: ["角色授予", "Role grant"],
  regional_setting: ["地区参数", "Regional setting"],
  calendar_edition: ["工作日历", "Calendar"],
  clock: ["期限", "Clock"],
  import_run: ["批量导入", "Import"],
  sign_in: ["登录尝试", "Sign-in attempt"],
  signing_key: ["签名密钥", "Signing key"],
  keys: ["密钥", "Keys"],
  ...DISPUTE_PARTS,
};

export const SUBJECTS: Record<string, Pair> = { ...SUBJECT, ...OWN_SUBJECT };

/** What can be asked for by type, in the order of the office, then of its administration. */
export const SUBJECT_CHOICES = [
  "duty",
  "duty_event",
  "rectification_task",
  "complaint",
  "dispute",
  "campaign",
  "campaign_clause",
  "institution",
  "institution_contact",
  "attachment",
  "clock",
  "organisation",
  "user",
  "role_grant",
  "recusal",
  "session",
  "sign_in",
  "api_client",
  "signing_key",
  "calendar_edition",
  "regional_setting",
  "import_run",
  "job",
  "journal",
];

/** Verbs that mean the same of every subject. */
const VERB: Record<string, Pair> = {
  create: ["新建", "create"],
  amend: ["修改", "amend"],
  close: ["关闭", "close"],
  reopen: ["恢复", "reopen"],
  export: ["导出", "export"],
  reveal: ["查看完整号码", "show the number"],
  end: ["终止", "end"],
  issue: ["下发", "issue"],
  withdraw: ["撤回", "withdraw"],
  submit: ["报送", "submit"],
  approve: ["审定", "approve"],
  return: ["退回", "return"],
  launch: ["启动", "launch"],
  rotate: ["更换", "rotate"],
  retire: ["停用", "retire"],
  forget: ["销毁", "forget"],
  reencrypt: ["重新加密", "encrypt anew"],
};

export const ACTION: Record<string, Pair> = {
  ...DISPUTE_ACTION,
  "duty:open": ["到期开放", "open"],
  "duty:endorse": ["同意上报", "endorse"],
  "duty:correct": ["更正", "correct"],
  "duty:miss": ["逾期缺报", "mark missing"],
  "duty:lapse": ["逾期未补正", "mark not corrected in time"],
  "duty:recount": ["补正期限重算", "count the time for correcting anew"],
  "duty:exempt": ["豁免", "exempt"],
  "duty:document": ["附件增减", "documents added or withdrawn"],
  "duty:report": ["随时报告", "report an event"],
  "duty:event": ["登记事件", "register an event"],
  "duty:end": ["终止", "end"],
  "duty:move": ["调整期限", "move"],
  "duty:restore": ["恢复", "restore"],
  "duty_event:register": ["登记", "register"],
  "duty_event:report_first": ["首报", "first report"],
  "duty_event:report_continued": ["续报", "continued report"],
  "duty_event:report_final": ["终报", "final report"],
  "duty_event:receive": ["签收", "sign for it"],
  "duty_event:return": ["退回补正", "return"],
  "duty_event:finish": ["办结", "finish"],
  "duty_event:mark_late": ["逾期", "mark late"],
  "duty_event:explain_late": ["说明迟报原因", "explain the lateness"],
  "rectification_task:accept": ["签收并报送整改方案", "accept with a plan"],
  "rectification_task:object": ["提出异议", "object"],
  "rectification_task:uphold": ["异议：维持", "uphold"],
  "rectification_task:vary": ["异议：变更", "vary the requirements"],
  "rectification_task:revoke": ["异议：撤销", "revoke"],
  "rectification_task:request_extension": ["申请延期", "ask for more time"],
  "rectification_task:grant_extension": ["批准延期", "grant more time"],
  "rectification_task:refuse_extension": ["不予延期", "refuse more time"],
  "rectification_task:submit": ["申请销号", "ask for closure"],
  "rectification_task:start_verification": ["开始复核", "start verification"],
  "rectification_task:record_opinion": ["提交复核意见", "record an opinion"],
  "rectification_task:close": ["批准销号", "close"],
  "rectification_task:close_high_risk": ["批准销号（高风险）", "close (high risk)"],
  "rectification_task:return": ["退回整改", "return"],
  "rectification_task:escalate": ["督办升级", "escalate"],
  "rectification_task:plan_look_back": ["安排回头看", "plan the look-back"],
  "rectification_task:consolidate": ["回头看：巩固", "look back: consolidated"],
  "rectification_task:relapse": ["回头看：反弹", "look back: relapsed"],
  "rectification_task:promise": ["公开整改承诺", "promise in public"],
  "rectification_task:publish": ["公布整改情况", "publish the result"],
  "rectification_task:record_evaluation": ["记录群众评价", "record the public's evaluation"],
  "rectification_task:public_evaluation": ["群众评价", "judged by the public"],
  "rectification_task:overdue": ["逾期", "overdue"],
  "rectification_task:unanswered": ["逾期未答复", "not answered in time"],
  "rectification_task:evidence": ["证据增减", "evidence added or withdrawn"],
  "rectification_task:recount": ["重新计算期限", "recalculate the deadline"],
  "complaint:register": ["登记", "register"],
  "complaint:hand_over": ["请求移交", "ask another to take over"],
  "complaint:take_over": ["接办", "take over"],
  "complaint:settle": ["当场办结", "settle on the spot"],
  "complaint:propose_decline": ["提出不予处理", "propose to decline"],
  "complaint:decline": ["确认不予处理", "decline"],
  "complaint:investigate": ["转入调查", "investigate"],
  "complaint:widen": ["改为多科室共同研究", "let several departments study it"],
  "complaint:conclude": ["提出处理意见", "conclude"],
  "complaint:resume": ["补充调查", "investigate further"],
  "complaint:feed_back": ["反馈", "give the answer"],
  "complaint:call_back": ["回访", "call back"],
  "complaint:close": ["办结", "close"],
  "complaint:reopen": ["重新办理", "handle again"],
  "complaint:merge": ["并案", "merge"],
  "complaint:feed_back_merged": ["向并案投诉人反馈", "answer this complainant too"],
  "complaint:unmerge": ["撤销并案", "un-merge"],
  "complaint:withdraw": ["投诉人撤回", "withdrawn by the complainant"],
  "complaint:amend": ["更正", "correct"],
  "complaint:split": ["拆分", "split off a part"],
  "complaint:reveal": ["查看投诉人信息", "look at who complains"],
  "complaint:overdue": ["逾期", "overdue"],
  "complaint:recount": ["重新计算期限", "recalculate the deadline"],
  "campaign:withdraw": ["撤销草稿", "withdraw the draft"],
  "campaign:close": ["结束", "close"],
  "campaign:amend_draft": ["修改草稿", "amend the draft"],
  "campaign:amend_plan": ["调整方案", "amend the plan"],
  "campaign:duties": ["下达任务", "create duties"],
  "campaign:open_duties": ["任务到期开放", "open duties"],
  "campaign:release": ["解除未到期任务", "release open duties"],
  "campaign:amend": ["调整任务", "amend the duties"],
  "campaign:hand_over": ["移交下级承接", "hand duties over to an adoption"],
  "campaign:end_duties": ["终止随时报告任务", "end standing duties"],
  "campaign_clause:amend": ["修改", "amend"],
  "campaign_clause:retire": ["终止", "retire"],
  "campaign_clause:restore": ["恢复", "restore"],
  "institution:create": ["登记", "register"],
  "institution:suspend": ["暂停执业", "suspend"],
  "institution:close": ["注销", "close"],
  "institution:reopen": ["恢复执业", "reopen"],
  "institution_contact:end": ["停用", "end"],
  "attachment:add": ["上传", "add"],
  "attachment:look": ["查看", "view"],
  "attachment:manifest": ["导出证据清单", "export the manifest"],
  "clock:miss": ["到期未办", "missed"],
  "clock:unmiss": ["更正逾期", "no longer missed"],
  "clock:escalate": ["升级提醒", "escalate"],
  "organisation:reencrypt": ["个人信息重新加密", "encrypt personal data anew"],
  "organisation:move": ["调整隶属", "move"],
  "user:change_password": ["修改本人密码", "change one's password"],
  "user:reset_password": ["重置密码", "reset the password"],
  "user:deactivate": ["停用", "deactivate"],
  "user:reactivate": ["恢复使用", "reactivate"],
  "user:lock": ["锁定", "lock"],
  "user:unlock": ["解锁", "unlock"],
  "user:sign_in_failed": ["登录失败", "sign-in failed"],
  "user:start_second_factor": ["开始绑定动态口令", "start setting up a second factor"],
  "user:enrol_second_factor": ["绑定动态口令", "set up a second factor"],
  "user:end_second_factor": ["解绑动态口令", "turn off the second factor"],
  "user:use_recovery_code": ["使用恢复码", "use a recovery code"],
  "recusal:declare": ["声明或责令回避", "declare or order"],
  "recusal:end": ["解除", "end"],
  "signing_key:rotate": ["更换", "rotate"],
  "signing_key:retire": ["停用", "retire"],
  "signing_key:forget": ["销毁私钥", "forget the private part"],
  "sign_in:failed": ["失败", "failed"],
  "sign_in:limited": ["过于频繁，暂停", "too many, limited"],
  "attachment:withdraw": ["撤回", "withdraw"],
  "role_grant:grant": ["授予", "grant"],
  "role_grant:end": ["收回", "end"],
  "session:start": ["登录", "sign in"],
  "session:end": ["退出或结束", "end"],
  "session:reuse": ["令牌重复使用，会话终止", "token reused, session ended"],
  "api_client:rotate": ["更换密钥", "rotate the secret"],
  "api_client:deactivate": ["停用", "deactivate"],
  "api_client:sign_in_failed": ["登录失败", "sign-in failed"],
  "calendar_edition:publish": ["发布放假安排", "publish a notice"],
  "calendar_edition:take_up": ["启用", "put into use"],
  "calendar_edition:recompute": ["重新计算期限", "recalculate deadlines"],
  "regional_setting:set": ["设定", "set"],
  "regional_setting:remove": ["取消设定", "remove"],
  "import_run:receive": ["接收文件", "receive the file"],
  "import_run:check": ["检查", "check"],
  "import_run:begin_apply": ["开始写入", "begin to apply"],
  "import_run:apply": ["写入", "apply"],
  "import_run:fail": ["失败", "fail"],
  "import_run:expire": ["过期", "expire"],
  "import_run:show_secrets": ["查看初始密码", "show first passwords"],
  "job:take": ["领取", "take"],
  "job:release": ["放回", "put back"],
  "job:finish": ["完成", "finish"],
  "job:bury": ["判定失败", "mark failed"],
  "job:cancel": ["取消", "cancel"],
  "job:restart": ["重新运行", "restart"],
  "journal:verify": ["核验", "verify"],
};

export const subjectInWords = (type: string): string => named(SUBJECTS, type);

/** How many signs of an id tell one subject from another to the eye: its end, as the beginning is the time. */
const SHORT = 8;

/** What the entry is about; where its name is kept from the reader, the kind and the short id. */
export function labelOf(entry: { subject_type: string; subject_id: string; subject_label: string }): string {
  if (entry.subject_type === "journal") return subjectInWords("journal");
  return entry.subject_label || `${subjectInWords(entry.subject_type)} …${entry.subject_id.slice(-SHORT)}`;
}

/** 任务报送 · 报送 */
export function actionInWords(action: string): string {
  const [subject = "", verb = ""] = action.split(":");
  const said = action in ACTION ? named(ACTION, action) : named(VERB, verb);
  return `${subjectInWords(subject)} · ${said}`;
}

/** Acts to filter by, those of one subject where one is chosen. */
export const actionChoices = (subjectType?: string): { value: string; label: string }[] =>
  Object.keys(ACTION)
    .filter((action) => !subjectType || action.startsWith(`${subjectType}:`))
    .concat(subjectType ? ["create", "amend", "export"].map((verb) => `${subjectType}:${verb}`) : [])
    .filter((action, index, all) => all.indexOf(action) === index)
    .map((action) => ({ value: action, label: actionInWords(action) }));
