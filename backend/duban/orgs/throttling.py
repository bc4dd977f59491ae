"""How often anybody may try to sign in: counted in the database, so that several processes count together.

Three keys, all keyed digests (no name and no address is kept in plain): the network address, a name at an address, and
a name that belongs to nobody. The last locks after as many failures as a real account, so that locking tells nobody
which accounts exist.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlmodel import col

from duban.kernel.db import UtcDateTime
from duban.kernel.errors import Text, TooMany
from duban.kernel.ids import new_id
from duban.kernel.protected import KeyRing
from duban.orgs.models import SignInCounter
from duban.orgs.protection import COUNTER

WINDOW = timedelta(minutes=1)
NAME_AT_ADDRESS_PER_WINDOW = 10
"""Twice what locks an account by default: a person who mistypes never meets it, a program does at once."""
KEEP = timedelta(days=1)


@dataclass(frozen=True)
class Count:
    """Attempts under a key since `since`."""

    counted: int
    since: datetime
    locked_until: datetime | None


async def count(db: AsyncSession, key: str, at: datetime, window: timedelta | None) -> Count:
    """Count one attempt under `key` and return the count; it starts again at one after `window` (None: never).

    The row stays locked until the transaction ends.
    """
    dialect = sqlite if db.get_bind().dialect.name == "sqlite" else postgresql
    insert = dialect.insert(SignInCounter).values(
        id=new_id(), key=key, counted=1, since=at, created_at=at, updated_at=at, version=1
    )
    moment = literal(at, UtcDateTime())
    stale = col(SignInCounter.since) <= at - window if window else literal(False)
    row = (
        await db.execute(
            insert.on_conflict_do_update(
                index_elements=["key"],
                set_={
                    "counted": case((stale, 1), else_=col(SignInCounter.counted) + 1),
                    "since": case((stale, moment), else_=col(SignInCounter.since)),
                    "updated_at": moment,
                },
            ).returning(col(SignInCounter.counted), col(SignInCounter.since), col(SignInCounter.locked_until))
        )
    ).one()
    return Count(row.counted, row.since, row.locked_until)


@dataclass(frozen=True)
class Limit:
    """At most `most` attempts under `key` within `window`; 0: no limit."""

    key: str
    window: timedelta
    most: int


async def passed(db: AsyncSession, at: datetime, *limits: Limit) -> int | None:
    """Count one attempt under every limit; the seconds to wait where it is one too many, None where it is not. Its
    writes must be committed, also where the attempt is refused."""
    for limit in limits:
        if limit.most:
            found = await count(db, limit.key, at, limit.window)
            if found.counted > limit.most:
                return _left(found.since, limit, at)
    return None


async def reached(db: AsyncSession | AsyncConnection, at: datetime, *limits: Limit) -> int | None:
    """The seconds to wait where one attempt more would pass one of `limits`. Counts nothing."""
    kept = select(col(SignInCounter.key), col(SignInCounter.counted), col(SignInCounter.since))
    rows = {row.key: row for row in await db.execute(kept.where(col(SignInCounter.key).in_([x.key for x in limits])))}
    for limit in limits:
        row = rows.get(limit.key)
        if row is not None and limit.most and row.counted >= limit.most and row.since + limit.window > at:
            return _left(row.since, limit, at)
    return None


def _left(since: datetime, limit: Limit, at: datetime) -> int:
    return max(1, int((since + limit.window - at).total_seconds()))


@dataclass(frozen=True)
class Refused:
    """A limit that was passed. `first` is true for the attempt that passed it: that one is journalled."""

    problem: TooMany
    first: bool


async def admit(
    db: AsyncSession, ring: KeyRing, at: datetime, *, address: str, name: str, per_minute: int
) -> Refused | None:
    """Count an attempt of `name` from `address`; the refusal when either came too often within `WINDOW`.

    `per_minute` is the limit of one address, inclusive; 0: no limit.
    """
    limits = [(address_key(ring, address), per_minute), (name_key(ring, name, address), NAME_AT_ADDRESS_PER_WINDOW)]
    if per_minute == 0:
        limits = limits[1:]
    for key, most in limits:
        found = await count(db, key, at, WINDOW)
        if found.counted > most:
            return Refused(too_often(found, at), found.counted == most + 1)
    return None


def address_key(ring: KeyRing, address: str) -> str:
    return ring.digest(f"address|{address}", COUNTER)


def name_key(ring: KeyRing, name: str, address: str | None = None) -> str:
    """The key of a name at an address; without one, of a name that belongs to nobody."""
    return ring.digest(f"name|{address or ''}|{name}", COUNTER)


def too_often(found: Count, at: datetime) -> TooMany:
    """The answer to more attempts than allowed: when the window is over."""
    seconds = max(1, int((found.since + WINDOW - at).total_seconds()))
    return TooMany(
        "sign_in_too_often",
        Text(
            f"登录尝试过于频繁，请在 {seconds} 秒后再试。",
            f"Too many attempts to sign in. Try again in {seconds} seconds.",
        ),
        retry_after=seconds,
    )


def locked(until: datetime, at: datetime) -> TooMany:
    """The answer of a locked account, and of a name that belongs to nobody after as many failures."""
    seconds = max(1, int((until - at).total_seconds()))
    minutes = -(-seconds // 60)
    return TooMany(
        "locked",
        Text(
            f"连续输错次数过多，账号已锁定，请在 {minutes} 分钟后再试，或联系系统管理员解锁。",
            f"Too many wrong attempts in a row: the account is locked. Try again in {minutes} minutes, "
            "or ask the system administrator to unlock it.",
        ),
        retry_after=seconds,
    )


async def forget_old(db: AsyncSession, at: datetime) -> int:
    """Drop counters that nobody has counted on for `KEEP`; returns how many. Run by a daily tick."""
    result = await db.execute(delete(SignInCounter).where(col(SignInCounter.updated_at) < at - KEEP))
    return int(result.rowcount)  # type: ignore[attr-defined]
