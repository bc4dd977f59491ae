"""Roles and what they permit, which duties one person may not unite, what a machine may be given.

Plain tables: a reader of the law checks them here, `GET /roles` shows them, nothing else decides. Who holds which role
is a row (`models.RoleGrant`).

Basis of the separation: MLPS level 3, GB/T 22239-2019 8.1.5.1 to 8.1.5.3 (系统管理员、安全管理员、审计管理员 are
three) and 8.1.4.2 (least privilege), domain rule K-16.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from duban.kernel.errors import Text

PERMISSIONS: Mapping[str, Text] = {
    "institution.read": Text("查看机构档案", "Read institutions"),
    "institution.write": Text("登记、修改机构档案", "Register and amend institutions"),
    "institution.reveal": Text("查看机构档案中的受保护信息", "See protected values of institutions"),
    "campaign.read": Text("查看专项行动", "Read campaigns"),
    "campaign.write": Text("编制、修改专项行动", "Draft and amend campaigns"),
    "campaign.launch": Text("启动专项行动", "Launch campaigns"),
    "campaign.close": Text("结束专项行动", "Close campaigns"),
    "duty.read": Text("查看任务报送", "Read duties"),
    "duty.submit": Text("填报任务", "Submit duties"),
    "duty.review": Text("审核任务报送", "Review duties"),
    "duty.conclude": Text("终报、说明迟报原因", "Send final reports, explain lateness"),
    "duty.finish": Text("办结事件", "Finish events"),
    "duty.exempt": Text("免除任务", "Exempt from duties"),
    "task.read": Text("查看整改台账", "Read rectification tasks"),
    "task.create": Text("提出整改事项", "Draft rectification tasks"),
    "task.issue": Text("下发整改事项", "Issue rectification tasks"),
    "task.answer": Text("签收、提出异议、整改", "Acknowledge, object and rectify"),
    "task.submit": Text("申请销号", "Ask for closure"),
    "task.review": Text("处理整改异议", "Decide on objections"),
    "task.verify": Text("复核整改结果", "Verify what was rectified"),
    "task.close": Text("销号", "Close rectification tasks"),
    "task.close_high_risk": Text("高风险事项销号", "Close tasks of high risk"),
    "task.extend": Text("批准延期", "Extend terms of tasks"),
    "task.escalate": Text("升级督办", "Escalate tasks"),
    "task.look_back": Text("回头看", "Look back at closed tasks"),
    "complaint.read": Text("查看投诉", "Read complaints"),
    "complaint.handle": Text("登记、办理投诉", "Register and handle complaints"),
    "complaint.reveal": Text("查看投诉人信息", "See who complains"),
    "complaint.decide": Text("确认不予处理、延长办理", "Decline complaints, choose the longer term"),
    "complaint.clues": Text("查看投诉中移交的线索", "See clues handed on out of complaints"),
    "dispute.read": Text("查看医疗纠纷", "Read disputes"),
    "dispute.handle": Text("登记、办理医疗纠纷", "Register and handle disputes"),
    "dispute.reveal": Text("查看纠纷当事人信息", "See the parties of disputes"),
    "dispute.decide": Text("和解、结案、取消重大标记", "Settle and close disputes, take the mark of major ones away"),
    "dispute.mediate": Text("受理、记录调解", "Mediate disputes, record mediations"),
    "clue.report": Text("报告线索、查看本单位的报告", "Report clues and read one's own reports"),
    "clue.read": Text("查看获准知悉的线索", "Read clues that one was let into"),
    "clue.read_all": Text("查看本机关全部线索", "Read every clue of the authority"),
    "clue.reveal": Text("查看线索涉及人员信息", "See the persons of clues"),
    "clue.keep": Text("登记、研判、保管线索", "Register, assess and keep clues"),
    "clue.assign": Text("指定专案组、授权知悉、转行政处理", "Name teams, let people in, penalise instead"),
    "clue.approve": Text("批准留存、了结、移交", "Approve keeping, closing and transfers of clues"),
    "referral.work": Text("核查、制作材料、移送并登记往来", "Verify, make the papers, refer and record what follows"),
    "referral.decide": Text("决定是否移送、复议、立案监督", "Decide on referral, reconsideration and supervision"),
    "referral.penalise": Text("登记行政处理结果", "Record administrative handling"),
    "handoff.read": Text("查看移送来的案件", "Read what was handed over"),
    "handoff.decide": Text("办理移送来的案件", "Answer what was handed over"),
    "notice.read": Text("查看通报函件", "Read notices of other organs"),
    "notice.register": Text("登记、发送通报函件", "Register and send notices"),
    "notice.answer": Text("答复、办结通报函件", "Answer and close notices"),
    "evidence.add": Text("上传证据材料", "Add evidence"),
    "import.run": Text("批量导入", "Import in bulk"),
    "organisation.read": Text("查看组织机构", "Read organisations"),
    "organisation.write": Text("维护组织机构", "Maintain organisations"),
    "user.read": Text("查看用户", "Read people's accounts"),
    "user.write": Text("维护用户账号", "Maintain people's accounts"),
    "role.grant": Text("授予、收回角色", "Grant and end roles"),
    "session.end": Text("结束他人登录", "End other people's sessions"),
    "client.manage": Text("管理接口客户端", "Manage machine clients"),
    "journal.read": Text("查看审计日志", "Read the journal"),
    "journal.verify": Text("核验审计日志", "Verify the journal"),
    "journal.feed": Text("读取变更流", "Follow the feed of changes"),
    "job.read": Text("查看后台任务", "Read background jobs"),
    "job.manage": Text("管理后台任务", "Manage background jobs"),
    "setting.write": Text("设定地区参数", "Set regional values"),
    "calendar.write": Text("维护工作日历", "Maintain the calendar"),
    "search.use": Text("全文检索", "Search"),
    "worklist.use": Text("使用待办", "Use the worklist"),
    "recusal.declare": Text("声明本人回避", "Declare one's own recusals"),
    "recusal.order": Text("决定下属回避", "Order and end recusals of subordinates"),
}
"""Every permission there is, named after the act, with its name for people."""


USERNAME = r"^[a-z0-9][a-z0-9._-]{2,31}$"
"""What a user name looks like: 3 to 32 characters that every keyboard has."""


class Role(StrEnum):
    """What a person is at an organisation; the domain's roles (RULES, state machines) and the three administrators."""

    INSTITUTION_CLERK = "institution_clerk"
    INSTITUTION_HEAD = "institution_head"
    CASE_HANDLER = "case_handler"
    ENFORCEMENT_OFFICER = "enforcement_officer"
    SECTION_HEAD = "section_head"
    VICE_LEADER = "vice_leader"
    CHIEF = "chief"
    CLUE_KEEPER = "clue_keeper"
    SUPERVISION_OFFICER = "supervision_officer"
    POLICE_LIAISON = "police_liaison"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


@dataclass(frozen=True)
class Duties:
    """What a role is called, what it permits, and of which kinds the organisations are that may have it.

    `kinds` None: every kind except an institution, which must never review itself.
    """

    title: Text
    permissions: frozenset[str]
    kinds: frozenset[str] | None = None


INSTITUTION = "institution"
_INSTITUTIONS = frozenset({INSTITUTION})
_AUTHORITIES = frozenset({"health_authority"})

_SEES = frozenset(
    {
        "institution.read",
        "campaign.read",
        "duty.read",
        "task.read",
        "complaint.read",
        "dispute.read",
        "notice.read",
        "organisation.read",
        "search.use",
        "worklist.use",
        "evidence.add",
        "recusal.declare",
    }
)
_ANSWERS = _SEES | {
    "clue.report",
    "duty.submit",
    "task.answer",
    "complaint.handle",
    "complaint.reveal",
    "dispute.handle",
    "dispute.reveal",
}
_HANDLES = _SEES | {
    "institution.write",
    "institution.reveal",
    "duty.review",
    "task.create",
    "task.verify",
    "task.look_back",
    "complaint.handle",
    "complaint.reveal",
    "dispute.handle",
    "dispute.reveal",
    "dispute.mediate",
    "notice.register",
    "import.run",
}
_KNOWS = frozenset({"clue.read", "clue.read_all", "clue.reveal"})
_LEADS = (
    _SEES
    | _KNOWS
    | {
        "clue.approve",
        "complaint.decide",
        "complaint.clues",
        "dispute.decide",
        "notice.answer",
        "duty.conclude",
        "duty.finish",
        "recusal.order",
        "institution.reveal",
        "campaign.write",
        "campaign.launch",
        "duty.review",
        "duty.exempt",
        "task.issue",
        "task.review",
        "task.close",
        "task.close_high_risk",
        "task.extend",
        "task.escalate",
    }
)

ROLES: Mapping[Role, Duties] = {
    Role.INSTITUTION_CLERK: Duties(Text("机构经办人", "Institution clerk"), _ANSWERS, _INSTITUTIONS),
    Role.INSTITUTION_HEAD: Duties(
        Text("机构负责人", "Institution head"),
        _ANSWERS | {"duty.conclude", "task.submit", "complaint.decide", "dispute.decide"},
        _INSTITUTIONS,
    ),
    Role.CASE_HANDLER: Duties(
        Text("承办人", "Case handler"), _HANDLES | {"duty.submit", "clue.read", "referral.penalise"}
    ),
    Role.ENFORCEMENT_OFFICER: Duties(
        Text("执法人员", "Enforcement officer"),
        _SEES | {"task.create", "task.verify", "task.look_back", "clue.read", "clue.reveal", "referral.work"},
    ),
    Role.SECTION_HEAD: Duties(
        Text("科室负责人", "Section head"),
        _HANDLES
        | _KNOWS
        | {
            "clue.keep",
            "clue.assign",
            "campaign.write",
            "duty.submit",
            "duty.conclude",
            "duty.finish",
            "duty.exempt",
            "task.issue",
            "task.review",
            "task.close",
            "task.escalate",
            "complaint.decide",
            "complaint.clues",
            "dispute.decide",
            "notice.answer",
            "recusal.order",
        },
    ),
    Role.VICE_LEADER: Duties(Text("分管领导", "Vice leader in charge"), _LEADS),
    Role.CHIEF: Duties(Text("主要负责人", "Chief"), _LEADS | {"campaign.close", "referral.decide"}),
    Role.CLUE_KEEPER: Duties(
        Text("线索管理员", "Clue keeper"),
        _KNOWS
        | {
            "clue.keep",
            "complaint.clues",
            "institution.read",
            "organisation.read",
            "search.use",
            "worklist.use",
            "evidence.add",
            "recusal.declare",
        },
        _AUTHORITIES,
    ),
    Role.SUPERVISION_OFFICER: Duties(
        Text("督办人员", "Supervision officer"),
        _SEES
        | {
            "institution.reveal",
            "campaign.write",
            "duty.review",
            "task.create",
            "task.escalate",
            "task.look_back",
            "import.run",
        },
    ),
    Role.POLICE_LIAISON: Duties(
        Text("公安联络员", "Police liaison"),
        frozenset(
            {
                "handoff.read",
                "handoff.decide",
                "notice.read",
                "notice.register",
                "evidence.add",
                "organisation.read",
                "search.use",
                "worklist.use",
                "recusal.declare",
            }
        ),
        frozenset({"police"}),
    ),
    Role.SYSTEM_ADMIN: Duties(
        Text("系统管理员", "System administrator"),
        frozenset(
            {
                "organisation.read",
                "organisation.write",
                "user.read",
                "user.write",
                "job.read",
                "job.manage",
                "setting.write",
                "calendar.write",
            }
        ),
        _AUTHORITIES,
    ),
    Role.SECURITY_ADMIN: Duties(
        Text("安全管理员", "Security administrator"),
        frozenset(
            {"organisation.read", "user.read", "role.grant", "session.end", "client.manage", "journal.read"},
        ),
        _AUTHORITIES,
    ),
    Role.AUDIT_ADMIN: Duties(
        Text("审计管理员", "Audit administrator"),
        frozenset({"organisation.read", "user.read", "journal.read", "journal.verify", "journal.feed"}),
        _AUTHORITIES,
    ),
}

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""The three administrators: each excludes the other two and every role that works on matters."""


LEADERSHIP = (Role.SECTION_HEAD, Role.VICE_LEADER, Role.CHIEF)
"""Who leads whom in one authority, from the lowest to the highest."""


def rank(roles: Iterable[str]) -> int:
    """How high the highest of `roles` stands in an authority: 0 for those who lead nobody."""
    return max((LEADERSHIP.index(Role(role)) + 1 for role in roles if role in LEADERSHIP), default=0)


@dataclass(frozen=True)
class Objection:
    """Why a role may not be granted: a stable code and a sentence that says what to do."""

    code: str
    text: Text


def permissions_of(roles: Iterable[Role]) -> frozenset[str]:
    """Everything that `roles` permit together."""
    return frozenset().union(*(ROLES[role].permissions for role in roles))


def is_administrator(roles: Iterable[Role]) -> bool:
    return not ADMINISTRATORS.isdisjoint(roles)


def fits(role: Role, kind: str) -> bool:
    """Whether an organisation of `kind` may have people in `role`."""
    kinds = ROLES[role].kinds
    return kind != INSTITUTION if kinds is None else kind in kinds


def misfit(role: Role, kind: str) -> Objection | None:
    """Why `role` cannot be held at an organisation of `kind`; None if it can."""
    if fits(role, kind):
        return None
    title = ROLES[role].title
    return Objection(
        "role_does_not_fit",
        Text(
            f"这类机构不设“{title.zh}”角色。请换一个机构，或换一个角色（见 GET /roles 的 kinds）。",
            f"This kind of organisation has no {title.en}. Choose another organisation or role: "
            "GET /roles lists the kinds.",
        ),
    )


def not_together(held: Iterable[Role], wanted: Role) -> Objection | None:
    """Why a person who holds `held`, anywhere, may not get `wanted` as well; None if they may."""
    for other in sorted(set(held)):
        if other != wanted and (other in ADMINISTRATORS or wanted in ADMINISTRATORS):
            return Objection(
                "roles_exclude_each_other",
                Text(
                    f"“{ROLES[other].title.zh}”与“{ROLES[wanted].title.zh}”不得由同一人担任"
                    "（GB/T 22239-2019 8.1.5，三员分立）。请另指定人员，或先收回原角色。",
                    f"One person cannot be {ROLES[other].title.en} and {ROLES[wanted].title.en} "
                    "(GB/T 22239-2019 8.1.5). Name somebody else, or end the other role first.",
                ),
            )
    return None


def not_twice(held: Iterable[Role], wanted: Role) -> Objection | None:
    """Why a person may not administer a second part of the tree; None if they may.

    An administrator's part is the subtree of one organisation; for a larger one the role is granted further up.
    """
    if wanted in ADMINISTRATORS and wanted in held:
        return Objection(
            "administers_already",
            Text(
                "该用户已在另一机构担任此管理员。请先收回原角色，或在更高一级机构授予。",
                "The person administers another part of the tree. End that role first, or grant it further up.",
            ),
        )
    return None


_MACHINES_MAY = frozenset(
    {
        "institution.read",
        "institution.write",
        "campaign.read",
        "duty.read",
        "duty.submit",
        "task.read",
        "task.create",
        "task.answer",
        "complaint.read",
        "complaint.handle",
        "dispute.read",
        "handoff.read",
        "handoff.decide",
        "notice.read",
        "notice.register",
        "evidence.add",
        "import.run",
        "organisation.read",
        "search.use",
    }
)
"""What can be a machine's scope at all: no decision, no administration, nothing unmasked."""


def scopes_of(kind: str) -> frozenset[str]:
    """The scopes a machine of an organisation of `kind` may be given: what the organisation's people may do, as far as
    it needs no judgement, and the feed of changes to follow its own matters."""
    people = permissions_of(role for role in Role if role not in ADMINISTRATORS and fits(role, kind))
    return (people & _MACHINES_MAY) | {"journal.feed"}


def permission_over_account(roles: Iterable[Role]) -> str:
    """Who resets the password of an account whose holder has `roles`, or deactivates it."""
    return "role.grant" if is_administrator(roles) else "user.write"


def permission_over_second_factor(roles: Iterable[Role]) -> str:
    """Who removes the second factor of such an account: always another administrator than the one who resets its
    password, so that none of them alone can sign in as somebody else."""
    return "user.write" if is_administrator(roles) else "role.grant"
