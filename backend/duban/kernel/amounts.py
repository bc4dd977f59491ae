"""Sums of money that a rule leaves to the regions, by name: from how much on, or up to how much, something holds.

Plain Python. National law sets none of them, so that each is 0 ("no such limit") until a region says otherwise.
"""

from dataclasses import dataclass

from duban.kernel.errors import Text
from duban.kernel.terms import Mark

PREFIX = "amount."
"""How the key of a regional setting says that it is a sum of money."""

YUAN = "yuan"

FEN = 100
"""Fen in a yuan."""


@dataclass(frozen=True)
class Amount:
    """A sum in whole yuan that a region may set; 0 and unset mean that there is no such limit."""

    name: str
    title: Text
    basis: str
    mark: Mark = Mark.UNCERTAIN

    @property
    def key(self) -> str:
        return f"{PREFIX}{self.name}"


_amounts: dict[str, Amount] = {}


def register(*amounts: Amount) -> None:
    """Enter `amounts` among what regions may set. Raises ValueError where a different one has the name."""
    for amount in amounts:
        if _amounts.setdefault(amount.key, amount) != amount:
            raise ValueError(f"two different amounts are called {amount.name}")


def settable() -> dict[str, Amount]:
    """The sums that a region may set, by the key of the setting."""
    return dict(sorted(_amounts.items()))
