"""What of a referral a receiver is told: a policy per kind of receiver, as data (least disclosure).

Persons are told to the police in the sealed package alone, never in the fields of the handoff; who reported a clue is
told to nobody (反有组织犯罪法 (2021) art. 61; 行政处罚法 (2021) art. 50).
"""

from collections.abc import Callable, Mapping
from typing import Any

from duban.clues.models import Clue
from duban.clues.parties import PERSONS
from duban.clues.words import KINDS, Receiver
from duban.kernel.journal import plain
from duban.kernel.protected import KeyRing
from duban.referrals.models import Referral

Reading = Callable[[Referral, Clue], Any]

FIELDS: Mapping[str, Reading] = {
    "clue_number": lambda referral, clue: clue.number,
    "kind": lambda referral, clue: KINDS[clue.kind].title.zh,
    "suspected_offence": lambda referral, clue: referral.suspected_offence,
    "law": lambda referral, clue: referral.law,
    "facts": lambda referral, clue: clue.facts,
    "place": lambda referral, clue: clue.place,
    "found_at": lambda referral, clue: clue.found_at,
    "amount_fen": lambda referral, clue: clue.amount_fen,
    "earlier_penalties": lambda referral, clue: referral.earlier_penalties,
    "report": lambda referral, clue: referral.report,
    "goods": lambda referral, clue: referral.goods,
    "subject_masked": lambda referral, clue: clue.subject_name_masked,
    "contact_name": lambda referral, clue: referral.contact_name,
    "contact_phone": lambda referral, clue: referral.contact_phone,
}
"""Every field that can be told, and where it comes from."""

POLICY: Mapping[Receiver, tuple[str, ...]] = {
    Receiver.POLICE: tuple(FIELDS),
    Receiver.SUPERIOR: ("clue_number", "kind", "suspected_offence", "found_at", "earlier_penalties"),
}
"""Which fields a kind of receiver is told; a kind that does not stand here is told nothing."""

PERSONS_TOLD: Mapping[Receiver, tuple[str, ...]] = {
    Receiver.POLICE: ("subject_name", "subject_identity", "subject_phone"),
}
"""Which persons stand in the sealed package of a kind of receiver."""


def disclosed(referral: Referral, clue: Clue, receiver: Receiver = Receiver.POLICE) -> dict[str, Any]:
    """The fields of the handoff: what `receiver` may know, nothing protected among it, nothing empty."""
    found = {name: plain(FIELDS[name](referral, clue)) for name in POLICY.get(receiver, ())}
    return {name: value for name, value in found.items() if value not in (None, "", [], 0)}


def in_the_package(
    ring: KeyRing, referral: Referral, clue: Clue, receiver: Receiver = Receiver.POLICE
) -> dict[str, Any]:
    """`matter.json` of the sealed package: the same fields, and the persons that the receiver needs."""
    known = PERSONS.plain(ring, clue)
    told = {name: known[name] for name in PERSONS_TOLD.get(receiver, ()) if known[name]}
    return {"format": "duban-matter/1", **disclosed(referral, clue, receiver), **({"persons": told} if told else {})}
