"""What a clause is: one obligation of a plan, with owner, rhythm, proof and targets. Plain data, no derivation."""

from dataclasses import dataclass
from enum import StrEnum

from duban.campaigns.expansions import ISSUER, Owners, ProofKind
from duban.campaigns.periods import Rhythm
from duban.campaigns.plans import Operator
from duban.kernel.errors import Text


class Reviewer(StrEnum):
    """Who looks at the proof first: the lead section, the issuer, or (where the issuer itself owes it) its superior."""

    LEAD = "lead"
    ISSUER = "issuer"
    SUPERIOR = "superior"


@dataclass(frozen=True)
class Target:
    """A figure to reach, as the plan gives it; `pointer` says where it stands in the plan."""

    pointer: str
    text: str
    op: Operator
    value: int | float | tuple[int | float, int | float] | None
    unit: str
    population: str
    institution_types: tuple[str, ...] = ()
    best_effort: bool = False


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One obligation. `code` is unique within the plan and stable; `source_clause` is the number in the document;
    `title` and `detail` are the plan's own Chinese, `task_title` the title of the key tasks it proves; `covers` are
    JSON pointers of the parts of the plan it serves; `phase` is None where the clause runs through the campaign; `duty`
    is the reporting duty that dates it, if any."""

    code: str
    source_clause: str
    title: str
    task_title: str | None = None
    proof: ProofKind
    owners: Owners
    rhythm: Rhythm = Rhythm.ONCE
    phase: str | None = None
    lead: tuple[str, ...] = ()
    form: str | None = None
    zero_allowed: bool = False
    targets: tuple[Target, ...] = ()
    recipients: tuple[str, ...] = ()
    detail: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    duty: str | None = None
    note: Text | None = None

    @property
    def reviewer(self) -> Reviewer:
        """Who should look at the proof first."""
        if self.owners == ISSUER:
            return Reviewer.SUPERIOR
        return Reviewer.LEAD if self.lead else Reviewer.ISSUER


@dataclass(frozen=True)
class CheckItem:
    """A line of every self-check: a measure of a key task, against which an institution reports its problems."""

    code: str
    task_code: str
    task_title: str
    text: str
