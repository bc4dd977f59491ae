"""The closed lists of words of a dispute. Plain Python, importable by all without a cycle."""

from collections.abc import Mapping
from enum import StrEnum

from duban.kernel.errors import Text


class DisputeState(StrEnum):
    """Where a dispute stands. Held for an appraisal (暂停) is a clock's state, overdue (逾期) a flag."""

    REGISTERED = "registered"
    INFORMED = "informed"
    NEGOTIATING = "negotiating"
    NEGOTIATION_FAILED = "negotiation_failed"
    MEDIATION_REQUESTED = "mediation_requested"
    MEDIATING = "mediating"
    MEDIATION_FAILED = "mediation_failed"
    ADMIN_REQUESTED = "admin_requested"
    ADMIN_MEDIATING = "admin_mediating"
    ADMIN_FAILED = "admin_failed"
    SUING = "suing"
    SETTLED = "settled"
    MEDIATED = "mediated"
    ADMIN_MEDIATED = "admin_mediated"
    JUDGED = "judged"
    PERFORMING = "performing"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


_S = DisputeState

WAYS_OPEN = frozenset({_S.INFORMED, _S.NEGOTIATION_FAILED, _S.MEDIATION_FAILED, _S.ADMIN_FAILED})
"""The patient was told the lawful ways, and none of them is being gone: each may be chosen (B-2)."""

RESOLVED = frozenset({_S.SETTLED, _S.MEDIATED, _S.ADMIN_MEDIATED, _S.JUDGED})
"""There is an agreement or a judgment; it is still to be performed."""

OVER = frozenset({_S.CLOSED, _S.WITHDRAWN})

OPEN = frozenset(_S) - OVER
UNRESOLVED = OPEN - RESOLVED - {_S.PERFORMING}


class Way(StrEnum):
    """By which lawful way it was resolved (B-2)."""

    NEGOTIATION = "negotiation"
    PEOPLES_MEDIATION = "peoples_mediation"
    ADMIN_MEDIATION = "admin_mediation"
    LAWSUIT = "lawsuit"


WAYS: Mapping[Way, Text] = {
    Way.NEGOTIATION: Text("双方协商", "negotiation"),
    Way.PEOPLES_MEDIATION: Text("人民调解", "people's mediation"),
    Way.ADMIN_MEDIATION: Text("行政调解", "administrative mediation"),
    Way.LAWSUIT: Text("诉讼", "lawsuit"),
}


class MediationOutcome(StrEnum):
    """How a mediation ended."""

    AGREED = "agreed"
    DECLINED = "declined"
    FAILED = "failed"
    LAPSED = "lapsed"
    ENDED = "ended"


OUTCOMES: Mapping[MediationOutcome, Text] = {
    MediationOutcome.AGREED: Text("达成协议", "agreed"),
    MediationOutcome.DECLINED: Text("不予受理", "not accepted"),
    MediationOutcome.FAILED: Text("调解不成", "failed"),
    MediationOutcome.LAPSED: Text("逾期视为调解不成", "deemed failed: the term ran out"),
    MediationOutcome.ENDED: Text("终止", "ended"),
}


class AskingSide(StrEnum):
    """Who asks for a mediation."""

    BOTH = "both"
    PATIENT = "patient"
    INSTITUTION = "institution"


class MediationEnding(StrEnum):
    """Why a mediation ends without a result (B-13)."""

    SUED = "sued"
    ACCEPTED_ELSEWHERE = "accepted_elsewhere"
    PARTY_LEFT = "party_left"


class Insured(StrEnum):
    """How the institution is covered (A-23)."""

    LIABILITY = "liability"
    RISK_FUND = "risk_fund"
    NONE = "none"


INSURED: Mapping[Insured, Text] = {
    Insured.LIABILITY: Text("医疗责任保险", "liability insurance"),
    Insured.RISK_FUND: Text("医疗风险基金", "risk fund"),
    Insured.NONE: Text("未参保", "none"),
}


class AccidentLevel(StrEnum):
    """医疗事故 by degree of harm."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"


class QualityGrade(StrEnum):
    """医疗质量安全事件 by what it did to patients (一般, 重大, 特大)."""

    GENERAL = "general"
    MAJOR = "major"
    EXTRA = "extra"


class CourtVerdict(StrEnum):
    """With what a court ended it."""

    JUDGMENT = "judgment"
    COURT_MEDIATION = "court_mediation"


class Satisfaction(StrEnum):
    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    DISSATISFIED = "dissatisfied"
