"""What `duban verify` found: who signed, and what became of each file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from duban.kernel.errors import Problem


class Finding(StrEnum):
    """What became of one file."""

    INTACT = "intact"
    CHANGED = "changed"
    MISSING = "missing"
    UNLISTED = "unlisted"
    DOUBLED = "doubled"


@dataclass(frozen=True)
class Checked:
    """One file: its path below the folder, what was found, and a sentence for people."""

    path: str
    finding: Finding
    told: str = ""


@dataclass
class Report:
    """The outcome. `fault` says why what was signed cannot be relied on, `unsealed` what is the matter with its
    signature where it is that; then no file was looked at. `said` is what was signed, in lines for a person; a signed
    reply has no files."""

    fault: str | None = None
    unsealed: Problem | None = None
    kid: str | None = None
    signed_at: datetime | None = None
    own_keys: bool = False
    files: list[Checked] = field(default_factory=list)
    said: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True when the signature holds and every listed file is there, unchanged, and nothing else."""
        return self.fault is None and all(checked.finding is Finding.INTACT for checked in self.files)

    def told(self) -> str:
        """The report for a person, one line per thing that is wrong."""
        return "\n".join(map(_printable, self._lines()))

    def wrong(self) -> str:
        """What is wrong, in one line: the fault, or the first three files that are not intact."""
        bad = [found for found in self.files if found.finding is not Finding.INTACT]
        return _printable(self.fault or "; ".join(f"{found.finding}: {found.path}" for found in bad[:3]))

    def _lines(self) -> Iterator[str]:
        if self.fault is not None:
            yield f"✗ {self.fault}"
            return
        yield f"{'✓' if self.ok else '✗'} signed by key {self.kid} at {self.signed_at:%Y-%m-%d %H:%M:%S} UTC"
        if self.own_keys:
            yield "  The key came from the file itself: compare its id with the issuer's published keys."
        yield from (f"  {line}" for line in self.said)
        if self.said and not self.files:
            return
        for found in self.files:
            if found.finding is not Finding.INTACT:
                yield f"  {found.finding}: {found.path} {found.told}".rstrip()
        intact = sum(found.finding is Finding.INTACT for found in self.files)
        yield f"  {intact} of {len(self.files)} files intact"


def _printable(line: str) -> str:
    """Strangers wrote parts of a report: no line of theirs moves the cursor of a terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in line)
