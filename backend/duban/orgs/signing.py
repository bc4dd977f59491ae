"""The keys that sign: kept encrypted in the database, shared by all processes, read again when a new one appears."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlmodel import col

from duban.kernel.acts import Act
from duban.kernel.clock import now
from duban.kernel.db import Database
from duban.kernel.errors import Unauthenticated
from duban.kernel.journal import Visibility
from duban.kernel.protected import KeyRing
from duban.kernel.tokens import SigningKey, TokenSigner, generate_key, signing_now
from duban.orgs.models import SigningKeyRow
from duban.orgs.protection import SIGNING_KEY, key_ring
from duban.settings import Settings

AUDIENCE = "duban-api"
RELOAD = timedelta(seconds=60)
"""A process learns of another's new key after this long at the latest, or as soon as a token names an unknown one."""
PUBLISHED = timedelta(seconds=300) + RELOAD
"""So long a new key is in `jwks.json` before it signs: its readers may keep that page for 300 seconds, and a process of
ours its keys for `RELOAD`."""
SOONEST_RELOAD = timedelta(seconds=2)
"""Unknown keys in forged tokens make nobody read the table more often than this."""

_COLUMNS = select(
    col(SigningKeyRow.kid),
    col(SigningKeyRow.private_pem_encrypted),
    col(SigningKeyRow.public_jwk),
    col(SigningKeyRow.made_at),
    col(SigningKeyRow.retired_at),
).order_by(col(SigningKeyRow.made_at))


ROTATED = "rotation"
LONGEST = timedelta(hours=1)
"""No access token lives longer (the setting's own limit)."""


async def signing_keys(db: AsyncSession | AsyncConnection, ring: KeyRing) -> list[SigningKey]:
    """Every key there ever was, the oldest first; private halves where they still exist."""
    return [
        SigningKey(row.kid, ring.decrypt(row.private_pem_encrypted, SIGNING_KEY) if row.private_pem_encrypted else None,
                   row.public_jwk, row.made_at, row.retired_at)
        for row in await db.execute(_COLUMNS)
    ]  # fmt: skip


async def ensure_signing_key(db: AsyncSession, settings: Settings) -> SigningKey:
    """The key that signs now; makes the first one. Two processes that make one at once leave two good keys."""
    ring = key_ring(settings)
    return signing_now(await signing_keys(db, ring), now(), PUBLISHED) or await _add_key(db, ring)


async def rotate_signing_key(act: Act, settings: Settings) -> SigningKey:
    """A new key, to sign once it has been `PUBLISHED`; the present ones sign until then and vouch for what they signed.

    Their private halves go when they have retired (`forget_retired`). Locks the keys it retires.
    """
    retires_at = act.now + PUBLISHED + RELOAD
    rows = (
        await act.db.scalars(
            select(SigningKeyRow).where(col(SigningKeyRow.retired_at).is_(None)).with_for_update(of=SigningKeyRow)
        )
    ).all()
    for row in rows:
        act.change(
            row, {"retired_at": retires_at}, action="signing_key:retire", reason=ROTATED, visibility=Visibility.SECURITY
        )
    return await _add_key(act.db, key_ring(settings), act)


async def forget_retired(act: Act) -> int:
    """Drop the private halves of the keys that have retired; returns how many. Run by a tick."""
    rows = await act.db.scalars(
        select(SigningKeyRow)
        .where(col(SigningKeyRow.retired_at) <= act.now, col(SigningKeyRow.private_pem_encrypted).is_not(None))
        .with_for_update(of=SigningKeyRow)
    )
    gone = rows.all()
    for row in gone:
        row.private_pem_encrypted = None
        act.note("signing_key:forget", row, reason=ROTATED, visibility=Visibility.SECURITY)
    return len(gone)


async def _add_key(db: AsyncSession, ring: KeyRing, act: Act | None = None) -> SigningKey:
    key = generate_key()
    row = SigningKeyRow(
        kid=key.kid,
        private_pem_encrypted=ring.encrypt(key.private_pem or "", SIGNING_KEY),
        public_jwk=dict(key.public_jwk),
        made_at=key.created_at,
    )
    db.add(row)
    if act is not None:
        changes = {"kid": (None, key.kid)}
        act.note("signing_key:rotate", row, changes=changes, reason=ROTATED, visibility=Visibility.SECURITY)
    await db.flush()
    return key


class Signing:
    """The application's signer over the keys in the database."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._ring = key_ring(settings)
        self._signer: TokenSigner | None = None
        self._can_sign = False
        self._read_at: datetime | None = None
        self._reading = asyncio.Lock()

    async def signer(self) -> TokenSigner:
        """The signer with today's keys; makes the first key of an installation. Call it outside any transaction."""
        signer = await self._loaded(RELOAD)
        if not self._can_sign:
            async with self._database.transaction() as db:
                await ensure_signing_key(db, self._settings)
            signer = await self._loaded(timedelta(0))
        return signer

    async def public_keys(self) -> list[Mapping[str, str]]:
        """The public half of every key there ever was (JWKs): what was signed years ago is checked with it."""
        async with self._database.reading() as connection:
            return [key.public_jwk for key in await signing_keys(connection, self._ring)]

    async def verify(self, token: str) -> dict[str, Any]:
        """The claims of a good token. Raises Unauthenticated: `token_expired`, `token_invalid`."""
        try:
            return (await self._loaded(RELOAD)).verify(token)
        except Unauthenticated as refused:
            if refused.code != "token_invalid" or not self._older_than(SOONEST_RELOAD):
                raise
        return (await self._loaded(SOONEST_RELOAD)).verify(token)

    def _older_than(self, age: timedelta) -> bool:
        # A clock that a story put back must not keep the keys for ever.
        return self._read_at is None or not timedelta(0) <= now() - self._read_at < age

    async def _loaded(self, age: timedelta) -> TokenSigner:
        async with self._reading:
            if self._signer is None or self._older_than(age):
                async with self._database.reading() as connection:
                    keys = await signing_keys(connection, self._ring)
                self._can_sign = any(key.private_pem and key.retired_at is None for key in keys)
                self._signer = TokenSigner(
                    self._settings.public_url, AUDIENCE, keys, longest=LONGEST, published=PUBLISHED
                )
                self._read_at = now()
            return self._signer
