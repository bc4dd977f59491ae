"""The closed lists of words of referrals. Plain Python, importable by all without a cycle."""

from collections.abc import Mapping
from enum import StrEnum

from duban.kernel.errors import Text


class ReferralState(StrEnum):
    """Where a referral stands (RULES machine 5, S2 to S11)."""

    TEAM_NAMED = "team_named"
    REPORTED = "reported"
    APPROVED = "approved"
    NOT_APPROVED = "not_approved"
    SENT = "sent"
    RECEIVED = "received"
    SUPPLEMENTING = "supplementing"
    FORWARDED = "forwarded"
    RETURNED = "returned"
    FILED = "filed"
    HANDING_OVER = "handing_over"
    HANDED_OVER = "handed_over"
    REFUSED = "refused"
    RECONSIDERING = "reconsidering"
    UPHELD = "upheld"
    SUPERVISED = "supervised"
    ADMINISTRATIVE = "administrative"
    CONCLUDED = "concluded"
    ARCHIVED = "archived"


_S = ReferralState

OVER = frozenset({_S.RETURNED, _S.ARCHIVED})
OPEN = frozenset(_S) - OVER
BEFORE_SENDING = frozenset({_S.TEAM_NAMED, _S.REPORTED, _S.APPROVED})
OWN_HAND = "handoff.own_hand"
"""Held, in place of a permission, by whoever speaks for the police at their own desk while their word is taken here. No
role has it and no machine can be given it."""


class Holder(StrEnum):
    """Whose turn it is."""

    TEAM = "team"
    CHIEF = "chief"
    POLICE = "police"
    PROCURATORATE = "procuratorate"
    HANDLER = "handler"
    NOBODY = "nobody"


HOLDERS: Mapping[Holder, Text] = {
    Holder.TEAM: Text("专案组", "the team"),
    Holder.CHIEF: Text("主要负责人", "the chief"),
    Holder.POLICE: Text("公安机关", "the police"),
    Holder.PROCURATORATE: Text("检察机关", "the procuratorate"),
    Holder.HANDLER: Text("行政处理承办人", "who handles it administratively"),
    Holder.NOBODY: Text("已办结", "nobody"),
}

TURN: Mapping[ReferralState, Holder] = {
    _S.TEAM_NAMED: Holder.TEAM,
    _S.REPORTED: Holder.CHIEF,
    _S.APPROVED: Holder.TEAM,
    _S.NOT_APPROVED: Holder.CHIEF,
    _S.SENT: Holder.POLICE,
    _S.RECEIVED: Holder.POLICE,
    _S.SUPPLEMENTING: Holder.TEAM,
    _S.FORWARDED: Holder.POLICE,
    _S.RETURNED: Holder.NOBODY,
    _S.FILED: Holder.TEAM,
    _S.HANDING_OVER: Holder.POLICE,
    _S.HANDED_OVER: Holder.POLICE,
    _S.REFUSED: Holder.CHIEF,
    _S.RECONSIDERING: Holder.POLICE,
    _S.UPHELD: Holder.CHIEF,
    _S.SUPERVISED: Holder.PROCURATORATE,
    _S.ADMINISTRATIVE: Holder.HANDLER,
    _S.CONCLUDED: Holder.TEAM,
    _S.ARCHIVED: Holder.NOBODY,
}
"""Whose turn it is in each state."""


class Paper(StrEnum):
    """The papers of a referral (order 310 art. 6), by the purpose with which they are attached: these go into the
    package. The letter and the lists are drawn up."""

    INVESTIGATION_REPORT = "investigation_report"
    EXPERT_REPORT = "expert_report"
    EARLIER_PENALTY = "earlier_penalty"
    GOODS_LIST = "goods_list"
    OTHER = "other"


class CriminalOutcome(StrEnum):
    """How the criminal case ended."""

    WITHDRAWN = "withdrawn"
    NOT_PROSECUTED = "not_prosecuted"
    JUDGED = "judged"


class SupervisionOutcome(StrEnum):
    """What the procuratorate told of its supervision (SPP 2001 art. 11)."""

    FILING_ORDERED = "filing_ordered"
    REFUSAL_WELL_FOUNDED = "refusal_well_founded"
