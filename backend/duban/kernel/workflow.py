"""Declared state machines: one table decides, refuses, documents and draws.

A workflow is plain Python that a lawyer can read. Endpoints, `available_actions`, journal lines, clocks and the drawn
diagram all come from it (`transitions.py`). A refusal is a value before it is an error.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from duban.kernel.errors import Conflict, Problem, Text, missing_permission
from duban.kernel.terms import Term

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True)
class By:
    """What a guard may know of who asks and when; `from_institution`: asks for a supervised unit."""

    actor_id: UUID
    organisation_id: UUID
    permissions: frozenset[str]
    now: datetime
    from_institution: bool = False


@dataclass(frozen=True)
class Refusal:
    """Why a step may not be taken now: a stable code and a sentence that says what to do."""

    code: str
    text: Text


Guard = Callable[[Any, By], "Refusal | None"]


@dataclass(frozen=True)
class Start:
    """Entering the step's target starts `term`: `holder` and `permission` name who must act before it runs out.

    `holder` is the attribute with the organisation's id, of the row or else of the matter that it is a part of;
    `from_` the row's with the starting instant (None: the moment of the step). `until` names the attribute with a due
    day that the parties fixed (`due_on`): the clock then runs to the end of that day instead of counting the term.
    `when` names the attribute that must be true for it to start at all (None: always); `held` the one that holds it
    from its start while it is true.
    """

    term: Term
    holder: str
    permission: str
    from_: str | None = None
    until: str | None = None
    when: str | None = None
    held: str | None = None


class Beside:
    """A part of a matter as its guards see it: its own columns, and under `matter` those of the matter."""

    def __init__(self, part: Any, matter: Any) -> None:
        self.part, self.matter = part, matter

    def __getattr__(self, name: str) -> Any:
        return getattr(self.part, name)


@dataclass(frozen=True)
class Step(Generic[S]):
    """One move. `stops`, `cancels`, `pauses`, `resumes` name terms whose running clocks of this row are met, no longer
    matter, are held, are let go. `office`: an institution does not read in the journal that it was taken.

    `target` None: the step is taken where the row stands and leaves it there (an opinion is recorded, more time asked).
    """

    name: str
    sources: frozenset[S]
    target: S | None
    permission: str
    label: Text
    basis: str = ""
    guards: tuple[Guard, ...] = ()
    starts: tuple[Start, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    system: bool = False
    cancels: tuple[str, ...] = ()
    office: bool = False


def step(
    name: str,
    sources: Iterable[S],
    target: S | None,
    *,
    permission: str,
    label: Text,
    basis: str = "",
    guards: Iterable[Guard] = (),
    starts: Iterable[Start] = (),
    stops: Iterable[str] = (),
    pauses: Iterable[str] = (),
    resumes: Iterable[str] = (),
    system: bool = False,
    cancels: Iterable[str] = (),
    office: bool = False,
) -> Step[S]:
    """Declare one move, or with `target` None an act that leaves the state as it is.

    `system` steps are taken by timers only: no endpoint, never in `available_actions`.
    """
    return Step(
        name,
        frozenset(sources),
        target,
        permission,
        label,
        basis,
        tuple(guards),
        tuple(starts),
        tuple(stops),
        tuple(pauses),
        tuple(resumes),
        system,
        tuple(cancels),
        office,
    )


@dataclass(frozen=True)
class Workflow(Generic[S]):
    """A machine: its states with their names for people, and its steps. Building a broken one fails at import."""

    name: str
    title: Text
    initial: S
    final: frozenset[S]
    states: dict[S, Text]
    steps: tuple[Step[S], ...]

    def __post_init__(self) -> None:
        states = set(type(self.initial))
        names = [s.name for s in self.steps]
        if unnamed := states - set(self.states):
            raise ValueError(f"{self.name}: {sorted(unnamed)} have no name for people")
        if len(names) != len(set(names)):
            raise ValueError(f"{self.name}: two steps share a name")
        if missing := states - {self.initial} - {s.target for s in self.steps}:
            raise ValueError(f"{self.name}: nothing leads to {sorted(missing)}")
        leaving = {source for s in self.steps if s.target is not None for source in s.sources}
        if stuck := states - leaving - self.final:
            raise ValueError(f"{self.name}: no way out of {sorted(stuck)}, and not declared final")
        if back := leaving & self.final:
            raise ValueError(f"{self.name}: {sorted(back)} is final yet has a way out")

    def __getitem__(self, name: str) -> Step[S]:
        return next(s for s in self.steps if s.name == name)

    def refusal(self, row: Any, name: str, by: By) -> Problem | None:
        """Why this step may not be taken now, as the error to raise; None if it may.

        Permission first (403), then the state (409), then the guards in their order (409).
        """
        from_here = self[name]
        if from_here.permission not in by.permissions:
            return missing_permission(from_here.permission)
        if row.state not in from_here.sources:
            return Conflict(
                "wrong_state",
                Text(
                    "当前状态为“{state_zh}”，不能办理“{step_zh}”。",
                    "“{step_en}” is not possible while the state is “{state_en}”.",
                ).format(
                    state_zh=self.states[row.state].zh,
                    state_en=self.states[row.state].en,
                    step_zh=from_here.label.zh,
                    step_en=from_here.label.en,
                ),
                extra={"state": str(row.state), "step": name},
            )
        for guard in from_here.guards:
            if refused := guard(row, by):
                return Conflict(refused.code, refused.text, extra={"state": str(row.state), "step": name})
        return None

    def terms(self) -> tuple[Term, ...]:
        """Every term this machine starts, once each."""
        return tuple({start.term.name: start.term for s in self.steps for start in s.starts}.values())

    def mermaid(self) -> str:
        """The diagram in `docs/workflows/`, compared in CI."""
        lines = ["stateDiagram-v2", "    direction TB"]
        lines += [f"    {state}: {text.zh} {text.en}" for state, text in self.states.items()]
        lines.append(f"    [*] --> {self.initial}")
        for s in self.steps:
            clocks = "".join(f" ⏱{start.term.name}" for start in s.starts)
            lines += [f"    {x} --> {s.target or x}: {s.label.zh} {s.name}{clocks}" for x in sorted(s.sources)]
        lines += [f"    {x} --> [*]" for x in sorted(self.final)]
        return "\n".join(lines) + "\n"
