"""Proves the journal: walks the chain from the first seal to the newest, recomputes every hash, and names the first
place that is wrong.

What it finds by itself: any change of an entry or a seal, an entry or seal taken away, put in, moved or doubled, and
entries that nobody sealed. What needs an anchor from outside (`anchors.py`): a chain whose hashes were all recomputed
after the change, and a chain cut off at its end. Reads only; runs beside writers; memory stays flat.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from duban.kernel import clock
from duban.kernel.anchors import Anchor, drop_anchor, kept_anchors
from duban.kernel.db import Database
from duban.kernel.errors import Conflict, Invalid, Text
from duban.kernel.journal import JournalEntry, JournalPending, JournalSeal
from duban.kernel.lane import Statement
from duban.kernel.sealing import GENESIS, Field, entry_columns, link, stored, texts
from duban.kernel.tokens import SigningKey

BATCH = 4000
"""Seals read and recomputed at a time: some 30 ms of work, done in a thread so that requests are not held up."""

UNSEALED_TOO_LONG = timedelta(hours=1)
"""How long a committed entry may await its seal before the verification fails: hours of a stopped worker, not load."""

_BEYOND = 2**63 - 1
_SEAL = JournalSeal.__table__.c  # type: ignore[attr-defined]
_ENTRY = JournalEntry.__table__.c  # type: ignore[attr-defined]

Progress = Callable[[int, int], None]
"""Called with positions done and positions to do."""


class Why(StrEnum):
    """What is wrong at the first bad place."""

    GAP = "gap"
    DUPLICATE = "duplicate"
    ENTRY_MISSING = "entry_missing"
    CHAIN_BROKEN = "chain_broken"
    CONTENT_CHANGED = "content_changed"
    SEALED_TWICE = "sealed_twice"
    MISPLACED = "misplaced"
    NEVER_SEALED = "never_sealed"
    UNSEALED_TOO_LONG = "unsealed_too_long"
    ANCHOR_DIFFERS = "anchor_differs"
    ANCHOR_BEYOND_END = "anchor_beyond_end"
    ANCHOR_UNSIGNED = "anchor_unsigned"
    ANCHOR_UNREADABLE = "anchor_unreadable"

    @property
    def text(self) -> Text:
        return _WORDS[self]


_WORDS = {
    Why.GAP: Text("此位置缺少封记：封记被删除或调换。", "No seal at this position: it was removed or moved."),
    Why.DUPLICATE: Text("此位置有两条封记。", "Two seals claim this position."),
    Why.ENTRY_MISSING: Text(
        "封记所指的日志条目不存在：条目被删除，或其编号被更改。",
        "The sealed entry is missing: it was removed, or its id was changed.",
    ),
    Why.CHAIN_BROKEN: Text(
        "封记中的前一哈希与前一条封记不符。", "The seal's previous hash is not the hash of the seal before it."
    ),
    Why.CONTENT_CHANGED: Text(
        "重新计算的哈希与封记不符：条目或封记的内容被更改。",
        "The recomputed hash differs from the seal: the entry or its seal was changed.",
    ),
    Why.SEALED_TWICE: Text("同一条目有两条封记。", "One entry carries two seals."),
    Why.MISPLACED: Text("封记的位置不是正整数。", "The seal's position is not a whole number from 1 on."),
    Why.NEVER_SEALED: Text(
        "条目没有封记，也不在待封之列：它绕过系统写入，或其封记被删除。",
        "The entry has no seal and awaits none: it was written around the system, or its seal was removed.",
    ),
    Why.UNSEALED_TOO_LONG: Text(
        "条目等待封记过久：封记进程可能已停止，请检查后台服务。",
        "The entry has waited too long for its seal: the sealer may have stopped. Look after the worker.",
    ),
    Why.ANCHOR_DIFFERS: Text(
        "此位置的哈希与锚点不符：此处或此前的条目被改写，其后的哈希被重新计算。",
        "The hash here is not the anchored one: an entry here or before was rewritten and the hashes recomputed.",
    ),
    Why.ANCHOR_BEYOND_END: Text(
        "锚点所证明的位置已不存在：日志末尾被截断。", "The anchored position no longer exists: the end was cut off."
    ),
    Why.ANCHOR_UNSIGNED: Text(
        "锚点的签名无效，或签名密钥不在公钥清单中。",
        "The anchor's signature is not good, or its key is not among the public keys.",
    ),
    Why.ANCHOR_UNREADABLE: Text(
        "数据库中保存的锚点无法读取：其内容被更改。", "An anchor kept in the database cannot be read: it was changed."
    ),
}


@dataclass(frozen=True)
class Bad:
    """The first bad place. `position` is None for an entry that has none, `entry_id` where no entry can be named."""

    position: int | None
    entry_id: UUID | str | None
    why: Why


@dataclass(frozen=True)
class Report:
    """What a verification found. `entries` counts those recomputed and found good; `head_*` is the last of them.

    `unsealed` entries were committed and await their seal. `signatures_checked`: public keys were given for anchors.
    """

    entries: int
    after: int
    head_position: int
    head_hash: str
    unsealed: int
    oldest_unsealed_at: datetime | None
    anchors: int
    signatures_checked: bool
    first_bad: Bad | None

    @property
    def ok(self) -> bool:
        return self.first_bad is None

    def told(self) -> Text:
        """The outcome in words."""
        checked = Text(
            f"已核验位置 {self.after + 1} 至 {self.head_position} 共 {self.entries} 条，锚点 {self.anchors} 个，"
            f"待封 {self.unsealed} 条；末位哈希 {self.head_hash}。",
            f"Checked {self.entries} entries at positions {self.after + 1} to {self.head_position} and {self.anchors} "
            f"anchors; {self.unsealed} await their seal. Head hash {self.head_hash}.",
        )
        if self.first_bad is None:
            return Text(f"日志完好。{checked.zh}", f"The journal is intact. {checked.en}")
        bad = self.first_bad
        where = Text(
            f"位置 {'无' if bad.position is None else bad.position}，条目 {bad.entry_id or '无'}：{bad.why.text.zh}",
            f"Position {'none' if bad.position is None else bad.position}, entry {bad.entry_id or 'none'}: "
            f"{bad.why.text.en}",
        )
        return Text(f"日志有误。{where.zh}{checked.zh}", f"The journal is broken. {where.en} {checked.en}")


@dataclass
class _Chain:
    """The walk along the seals: where it stands, and the anchors it must pass."""

    position: int
    hash: str
    anchors: Mapping[int, Sequence[Anchor]]
    entries: int = 0
    bad: Bad | None = field(default=None)

    def walk(self, rows: Iterable[Sequence[Any]]) -> None:
        """Check `rows` (position, previous hash, hash, sealed at, sealed id, entry's columns) until one is bad."""
        for position, *values in rows:
            previous, hash, sealed_at, sealed_id, *entry = texts(values)
            why = self._fault(position, previous, hash, sealed_at, entry)
            if why is Why.GAP:
                self.bad = Bad(self.position + 1, None, why)
                return
            if why is not None:
                self.bad = Bad(position, _as_id(sealed_id), why)
                return
            self.position, self.hash = position, str(hash)
            self.entries += 1

    def _fault(
        self, position: int, previous: Field, hash: Field, sealed_at: Field, entry: Sequence[Field]
    ) -> Why | None:
        if position != self.position + 1:
            return Why.DUPLICATE if position == self.position else Why.GAP
        if entry[0] is None:
            return Why.ENTRY_MISSING
        if previous != self.hash:
            return Why.CHAIN_BROKEN
        try:
            intact = link(previous, position, sealed_at, entry) == hash
        except TypeError:
            intact = False
        if not intact:
            return Why.CONTENT_CHANGED
        if any(anchor.hash != hash for anchor in self.anchors.get(position, ())):
            return Why.ANCHOR_DIFFERS
        return None


def _as_id(text: Field) -> UUID | str:
    """The id as such; what is none any more, as it stands there."""
    try:
        return UUID(text)
    except (TypeError, ValueError):
        return str(text).encode(errors="replace").decode()


async def verify(
    database: Database,
    progress: Progress | None = None,
    *,
    after: int = 0,
    anchors: Sequence[Anchor] = (),
    public_keys: Sequence[Mapping[str, str]] | None = None,
    unsealed_too_long: timedelta = UNSEALED_TOO_LONG,
) -> Report:
    """Verify the chain from position `after` (exclusive; 0: all of it) to the newest seal there is at the start.

    `anchors` from outside are held against the chain together with those the database keeps; given `public_keys`
    (JWKs), their signatures are checked first. Both only beyond `after`: a walk that does not begin at 0 trusts the
    hash it begins with, and leaves out the search for doubled seals and for entries that nobody ever sealed.
    """
    try:
        kept, unreadable = await kept_anchors(database, after), None
    except ValueError:  # an instant that is none
        kept, unreadable = [], Bad(None, None, Why.ANCHOR_UNREADABLE)
    known = [anchor for anchor in (*kept, *anchors) if anchor.position > after]
    by_position: dict[int, list[Anchor]] = {}
    for anchor in known:
        by_position.setdefault(anchor.position, []).append(anchor)
    end, chain = await _start(database, after, by_position)
    chain.bad = chain.bad or unreadable
    if chain.bad is None and public_keys is not None:
        chain.bad = await asyncio.to_thread(_first_unsigned, known, public_keys)
    if chain.bad is None:
        await _walk(database, chain, end, progress)
    if chain.bad is None:
        beyond = next((anchor for anchor in sorted(known, key=_position) if anchor.position > chain.position), None)
        if beyond is not None:
            chain.bad = Bad(beyond.position, None, Why.ANCHOR_BEYOND_END)
    if chain.bad is None and after == 0:
        chain.bad = await _stray(database) or await _never_sealed(database)
    unsealed, oldest_id, oldest_at = await _waiting(database)
    if chain.bad is None and oldest_at is not None and clock.now() - oldest_at > unsealed_too_long:
        chain.bad = Bad(None, oldest_id, Why.UNSEALED_TOO_LONG)
    return Report(
        entries=chain.entries,
        after=after,
        head_position=chain.position,
        head_hash=chain.hash,
        unsealed=unsealed,
        oldest_unsealed_at=oldest_at,
        anchors=len(known),
        signatures_checked=public_keys is not None,
        first_bad=chain.bad,
    )


async def verify_newest(database: Database, count: int, **options: Any) -> Report:
    """`verify` for the newest `count` positions."""
    async with database.reading() as connection:
        end = await _end(connection)
    return await verify(database, after=max(0, end - count), **options)


async def export_anchor(database: Database, key: SigningKey) -> Anchor | None:
    """Verify what came since the last anchor, sign the head, keep the anchor and return it. None: nothing is sealed.

    An unchanged head keeps its anchor, so a daily call adds at most one. Raises Conflict (`journal_broken`) where the
    chain does not verify, and signs nothing then.
    """
    kept = await kept_anchors(database)
    last = kept[-1] if kept else None
    # Step one position back, so that the walk passes the last anchor and compares it.
    report = await verify(database, after=last.position - 1 if last else 0, unsealed_too_long=timedelta.max)
    if report.first_bad is not None:
        bad = report.first_bad
        raise Conflict(
            "journal_broken",
            Text(
                f"日志链在位置 {bad.position} 处不成立：{bad.why.text.zh}未签发锚点，请先查明原因。",
                f"The chain breaks at position {bad.position}: {bad.why.text.en} No anchor was signed.",
            ),
            extra={"position": bad.position, "why": bad.why.value},
        )
    if report.head_position == 0:
        return None
    return await drop_anchor(database, report.head_position, report.head_hash, key)


def _position(anchor: Anchor) -> int:
    return anchor.position


def _first_unsigned(anchors: Iterable[Anchor], public_keys: Sequence[Mapping[str, str]]) -> Bad | None:
    for anchor in sorted(anchors, key=_position):
        try:
            anchor.check(public_keys)
        except Invalid:
            return Bad(anchor.position, None, Why.ANCHOR_UNSIGNED)
    return None


async def _end(connection: AsyncConnection) -> int:
    position = col(JournalSeal.position)
    # The bound leaves out what is no number at all: on SQLite every text is greater than every number.
    return await connection.scalar(select(func.max(position)).where(position < _BEYOND)) or 0


async def _start(database: Database, after: int, anchors: Mapping[int, Sequence[Anchor]]) -> tuple[int, _Chain]:
    async with database.reading() as connection:
        end = await _end(connection)
        hash = GENESIS
        if after:
            stored = await connection.scalar(select(col(JournalSeal.hash)).where(col(JournalSeal.position) == after))
            if stored is None and after <= end:
                return end, _Chain(after, "", anchors, bad=Bad(after, None, Why.GAP))
            hash = stored or ""
    return end, _Chain(after, hash, anchors)


def _page(database: Database) -> Statement:
    """The next seals with their entries' stored texts; an entry that is missing shows as NULLs."""
    seal = [_SEAL.previous_hash, _SEAL.hash, _SEAL.sealed_at, _SEAL.entry_id]
    return (
        select(
            _SEAL.position,
            *(stored(column, is_sqlite=database.is_sqlite) for column in seal),
            *entry_columns(is_sqlite=database.is_sqlite),
        )
        .join_from(JournalSeal, JournalEntry, col(JournalEntry.id) == _SEAL.entry_id, isouter=True)
        .where(_SEAL.position >= bindparam("_from"), _SEAL.position <= bindparam("_to"))
        .order_by(_SEAL.position)
        # A literal limit tells PostgreSQL's planner how few rows come; with a parameter it plans for a tenth of all.
        .limit(bindparam("_batch", 2 * BATCH, literal_execute=True))
    )


async def _walk(database: Database, chain: _Chain, end: int, progress: Progress | None) -> None:
    page, first = _page(database), chain.position
    while chain.bad is None and chain.position < end:
        # By ranges of positions, not "the next so many": a doubled position cannot hide behind the edge of a batch.
        until = min(chain.position + BATCH, end)
        async with database.reading() as connection:
            rows = (await connection.execute(page, {"_from": chain.position + 1, "_to": until})).all()
        await asyncio.to_thread(chain.walk, rows)
        if chain.bad is None and chain.position < until:
            chain.bad = Bad(chain.position + 1, None, Why.GAP)
        if progress is not None:
            progress(chain.position - first, end - first)


async def _stray(database: Database) -> Bad | None:
    """A seal that the walk could not meet, or a second one for an entry that it met."""
    position, entry_id = col(JournalSeal.position), stored(_SEAL.entry_id, is_sqlite=database.is_sqlite)
    misplaced = select(entry_id).where((position < 1) | (position >= _BEYOND)).limit(1)
    twice = (
        select(entry_id, func.max(position))
        .group_by(_SEAL.entry_id)
        .having(func.count() > 1)
        .order_by(func.max(position))
        .limit(1)
    )
    async with database.reading() as connection:
        if found := (await connection.execute(misplaced)).first():
            return Bad(None, _as_id(*texts(found[:1])), Why.MISPLACED)
        if found := (await connection.execute(twice)).first():
            return Bad(found[1], _as_id(*texts(found[:1])), Why.SEALED_TWICE)
    return None


async def _never_sealed(database: Database) -> Bad | None:
    """The oldest entry with neither a seal nor a place in the queue, asked in one statement and so in one snapshot."""
    entry_id = _ENTRY.id
    statement = (
        select(stored(entry_id, is_sqlite=database.is_sqlite))
        .outerjoin(JournalSeal, col(JournalSeal.entry_id) == entry_id)
        .outerjoin(JournalPending, col(JournalPending.entry_id) == entry_id)
        .where(col(JournalSeal.entry_id).is_(None), col(JournalPending.entry_id).is_(None))
        .order_by(entry_id)
        .limit(1)
    )
    async with database.reading() as connection:
        found = await connection.scalar(statement)
    return Bad(None, _as_id(*texts([found])), Why.NEVER_SEALED) if found else None


async def _waiting(database: Database) -> tuple[int, UUID | None, datetime | None]:
    """How many entries await their seal, and the one that has waited longest."""
    oldest = (
        select(col(JournalEntry.id), col(JournalEntry.at))
        .join(JournalPending, col(JournalPending.entry_id) == col(JournalEntry.id))
        .order_by(col(JournalEntry.at))
        .limit(1)
    )
    async with database.reading() as connection:
        count = await connection.scalar(select(func.count()).select_from(JournalPending)) or 0
        found = (await connection.execute(oldest)).first()
    return (count, found[0], found[1]) if found else (count, None, None)
