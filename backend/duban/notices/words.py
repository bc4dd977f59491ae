"""The closed lists of words of a notice. Plain Python, importable by all without a cycle."""

from collections.abc import Mapping
from enum import StrEnum

from duban.kernel.errors import Text


class NoticeState(StrEnum):
    """Where a notice stands. Overdue (逾期) is no state but a flag that is never taken back."""

    RECEIVED = "received"
    ANSWERED = "answered"
    CLOSED = "closed"
    VOIDED = "voided"


OVER = frozenset({NoticeState.CLOSED, NoticeState.VOIDED})
OPEN = frozenset(NoticeState) - OVER


class NoticeKind(StrEnum):
    """What kind of notice or letter it is."""

    POLICE_DISPOSAL_NOTICE = "police_disposal_notice"
    SECTOR_LOOPHOLE_NOTICE = "sector_loophole_notice"
    JOINT_CONFERENCE_NOTICE = "joint_conference_notice"
    PROCURATORIAL_OPINION = "procuratorial_opinion"
    PROCURATORIAL_SUGGESTION = "procuratorial_suggestion"
    SUPERVISORY_SUGGESTION = "supervisory_suggestion"
    JUDICIAL_SUGGESTION = "judicial_suggestion"
    POLICE_REMINDER = "police_reminder"
    OTHER = "other"


_K = NoticeKind

KINDS: Mapping[NoticeKind, Text] = {
    _K.POLICE_DISPOSAL_NOTICE: Text("公安案件处置情况通报", "police: how a case is handled"),
    _K.SECTOR_LOOPHOLE_NOTICE: Text("公安通报的行业管理漏洞", "police: loophole in the sector's management"),
    _K.JOINT_CONFERENCE_NOTICE: Text("联席会议成员单位通报", "member of the joint conference"),
    _K.PROCURATORIAL_OPINION: Text("检察意见", "procuratorial opinion"),
    _K.PROCURATORIAL_SUGGESTION: Text("检察建议", "procuratorial suggestion"),
    _K.SUPERVISORY_SUGGESTION: Text("监察建议", "supervisory suggestion"),
    _K.JUDICIAL_SUGGESTION: Text("司法建议", "judicial suggestion"),
    _K.POLICE_REMINDER: Text("公安提示函", "police reminder"),
    _K.OTHER: Text("其他通报、函件", "other"),
}

PROCURATORIAL = frozenset({_K.PROCURATORIAL_OPINION, _K.PROCURATORIAL_SUGGESTION})
"""An answer is owed by law, within two months of the receipt (C-27, D-25)."""

ASKS_FOR_AN_ANSWER = PROCURATORIAL | {
    _K.SECTOR_LOOPHOLE_NOTICE, _K.SUPERVISORY_SUGGESTION, _K.JUDICIAL_SUGGESTION, _K.POLICE_REMINDER,
}  # fmt: skip
"""An answer is owed unless the letter says otherwise. Of a loophole: 反有组织犯罪法 (2022) art. 14."""

_BY_ANYBODY = frozenset({_K.JOINT_CONFERENCE_NOTICE, _K.OTHER})
_BY_ORGAN: Mapping[str, frozenset[NoticeKind]] = {
    "police": frozenset({_K.POLICE_DISPOSAL_NOTICE, _K.SECTOR_LOOPHOLE_NOTICE, _K.POLICE_REMINDER}),
    "procuratorate": PROCURATORIAL,
    "discipline": frozenset({_K.SUPERVISORY_SUGGESTION}),
    "court": frozenset({_K.JUDICIAL_SUGGESTION}),
}

SUPERVISED = frozenset({"health_authority", "section", "institution"})
"""The health sector itself: such organisations send no notices, they receive them."""


def kinds_of(organ: str) -> frozenset[NoticeKind]:
    """What an organ of that kind (`OrganisationKind`) may send; nothing for the health sector itself."""
    return frozenset() if organ in SUPERVISED else _BY_ANYBODY | _BY_ORGAN.get(organ, frozenset())
