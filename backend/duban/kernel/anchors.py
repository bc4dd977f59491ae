"""Anchors: signed statements "at this position the journal's hash was this", kept where nobody can rewrite them.

Whoever holds the database may rewrite every entry and recompute every hash after it, and the chain would verify. An
anchor that left the building (to the auditor, on paper, on a medium that cannot be written twice) contradicts them. The
file has one JSON object a line: `position`, `hash`, `at`, and `signature`, an ES256 signature detached from the compact
JSON of the other three with their keys in alphabetical order. Whether the chain agrees is `verification.py`'s matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import BigInteger, select
from sqlmodel import Field as Column
from sqlmodel import SQLModel, col

from duban.kernel import clock
from duban.kernel.db import Database, instant_field, text_field
from duban.kernel.errors import Invalid, Text
from duban.kernel.journal import append_only
from duban.kernel.tokens import SigningKey, sign_bytes, verify_bytes


class JournalAnchor(SQLModel, table=True):
    """An anchor as this installation made it. Insert-only, one for a position."""

    __tablename__ = "journal_anchor"

    position: int = Column(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    hash: str = Column(max_length=64)
    at: datetime = instant_field(nullable=False)
    signature: str = text_field(nullable=False)


append_only("journal_anchor", "position")


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    position: Annotated[int, Field(ge=1)]
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    at: AwareDatetime
    signature: Annotated[str, Field(min_length=1, max_length=4000)]


class _KeySet(BaseModel):
    keys: list[dict[str, str]]


@dataclass(frozen=True)
class Anchor:
    """One signed statement about the chain. `at` is when it was made (UTC)."""

    position: int
    hash: str
    at: datetime
    signature: str

    @property
    def statement(self) -> bytes:
        """The bytes that the signature covers."""
        return _statement(self.position, self.hash, self.at)

    @property
    def line(self) -> bytes:
        """The anchor as a line of the exported file, without its line end."""
        return orjson.dumps(
            {"at": self.at, "hash": self.hash, "position": self.position, "signature": self.signature},
            option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z,
        )

    def check(self, public_keys: Iterable[Mapping[str, str]]) -> None:
        """Raise Invalid (`seal_malformed`, `seal_key_unknown`, `seal_broken`) unless one of these keys signed it."""
        verify_bytes(self.statement, self.signature, public_keys)


def _statement(position: int, hash: str, at: datetime) -> bytes:
    return orjson.dumps(
        {"at": at.astimezone(UTC), "hash": hash, "position": position}, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z
    )


async def drop_anchor(database: Database, position: int, hash: str, key: SigningKey) -> Anchor:
    """Sign and keep what the chain says at `position`; the anchor already kept for it, where there is one.

    The caller has verified the chain up to there (`verification.export_anchor`): no signature may vouch for a break.
    """
    async with database.transaction() as db:
        row = await db.get(JournalAnchor, position)
        if row is None:
            at = clock.now()
            row = JournalAnchor(
                position=position, hash=hash, at=at, signature=sign_bytes(_statement(position, hash, at), key)
            )
            db.add(row)
        return Anchor(row.position, row.hash, row.at, row.signature)


async def kept_anchors(
    database: Database,
    after: int = 0,
    *,
    before: int | None = None,
    newest_first: bool = False,
    limit: int | None = None,
) -> list[Anchor]:
    """The anchors of this installation between the positions `after` and `before` (neither included), in order of
    position or `newest_first`; `limit` of them at most, None: all."""
    position = col(JournalAnchor.position)
    statement = (
        select(position, col(JournalAnchor.hash), col(JournalAnchor.at), col(JournalAnchor.signature))
        .where(position > after, *([position < before] if before is not None else []))
        .order_by(position.desc() if newest_first else position)
        .limit(limit)
    )
    async with database.reading() as connection:
        return [Anchor(*row) for row in await connection.execute(statement)]


def write_lines(anchors: Sequence[Anchor]) -> bytes:
    """The exported file."""
    return b"".join(anchor.line + b"\n" for anchor in anchors)


def read_anchors(path: Path) -> list[Anchor]:
    """The anchors of an exported file, or of every `*.jsonl` of a folder, in order of position.

    Raises Invalid (`anchor_unreadable`) naming file and line; OSError where the file cannot be opened. Signatures are
    not checked here.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    found: list[Anchor] = []
    for file in files:
        for number, line in enumerate(file.read_bytes().splitlines(), start=1):
            if line.strip():
                found.append(_read(line, f"{file.name}:{number}"))
    return sorted(found, key=lambda anchor: anchor.position)


def write_public_keys(public_keys: Sequence[Mapping[str, str]]) -> bytes:
    """A JWKS (RFC 7517): what the signatures are checked with, wherever the anchors are kept."""
    return orjson.dumps({"keys": [dict(key) for key in public_keys]}, option=orjson.OPT_INDENT_2) + b"\n"


def read_public_keys(path: Path) -> list[Mapping[str, str]]:
    """The keys of a JWKS file. Raises Invalid (`keys_unreadable`); OSError where it cannot be opened."""
    try:
        return list(_KeySet.model_validate_json(path.read_bytes()).keys)
    except ValidationError:
        raise Invalid(
            "keys_unreadable",
            Text(
                f"{path.name} 不是公钥清单（JWKS），请使用原始的导出文件。",
                f"{path.name} is not a set of public keys (JWKS). Use the file as it was exported.",
            ),
        ) from None


def _read(line: bytes, place: str) -> Anchor:
    try:
        given = _Line.model_validate_json(line)
    except ValidationError:
        raise Invalid(
            "anchor_unreadable",
            Text(
                f"{place} 不是锚点记录，请使用原始的导出文件。",
                f"{place} is not an anchor. Use the file as it was exported.",
            ),
        ) from None
    return Anchor(given.position, given.hash, given.at, given.signature)
