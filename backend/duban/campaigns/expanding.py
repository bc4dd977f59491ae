"""Clauses × organisations × periods = duties: what a launch creates, reckoned without writing anything.

The preview counts it, the launch writes it, an amendment compares it with what is there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from duban.campaigns.clause import Clause
from duban.campaigns.clauses import clauses_of
from duban.campaigns.filling import FilledPlan
from duban.campaigns.matching import District, Party
from duban.campaigns.periods import Period
from duban.campaigns.schedule import schedule

Key = tuple[str, UUID, str]
"""What makes a duty the same duty: clause code, owing organisation, period."""

Pair = tuple[str, UUID]
"""A clause at one organisation, in whatever period."""


@dataclass(frozen=True)
class Tailoring:
    """How an issuer cuts a plan to its district.

    `without`: clauses left out. `owners`: organisations named for a clause, in place of the plan's kinds.
    `institution_types`: institutions asked must be of one of them; empty leaves nobody out. `adopted`: what authorities
    below ask in their own adoptions of this campaign. `asked`: what the superior's campaign has asked already.
    """

    without: frozenset[str] = frozenset()
    owners: Mapping[str, tuple[UUID, ...]] = field(default_factory=dict)
    institution_types: frozenset[str] = frozenset()
    adopted: frozenset[Pair] = frozenset()
    asked: frozenset[Key] = frozenset()


@dataclass(frozen=True)
class Planned:
    """A duty that would be created."""

    clause: Clause
    party: Party
    period: Period

    @property
    def key(self) -> Key:
        return (self.clause.code, self.party.id, self.period.code)


@dataclass(frozen=True)
class ClauseExpansion:
    """One clause laid over a district: who owes it, when, and which kinds nobody here is. `assigned`: the owners were
    named by the issuer. `asked`: keys that another campaign has asked for already."""

    clause: Clause
    parties: list[Party]
    periods: list[Period]
    unmatched: list[str]
    assigned: bool = False
    asked: frozenset[Key] = frozenset()

    @property
    def count(self) -> int:
        if self.asked:
            return sum(1 for _ in self.duties())
        return len(self.parties) * len(self.periods)

    def duties(self) -> Iterator[Planned]:
        for period in self.periods:
            for party in self.parties:
                planned = Planned(self.clause, party, period)
                if planned.key not in self.asked:
                    yield planned


AS_WRITTEN = Tailoring()
"""The plan as it is."""


def expand(filled: FilledPlan, district: District, tailoring: Tailoring = AS_WRITTEN) -> list[ClauseExpansion]:
    """Every clause of `filled` over `district`, in the plan's order, cut as `tailoring` says."""
    found = []
    for clause in clauses_of(filled.plan):
        if clause.code in tailoring.without:
            continue
        named = tailoring.owners.get(clause.code)
        if named:
            parties, unmatched = district.named(named)
        else:
            parties, unmatched = district.owing(clause.owners, tailoring.institution_types)
        parties = [party for party in parties if (clause.code, party.id) not in tailoring.adopted]
        periods = schedule(filled, clause)
        found.append(
            ClauseExpansion(_led(filled, clause), parties, periods, unmatched, named is not None, tailoring.asked)
        )
    return found


def _led(filled: FilledPlan, clause: Clause) -> Clause:
    """The clause with the leads that the answers name for the key tasks it serves."""
    named = tuple(
        name
        for pointer, name in sorted(filled.parties.items())
        if any(pointer.startswith(f"{covered}/lead/") for covered in clause.covers)
    )
    return replace(clause, lead=(*clause.lead, *named)) if named else clause
