"""The keys that sign: kept encrypted in the database, shared by all processes, read again when a new one appears."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlmodel import col

from duban.kernel.clock import now
from duban.kernel.db import Database
from duban.kernel.errors import Unauthenticated
from duban.kernel.protected import KeyRing
from duban.kernel.tokens import SigningKey, TokenSigner, generate_key
from duban.orgs.models import SigningKeyRow
from duban.orgs.protection import SIGNING_KEY, key_ring
from duban.settings import Settings

AUDIENCE = "duban-api"
RELOAD = timedelta(seconds=60)
"""A process learns of another's new key after this long at the latest, or as soon as a token names an unknown one."""
SOONEST_RELOAD = timedelta(seconds=2)
"""Unknown keys in forged tokens make nobody read the table more often than this."""

_COLUMNS = select(
    col(SigningKeyRow.kid),
    col(SigningKeyRow.private_pem_encrypted),
    col(SigningKeyRow.public_jwk),
    col(SigningKeyRow.made_at),
    col(SigningKeyRow.retired_at),
).order_by(col(SigningKeyRow.made_at))


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
    able = [key for key in await signing_keys(db, ring) if key.private_pem and key.retired_at is None]
    return able[-1] if able else await _add_key(db, ring)


async def rotate_signing_key(db: AsyncSession, settings: Settings) -> SigningKey:
    """A new key in place of the present ones, which sign nothing once every process has read it (`RELOAD`, twice)."""
    retires_at = now() + 2 * RELOAD
    rows = await db.scalars(
        select(SigningKeyRow).where(col(SigningKeyRow.retired_at).is_(None)).with_for_update(of=SigningKeyRow)
    )
    for row in rows:
        row.retired_at, row.private_pem_encrypted = retires_at, None
        row.touch(now())
    return await _add_key(db, key_ring(settings))


async def _add_key(db: AsyncSession, ring: KeyRing) -> SigningKey:
    key = generate_key()
    db.add(
        SigningKeyRow(
            kid=key.kid,
            private_pem_encrypted=ring.encrypt(key.private_pem or "", SIGNING_KEY),
            public_jwk=dict(key.public_jwk),
            made_at=key.created_at,
        )
    )
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
                self._signer = TokenSigner(self._settings.public_url, AUDIENCE, keys, longest=LONGEST)
                self._read_at = now()
            return self._signer
