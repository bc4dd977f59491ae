"""How much is planted and how long is measured: one place, so that a quick run differs in numbers and nothing else."""

from dataclasses import dataclass
from math import ceil

PAGE = 50
"""Rows per page of the measured list."""
INSTITUTIONS_PER_DISTRICT = 20
DISTRICTS_PER_CITY = 10


@dataclass(frozen=True)
class Sizes:
    """Everything that `--rows`, `--rounds` and `--quick` decide.

    `rows` counts rectification tasks, and open clocks; `messages` at most are told to a webhook.
    A package has `package_bytes` in `package_files`; `stories` are played of two parties who hand cases over.
    A round loads each server for `seconds`, over `connections`.
    """

    rows: int
    institutions: int
    entries: int
    rounds: int
    seconds: float
    launches: int
    messages: int = 5000
    package_files: int = 200
    package_bytes: int = 1 << 30
    stories: int = 10_000
    connections: int = 64
    seed: int = 2026

    @property
    def districts(self) -> int:
        return ceil(self.institutions / INSTITUTIONS_PER_DISTRICT)

    @property
    def cities(self) -> int:
        return ceil(self.districts / DISTRICTS_PER_CITY)


def sizes(*, rows: int | None, rounds: int | None, quick: bool) -> Sizes:
    """The full sizes, or those of a smoke test; numbers given win. Raises ValueError below one institution's worth."""
    wanted = rows or (40_000 if quick else 1_000_000)
    if wanted < PAGE or (rounds is not None and rounds < 1):
        raise ValueError(f"at least {PAGE} rows and one round")
    return Sizes(
        rows=wanted,
        institutions=min(2000, max(2, wanted // 100)),
        entries=min(200_000, wanted // 2),
        rounds=rounds or (3 if quick else 9),
        seconds=1.0 if quick else 2.0,
        launches=1 if quick else 3,
        messages=200 if quick else 5000,
        package_files=5 if quick else 200,
        package_bytes=1 << 20 if quick else 1 << 30,
        stories=50 if quick else 10_000,
    )
