"""Clauses × organisations × periods = duties: what a launch creates, reckoned without writing anything.

The preview counts it, the launch writes it, an amendment compares it with what is there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from duban.campaigns.clause import Clause
from duban.campaigns.clauses import clauses_of
from duban.campaigns.filling import FilledPlan
from duban.campaigns.matching import District, Party
from duban.campaigns.periods import Period
from duban.campaigns.schedule import schedule

Key = tuple[str, UUID, str]
"""What makes a duty the same duty: clause code, owing organisation, period."""


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
    """One clause laid over a district: who owes it, when, and which kinds nobody here is."""

    clause: Clause
    parties: list[Party]
    periods: list[Period]
    unmatched: list[str]

    @property
    def count(self) -> int:
        return len(self.parties) * len(self.periods)

    def duties(self) -> Iterator[Planned]:
        for period in self.periods:
            for party in self.parties:
                yield Planned(self.clause, party, period)


def expand(filled: FilledPlan, district: District, *, without: frozenset[str] = frozenset()) -> list[ClauseExpansion]:
    """Every clause of `filled` over `district`, in the plan's order; clauses named in `without` are left out."""
    found = []
    for clause in clauses_of(filled.plan):
        if clause.code not in without:
            parties, unmatched = district.owing(clause.owners)
            found.append(ClauseExpansion(clause, parties, schedule(filled, clause), unmatched))
    return found
