"""The closed lists of words of a rectification task. Plain Python, importable by all without a cycle."""

from collections.abc import Mapping
from enum import StrEnum

from duban.kernel.errors import Text


class TaskState(StrEnum):
    """Where a task stands. Overdue (逾期) is no state but a flag that is never taken back."""

    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    ISSUED = "issued"
    OBJECTED = "objected"
    REVOKED = "revoked"
    RECTIFYING = "rectifying"
    SUBMITTED = "submitted"
    VERIFYING = "verifying"
    RETURNED = "returned"
    CLOSED = "closed"
    CONSOLIDATED = "consolidated"
    RELAPSED = "relapsed"


NOT_ISSUED = (TaskState.DRAFT, TaskState.WITHDRAWN)
"""A draft of an authority is the authority's own business until it is issued."""


class Mode(StrEnum):
    """Corrected on the spot (立行立改, due the day it is issued) or within a term (限期整改)."""

    IMMEDIATE = "immediate"
    TIME_LIMITED = "time_limited"


class Risk(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


MODES: Mapping[Mode, Text] = {
    Mode.IMMEDIATE: Text("立行立改", "on the spot"),
    Mode.TIME_LIMITED: Text("限期整改", "within a term"),
}
RISKS: Mapping[Risk, Text] = {
    Risk.LOW: Text("低", "low"),
    Risk.MEDIUM: Text("中", "medium"),
    Risk.HIGH: Text("高", "high"),
}


class SourceType(StrEnum):
    """What the problem came out of. `notice` is one of another organ, such as a loophole the police report."""

    SELF_CHECK = "self_check"
    INSPECTION = "inspection"
    COMPLAINT = "complaint"
    CLUE = "clue"
    SUPERIOR = "superior"
    NOTICE = "notice"
    LOOK_BACK = "look_back"
    OTHER = "other"


SOURCES: Mapping[SourceType, Text] = {
    SourceType.SELF_CHECK: Text("自查", "self-check"),
    SourceType.INSPECTION: Text("检查", "inspection"),
    SourceType.COMPLAINT: Text("投诉", "complaint"),
    SourceType.CLUE: Text("线索", "clue"),
    SourceType.SUPERIOR: Text("上级交办", "superior's order"),
    SourceType.NOTICE: Text("通报", "notice"),
    SourceType.LOOK_BACK: Text("回头看", "look-back"),
    SourceType.OTHER: Text("其他", "other"),
}


class Measure(StrEnum):
    """What overdue work leads to: talk (约谈), circular (通报), points (记分), case (立案), listing (挂牌督办)."""

    INTERVIEW = "interview"
    CIRCULAR = "circular"
    PENALTY_POINTS = "penalty_points"
    CASE_FILING = "case_filing"
    LISTING = "listing"


class ExtensionState(StrEnum):
    """`lapsed`: the work was submitted before anybody decided."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"
