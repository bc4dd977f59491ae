"""A file becomes a run: parsed in a thread, its headings matched, its rows kept encrypted until they are written."""

import asyncio
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from duban.imports.models import ImportMode, ImportRow, ImportRun
from duban.imports.resources import DECLARING
from duban.kernel import reencryption
from duban.kernel.access import place
from duban.kernel.acts import Act
from duban.kernel.bulk import insert_many
from duban.kernel.errors import FieldError, Invalid, NotFound, Text
from duban.kernel.ids import new_id
from duban.kernel.importing import IMPORTERS, Importer, Outcome, match_headings
from duban.kernel.numbers import next_number
from duban.kernel.organisations import Organisation
from duban.kernel.protected import KeyRing
from duban.kernel.resources import insert
from duban.kernel.sheets import Sheet, SheetKind, read_sheet
from duban.orgs.protection import key_ring
from duban.settings import Settings

__all__ = ["DECLARING", "importer_of", "opened", "parse", "receive", "sealed"]

PAYLOAD = "import_row.payload"
"""Binds the ciphertext to its column."""
reencryption.declare(ImportRow.payload, PAYLOAD)

ATOMIC_ROWS = 20_000
"""A file that is to be written whole or not at all may have so many rows: it is one transaction."""

_ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class Parsed:
    """A file that can be read and whose headings are right."""

    sheet: Sheet
    name: str
    sha256: str
    size_bytes: int


def importer_of(resource: str) -> Importer:
    """The importer of `resource`. Raises NotFound (`resource_unknown`), listing those that exist."""
    found = IMPORTERS.get(resource)
    if found is None:
        known = ", ".join(sorted(IMPORTERS))
        raise NotFound(
            "resource_unknown",
            Text(
                f"不能导入“{resource[:40]}”，可导入：{known}。", f"{resource[:40]!r} cannot be imported; take {known}."
            ),
        )
    return found


async def parse(importer: Importer, path: Path, name: str) -> Parsed:
    """Read the file at `path`. Raises what `sheets.read_sheet` and `importing.match_headings` raise."""
    return await asyncio.to_thread(_parse, importer, path, name)


def _parse(importer: Importer, path: Path, name: str) -> Parsed:
    sheet = read_sheet(path)
    match_headings(importer, sheet.headings)
    if not sheet.rows:
        raise Invalid("sheet_empty", Text("文件中只有列名，没有数据。", "The file has headings and no rows."))
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Parsed(sheet, name[-200:], digest, path.stat().st_size)


async def receive(
    act: Act, settings: Settings, importer: Importer, parsed: Parsed, *, mode: ImportMode, dry_run: bool
) -> ImportRun:
    """Keep `parsed` as a run whose rows are still to be checked. Raises Invalid (`too_many_for_one_transaction`)."""
    rows = parsed.sheet.rows
    if mode is ImportMode.ALL_OR_NOTHING and len(rows) > ATOMIC_ROWS:
        told = Text(
            f"超过 {ATOMIC_ROWS} 行的文件请用逐行方式（per_row）导入。",
            f"A file of more than {ATOMIC_ROWS} rows is imported with mode per_row.",
        )
        raise Invalid("too_many_for_one_transaction", told, [FieldError("/mode", "too_many_for_one_transaction", told)])
    home = await act.db.get_one(Organisation, act.me.organisation_id)
    run = ImportRun(
        organisation_id=home.id,
        number=await next_number(act, "IM"),
        resource=importer.resource,
        file_name=parsed.name,
        kind=parsed.sheet.kind,
        sha256=parsed.sha256,
        size_bytes=parsed.size_bytes,
        mode=mode,
        dry_run=dry_run,
        total=len(rows),
        pending=len(rows),
        started_by_id=act.me.id,
        started_by_name=act.me.name,
        created_at=act.now,
        updated_at=act.now,
    )
    place(run, home)
    await insert(act, run, verb="receive")
    await act.db.flush()
    ring = key_ring(settings)
    common: dict[str, Any] = {
        "created_at": act.now,
        "updated_at": act.now,
        "version": 1,
        "organisation_id": home.id,
        "run_id": run.id,
        "outcome": Outcome.PENDING,
        "applied": False,
        "key": None,
        "subject_id": None,
        "changes": {},
        "errors": [],
        "secret": None,
        **{f"org_l{level}": value for level, value in enumerate(home.levels(), start=1)},
    }
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        chunk = rows[start : start + _ROWS_AT_ONCE]
        await insert_many(
            act.db,
            ImportRow,
            [{**common, "id": new_id(), "number": row.number, "payload": sealed(ring, row.cells)} for row in chunk],
        )
    return run


def sealed(ring: KeyRing, value: Any) -> str:
    """A row's contents as they are kept: a file of people is personal data until it is written where it belongs."""
    return ring.encrypt(orjson.dumps(value, default=str).decode(), PAYLOAD)


def opened(ring: KeyRing, text: str) -> Any:
    """What `sealed` kept. Raises Unreadable."""
    return orjson.loads(ring.decrypt(text, PAYLOAD))


def headings_of(kind: str, cells: dict[str, Any]) -> list[str]:
    """The headings that a kept row has ("" stands for cells beyond them)."""
    return [heading for heading in cells if heading or kind == SheetKind.NDJSON]
