"""Bulk import: parse → check every row → preview → apply. Preview and apply call the same check.

An `Importer` says what a resource's rows are: columns, schema, natural key, how a row compares with what is there, how
rows are written. This module knows the columns' headings and the rows' errors; it must not know any resource, nor how
a run is kept (`duban.imports`).
"""

import unicodedata
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from pydantic import BaseModel, ValidationError

from duban.kernel import cells
from duban.kernel.access import Actor
from duban.kernel.acts import Act
from duban.kernel.errors import FieldError, Invalid, Text
from duban.kernel.problems import field_errors
from duban.kernel.sheets import RawRow, SheetLimits, cell_fault
from duban.settings import Settings


@dataclass(frozen=True)
class Column:
    """A column: the schema's field, its headings in both languages and other names in use, how a cell is read."""

    name: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    read: cells.Reader = cells.text
    example: str = ""
    note: Text | None = None

    def headings(self) -> tuple[str, ...]:
        return (self.name, self.zh, self.en, *self.aliases)


class Outcome(StrEnum):
    """What a row would do (preview) or did (applied)."""

    PENDING = "pending"
    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass
class Candidate:
    """One row on its way in. The check fills `key`, `row`, `outcome`, `changes`; whatever is wrong is in `errors`.

    `found` is the existing row, `subject_id` what the row is about, `secret` something to be shown once.
    """

    number: int
    key: str = ""
    row: Any = None
    errors: list[FieldError] = field(default_factory=list)
    outcome: Outcome = Outcome.PENDING
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    found: Any = None
    subject_id: UUID | None = None
    secret: str | None = None
    context: Any = None

    def refuse(self, column: str, code: str, text: Text) -> None:
        """This row cannot enter because of the value in `column` (a field's name; "" for the row as a whole)."""
        self.errors.append(FieldError(f"/{self.number}/{column}" if column else f"/{self.number}", code, text))
        self.outcome = Outcome.ERROR

    @property
    def writes(self) -> bool:
        return self.outcome in (Outcome.CREATE, Outcome.UPDATE)


Earlier = Callable[[set[str]], Awaitable[set[str]]]


@dataclass
class Batch:
    """Where a batch of rows is compared or written: the act, the settings, and which keys come earlier in the file."""

    act: Act
    settings: Settings
    earlier: Earlier


class Importer(Protocol):
    """A resource whose rows can arrive in bulk."""

    @property
    def resource(self) -> str: ...
    @property
    def title(self) -> Text: ...
    @property
    def permissions(self) -> Sequence[str]:
        """All of them are needed. Administrators import what they administer; they have no `import.run`."""
        ...

    @property
    def columns(self) -> Sequence[Column]: ...
    @property
    def schema(self) -> type[BaseModel]: ...
    @property
    def inline_rows(self) -> int:
        """Up to so many rows are done at once while the sender waits; more become a job."""
        ...

    def key(self, row: Any) -> str:
        """The natural key of a valid row, canonical: two rows with one key are about the same thing."""
        ...

    async def compare(self, batch: Batch, rows: Sequence[Candidate]) -> None:
        """Decide for each valid row: create, update (with `changes`), unchanged, or refuse it. Writes nothing."""
        ...

    async def write(self, batch: Batch, rows: Sequence[Candidate]) -> None:
        """Write rows that `compare` has just marked create or update, in their order, in the act's transaction."""
        ...


IMPORTERS: dict[str, Importer] = {}
"""Every resource that can be imported, by its name in the API."""


def offers(importer: Importer) -> None:
    """Enter `importer`. Raises ValueError where the name is taken."""
    if importer.resource in IMPORTERS:
        raise ValueError(f"two importers for {importer.resource}")
    IMPORTERS[importer.resource] = importer


def may_import(me: Actor, importer: Importer) -> bool:
    """Whether `me` has every permission that importing this resource needs."""
    return all(map(me.may, importer.permissions))


def require_import(me: Actor, importer: Importer) -> None:
    """Raise Forbidden, naming the first permission that is missing."""
    for permission in importer.permissions:
        me.require(permission)


def folded(heading: str) -> str:
    """A heading compared without width, case, blanks and the star of required columns."""
    return "".join(unicodedata.normalize("NFKC", heading).casefold().split()).rstrip("*").lstrip("*").replace("_", "")


def match_headings(importer: Importer, headings: Sequence[str], *, whole: bool = True) -> dict[str, Column]:
    """Heading as written → column. Raises Invalid (`headings_wrong`) with every heading that is unknown (naming the
    nearest), doubled, or (of a `whole` file) missing."""
    known = {folded(name): column for column in importer.columns for name in column.headings()}
    found: dict[str, Column] = {}
    errors: list[FieldError] = []
    for heading in dict.fromkeys(h for h in headings if h):
        column = known.get(folded(heading))
        if column is None:
            errors.append(_unknown(heading, importer))
        elif column in found.values():
            errors.append(_wrong(heading, "column_doubled", f"列“{heading}”重复。", f"Column {heading!r} comes twice."))
        else:
            found[heading] = column
    doubled = {h for h in headings if h and list(headings).count(h) > 1}
    errors += [_wrong(h, "column_doubled", f"列“{h}”重复。", f"Column {h!r} comes twice.") for h in sorted(doubled)]
    errors += [
        _wrong(column.zh, "column_missing", f"缺少必需的列“{column.zh}”。", f"The column {column.en!r} is missing.")
        for column in importer.columns
        if whole and column.required and column not in found.values()
    ]
    if errors:
        raise Invalid(
            "headings_wrong",
            Text(
                f"有 {len(errors)} 处列名不正确。可先下载模板核对列名。",
                f"{len(errors)} headings are wrong. Download the template to compare them.",
            ),
            errors,
        )
    return found


def _unknown(heading: str, importer: Importer) -> FieldError:
    near = get_close_matches(heading, [n for c in importer.columns for n in c.headings()], n=1, cutoff=0.5)
    hint = (f"您是不是要写“{near[0]}”？", f" Did you mean {near[0]!r}?") if near else ("请删去或核对。", " Remove it.")
    return _wrong(
        heading,
        "column_unknown",
        f"没有“{heading[:40]}”这一列。{hint[0]}",
        f"There is no column {heading[:40]!r}.{hint[1]}",
    )


def _wrong(heading: str, code: str, zh: str, en: str) -> FieldError:
    escaped = heading[:80].replace("~", "~0").replace("/", "~1")
    return FieldError(f"/1/{escaped}", code, Text(zh, en))


def check_row(
    importer: Importer, columns: Mapping[str, Column], raw: RawRow, limits: SheetLimits | None = None
) -> Candidate:
    """The row as a candidate, with every error that can be told without the database. Pointers: "/<row>/<field>"."""
    held = limits or SheetLimits()
    candidate = Candidate(raw.number)
    values: dict[str, Any] = {}
    for heading, value in raw.cells.items():
        column = columns.get(heading)
        if column is None:
            candidate.refuse(
                "", "cell_without_heading", Text("有内容超出了表头的列。", "A cell lies beyond the headings.")
            )
        elif fault := cell_fault(value, held):
            candidate.refuse(column.name, *fault)
        else:
            values[column.name] = column.read(value)
    try:
        candidate.row = importer.schema.model_validate(values)
    except ValidationError as error:
        refused = {e.pointer for e in candidate.errors}
        for wrong in field_errors(list(error.errors())):
            name = wrong.pointer.split("/")[1] if wrong.pointer else ""
            if f"/{raw.number}/{name}" not in refused:
                candidate.refuse(name, wrong.code, wrong.text)
        return candidate
    candidate.key = importer.key(candidate.row)
    return candidate


def refuse_doubles(rows: Sequence[Candidate], earlier: Mapping[str, int]) -> None:
    """Refuse every row whose key an earlier row of the file has. `earlier`: key → row number, of batches before."""
    seen = dict(earlier)
    for candidate in rows:
        if not candidate.key:
            continue
        first = seen.setdefault(candidate.key, candidate.number)
        if first != candidate.number:
            candidate.refuse(
                "",
                "key_doubled",
                Text(
                    f"与第 {first} 行是同一条记录，请合并为一行。",
                    f"It is the same record as row {first}. Make them one row.",
                ),
            )


async def judge(importer: Importer, batch: Batch, rows: Sequence[Candidate]) -> None:
    """Compare the valid ones of `rows` with what is there. The one check of preview and apply."""
    valid = [candidate for candidate in rows if not candidate.errors]
    if valid:
        await importer.compare(batch, valid)
