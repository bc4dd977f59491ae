"""Every workflow of the installation and the terms they start, by name: what a region may set, and what timers may do.

Plain Python. A workflow enters when its endpoints are made; this module knows no workflow by itself.
"""

from difflib import get_close_matches
from typing import Any

from duban.kernel.terms import Term
from duban.kernel.workflow import Workflow

PREFIX = "term."
"""How the key of a regional setting says that it is a term's length."""

_flows: dict[str, Workflow[Any]] = {}
_terms: dict[str, Term] = {}


def register(flow: Workflow[Any]) -> None:
    """Enter `flow` and its terms. Raises ValueError where another one has the name of either."""
    if _flows.setdefault(flow.name, flow) is not flow:
        raise ValueError(f"two workflows are called {flow.name}")
    for term in flow.terms():
        register_term(term)


def register_term(term: Term) -> None:
    """Enter a term that no workflow starts. Raises ValueError where a different one has its name."""
    if _terms.setdefault(term.name, term) != term:
        raise ValueError(f"two different terms are called {term.name}")


def workflows() -> tuple[Workflow[Any], ...]:
    """Every registered workflow, by name."""
    return tuple(flow for _, flow in sorted(_flows.items()))


def flow(name: str) -> Workflow[Any] | None:
    """The registered workflow called `name`."""
    return _flows.get(name)


def terms() -> tuple[Term, ...]:
    """Every registered term, by name."""
    return tuple(term for _, term in sorted(_terms.items()))


def in_procedure() -> dict[str, Term]:
    """Every registered term by its name, in the order in which the steps of its workflow start them."""
    return dict(_terms)


def settable() -> dict[str, Term]:
    """The terms whose length a region may set, by the key of the setting."""
    return {f"{PREFIX}{term.name}": term for term in terms() if term.setting}


def nearest(key: str) -> list[str]:
    """Up to three keys that `key` may have meant, best first."""
    return get_close_matches(key, settable(), n=3, cutoff=0.5)


def permissions_of_timers() -> frozenset[str]:
    """What the system actor needs for the steps that only timers take."""
    return frozenset(step.permission for flow in workflows() for step in flow.steps if step.system)
