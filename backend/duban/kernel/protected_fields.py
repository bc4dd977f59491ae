"""The protected values of one table as a whole: each encrypted and masked beside it, some found by a keyed digest.

A module declares once which values its rows protect; sealing, opening, looking and the rotation of keys follow from the
declaration. Knows no purpose of a field (个人信息保护法 art. 28, 51).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from duban.kernel import journal, reencryption
from duban.kernel.acts import Act
from duban.kernel.db import Row
from duban.kernel.protected import KeyRing, phone_digits


@dataclass(frozen=True)
class Protected:
    """How one value is masked; `is_found`: rows with the same value, as `normal` writes it, can be looked for."""

    mask: Callable[[str], str]
    is_found: bool = False
    normal: Callable[[str], str] = phone_digits


class ProtectedFields:
    """The protected values of `model` by name. Each has the columns `…_encrypted` and `…_masked`, and `…_index`
    where it can be looked for."""

    def __init__(self, model: type[Row], fields: Mapping[str, Protected]) -> None:
        self.model, self.fields = model, fields
        for name in fields:
            reencryption.declare(getattr(model, f"{name}_encrypted"), self._context(name))

    def _context(self, name: str) -> str:
        return f"{self.model.word()}.{name}"

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column in which something of a protected value stands."""
        return tuple(f"{name}_{kind}" for name, how in self.fields.items() for kind in _kinds(how))

    def given(self, row: Any) -> list[str]:
        """The names of the values that `row` has."""
        return [name for name in self.fields if getattr(row, f"{name}_encrypted")]

    def index(self, ring: KeyRing, name: str, value: str) -> str | None:
        """The digest under which rows with this number are found; None when nothing of it counts."""
        return ring.blind_index(value, self._context(name), self.fields[name].normal)

    def sealed(self, ring: KeyRing, values: Mapping[str, str | None]) -> dict[str, Any]:
        """The columns for plain `values` by name; None empties."""
        columns: dict[str, Any] = {}
        for name, plain in values.items():
            columns[f"{name}_encrypted"] = ring.encrypt(plain, self._context(name)) if plain else None
            columns[f"{name}_masked"] = self.fields[name].mask(plain) if plain else None
            if self.fields[name].is_found:
                columns[f"{name}_index"] = self.index(ring, name, plain) if plain else None
        return columns

    def plain(self, ring: KeyRing, row: Any) -> dict[str, str | None]:
        """Every protected value of `row`. Raises Unreadable where one cannot be opened."""
        kept = {name: getattr(row, f"{name}_encrypted") for name in self.fields}
        return {name: ring.decrypt(text, self._context(name)) if text else None for name, text in kept.items()}

    def reveal(self, act: Act, ring: KeyRing, row: Row, reason: str) -> dict[str, str | None]:
        """Every protected value of `row`, for `reason`. The look is journalled, the row unchanged."""
        values = self.plain(ring, row)
        journal.record(
            act.db,
            act.me,
            act.now,
            f"{self.model.word()}:reveal",
            row,
            label=row.label,
            reason=reason,
            request_id=act.request_id,
        )
        return values


def _kinds(how: Protected) -> tuple[str, ...]:
    return ("encrypted", "masked", "index") if how.is_found else ("encrypted", "masked")
