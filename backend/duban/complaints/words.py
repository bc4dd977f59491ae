"""The closed lists of words of a complaint. Plain Python, importable by all without a cycle."""

from collections.abc import Mapping
from enum import StrEnum

from duban.kernel.errors import Text


class ComplaintState(StrEnum):
    """Where a complaint stands. Overdue (逾期) is no state but a flag that is never taken back."""

    REGISTERED = "registered"
    SETTLED = "settled"
    DECLINED = "declined"
    INVESTIGATING = "investigating"
    CONCLUDED = "concluded"
    ANSWERED = "answered"
    CLOSED = "closed"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    CONVERTED = "converted"


OPEN = frozenset({ComplaintState.REGISTERED, ComplaintState.INVESTIGATING, ComplaintState.CONCLUDED})
"""The complainant still waits for an answer of the complaint's own."""

OVER = frozenset(
    {
        ComplaintState.SETTLED,
        ComplaintState.DECLINED,
        ComplaintState.CLOSED,
        ComplaintState.WITHDRAWN,
        ComplaintState.CONVERTED,
    }
)


class Channel(StrEnum):
    """How it came in."""

    WINDOW = "window"
    PHONE = "phone"
    LETTER = "letter"
    WEB = "web"
    HOSPITAL_SYSTEM = "hospital_system"
    HOTLINE_12345 = "hotline_12345"
    PETITION = "petition"
    ASSIGNED = "assigned"


CHANNELS: Mapping[Channel, Text] = {
    Channel.WINDOW: Text("现场", "window"),
    Channel.PHONE: Text("电话", "telephone"),
    Channel.LETTER: Text("信函", "letter"),
    Channel.WEB: Text("网络", "web"),
    Channel.HOSPITAL_SYSTEM: Text("医院系统", "hospital's system"),
    Channel.HOTLINE_12345: Text("12345热线", "hotline 12345"),
    Channel.PETITION: Text("信访", "petition"),
    Channel.ASSIGNED: Text("上级交办", "passed on by a superior"),
}


class Relation(StrEnum):
    """Who complains, seen from the patient (RULES A-2)."""

    PATIENT = "patient"
    RELATIVE = "relative"
    AGENT = "agent"
    COMPANION = "companion"
    OTHER = "other"


RELATIONS: Mapping[Relation, Text] = {
    Relation.PATIENT: Text("患者本人", "the patient"),
    Relation.RELATIVE: Text("近亲属", "close relative"),
    Relation.AGENT: Text("代理人", "agent"),
    Relation.COMPANION: Text("陪同人员", "companion"),
    Relation.OTHER: Text("其他", "other"),
}


class Matter(StrEnum):
    """What it is about. No national list was found: this one is the product's own."""

    ATTITUDE = "attitude"
    COMMUNICATION = "communication"
    QUALITY = "quality"
    SAFETY = "safety"
    PROCESS = "process"
    WAITING = "waiting"
    FEES = "fees"
    DRUGS = "drugs"
    RECORDS = "records"
    PRIVACY = "privacy"
    ENVIRONMENT = "environment"
    SECURITY = "security"
    CONDUCT = "conduct"
    OTHER = "other"


MATTERS: Mapping[Matter, Text] = {
    Matter.ATTITUDE: Text("服务态度", "attitude"),
    Matter.COMMUNICATION: Text("沟通告知", "communication and consent"),
    Matter.QUALITY: Text("医疗质量", "quality of treatment"),
    Matter.SAFETY: Text("医疗安全", "safety of treatment"),
    Matter.PROCESS: Text("就诊流程", "process"),
    Matter.WAITING: Text("候诊时间", "waiting"),
    Matter.FEES: Text("收费、医保", "fees and insurance"),
    Matter.DRUGS: Text("药品、耗材", "drugs and supplies"),
    Matter.RECORDS: Text("病历资料", "medical records"),
    Matter.PRIVACY: Text("隐私保护", "privacy"),
    Matter.ENVIRONMENT: Text("环境、后勤", "environment and facilities"),
    Matter.SECURITY: Text("安全保卫", "security"),
    Matter.CONDUCT: Text("行业作风", "professional conduct"),
    Matter.OTHER: Text("其他", "other"),
}


class Declined(StrEnum):
    """Why it is not handled here (RULES A-11, 1 to 5)."""

    SUED_OR_MEDIATED = "sued_or_mediated"
    HANDLED_BY_AUTHORITY = "handled_by_authority"
    NOTHING_CONCRETE = "nothing_concrete"
    POLICE_MATTER = "police_matter"
    OUTSIDE_REMIT = "outside_remit"


DECLINED: Mapping[Declined, Text] = {
    Declined.SUED_OR_MEDIATED: Text("已起诉或者已申请第三方调解", "sued, or a third party mediates"),
    Declined.HANDLED_BY_AUTHORITY: Text("卫生健康或信访部门已处理", "handled by the authority or the petition office"),
    Declined.NOTHING_CONCRETE: Text("没有明确对象或具体事实", "no clear object or concrete facts"),
    Declined.POLICE_MATTER: Text("治安或刑事案件", "a case for the police"),
    Declined.OUTSIDE_REMIT: Text("不属于投诉管理部门职责", "outside the department's remit"),
}


class Finding(StrEnum):
    """What the investigation found."""

    FOUNDED = "founded"
    PARTLY = "partly"
    UNFOUNDED = "unfounded"


FINDINGS: Mapping[Finding, Text] = {
    Finding.FOUNDED: Text("成立", "founded"),
    Finding.PARTLY: Text("部分成立", "partly founded"),
    Finding.UNFOUNDED: Text("不成立", "unfounded"),
}


class Told(StrEnum):
    """How the complainant was given the answer. `online`: it stands under the receipt code of the public page."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    LETTER = "letter"
    MESSAGE = "message"
    ONLINE = "online"
    UNREACHABLE = "unreachable"


TOLD: Mapping[Told, Text] = {
    Told.IN_PERSON: Text("当面", "in person"),
    Told.PHONE: Text("电话", "by telephone"),
    Told.LETTER: Text("书面", "by letter"),
    Told.MESSAGE: Text("短信、网络", "by message"),
    Told.ONLINE: Text("网上查询码", "under the receipt code"),
    Told.UNREACHABLE: Text("匿名或无法联系", "anonymous or out of reach"),
}


class Confirmed(StrEnum):
    """What the complainant said to the answer."""

    SIGNED = "signed"
    AGREED = "agreed"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"


CONFIRMED: Mapping[Confirmed, Text] = {
    Confirmed.SIGNED: Text("签字确认", "signed"),
    Confirmed.AGREED: Text("口头认可", "agreed by word"),
    Confirmed.REFUSED: Text("拒绝确认", "refused to confirm"),
    Confirmed.NOT_ASKED: Text("未能确认", "could not be asked"),
}


class Satisfaction(StrEnum):
    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    DISSATISFIED = "dissatisfied"


SATISFACTION: Mapping[Satisfaction, Text] = {
    Satisfaction.SATISFIED: Text("满意", "satisfied"),
    Satisfaction.NEUTRAL: Text("一般", "neutral"),
    Satisfaction.DISSATISFIED: Text("不满意", "dissatisfied"),
}
