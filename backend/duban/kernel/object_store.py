"""Where the bytes of evidence lie: a folder, an S3-compatible bucket, or memory. Created once, never written again.

A key is the content's SHA-256 with the attachment's id: the name proves the bytes, and no two attachments share an
object, so that clearing away a failed upload can never take another's evidence along.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit
from uuid import UUID

import obstore
from obstore.exceptions import AlreadyExistsError, NotFoundError
from obstore.store import LocalStore, MemoryStore, from_url
from sqlalchemy import select
from sqlmodel import col

from duban.kernel.db import Database, Row

CHUNK_BYTES = 256 << 10
WHOLE_BYTES = 5 << 20
"""Up to here an object is sent in one piece; the smallest part that S3 takes is as large."""

EVIDENCE = "sha256"
"""The first part of the keys of evidence."""

ABANDONED_AFTER = timedelta(days=30)
"""An upload takes minutes from its object to its commit. A database that was put back from a copy of last week knows
nothing of this week's evidence, though; a month is the time to notice that."""

FEW, SHARE = 20, 20
"""So many abandoned objects are believed at once, or one in `SHARE` of all. More are no leavings of killed uploads: the
database is an old copy, or another one."""


class ObjectLost(Exception):
    """The database knows the object and the store does not: evidence is gone, and somebody must be told loudly."""


def key_of(sha256: str, id: UUID) -> str:
    return f"{EVIDENCE}/{sha256[:2]}/{sha256}/{id}"


class ObjectStore:
    """Create-only storage behind one address (`file:///folder`, `s3://bucket/prefix`, `memory:///`)."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme == "file":
            folder = Path(unquote(parts.path))
            folder.mkdir(parents=True, exist_ok=True)
            self._store: LocalStore | MemoryStore = LocalStore(folder)
        elif parts.scheme == "memory":
            self._store = MemoryStore()
        else:
            self._store = from_url(url)  # type: ignore[assignment]

    async def put(self, key: str, file: BinaryIO) -> None:
        """Store the whole of `file` under `key`, piece by piece. Raises FileExistsError where the key is taken."""
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        try:
            # A thread and not `put_async`: the file is read there as well, which would hold up the loop.
            if size <= WHOLE_BYTES:
                await asyncio.to_thread(obstore.put, self._store, key, file, mode="create")
                return
            # Stores create only what comes in one piece. In parts, the key's fresh id keeps writers apart, and this
            # look finds the caller who uses a key twice.
            if await self._has(key):
                raise FileExistsError(key)
            await asyncio.to_thread(obstore.put, self._store, key, file, chunk_size=WHOLE_BYTES, max_concurrency=2)
        except AlreadyExistsError as error:
            raise FileExistsError(key) from error

    async def _has(self, key: str) -> bool:
        try:
            await obstore.head_async(self._store, key)
        except (FileNotFoundError, NotFoundError):
            return False
        return True

    async def stream(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` up to, and without, `end`, in pieces of about `CHUNK_BYTES`. Raises ObjectLost."""
        try:
            found = await obstore.get_async(self._store, key, options={"range": (start, end)})
        except (FileNotFoundError, NotFoundError) as error:
            raise ObjectLost(key) from error
        async for piece in found.stream(min_chunk_size=CHUNK_BYTES):
            for part in _parts(memoryview(piece)):
                yield part

    async def discard(self, key: str) -> None:
        """Remove what no row names. Nothing there is as good as removed."""
        try:
            await obstore.delete_async(self._store, key)
        except (FileNotFoundError, NotFoundError):
            return

    async def older_than(self, moment: datetime, prefix: str = EVIDENCE) -> AsyncIterator[list[str]]:
        """The keys below `prefix` of objects stored before `moment`, by the hundreds."""
        async for page in obstore.list(self._store, prefix=prefix, chunk_size=500):
            keys = [str(entry["path"]) for entry in page if entry["last_modified"] < moment]
            if keys:
                yield keys


def _parts(piece: memoryview) -> Iterator[bytes]:
    return (bytes(piece[at : at + CHUNK_BYTES]) for at in range(0, len(piece), CHUNK_BYTES))


@lru_cache(maxsize=4)
def open_store(url: str) -> ObjectStore:
    """The store at `url`, opened once per process."""
    return ObjectStore(url)


class WrongStore(Exception):
    """Of `seen` stored objects the database does not know `unknown`: it is not the one they belong to, or an old copy
    of it. Nothing was removed."""

    def __init__(self, unknown: int, seen: int) -> None:
        super().__init__(f"{unknown} of {seen} stored objects are unknown to this database; nothing was removed")


async def clear_abandoned(database: Database, store: ObjectStore, model: type[Row], moment: datetime) -> int:
    """Remove objects older than `ABANDONED_AFTER` at `moment` that no row of `model` names; returns how many.

    They are left by uploads whose process was killed between storing and commit. A key that is not ours is left alone.
    Raises WrongStore, and removes nothing, where there are too many of them to be that.
    """
    abandoned, seen = list[str](), 0
    async for keys in store.older_than(moment - ABANDONED_AFTER):
        owners = {key: owner for key in keys if (owner := _owner(key)) is not None}
        async with database.reading() as connection:
            known = set(await connection.scalars(select(col(model.id)).where(col(model.id).in_(set(owners.values())))))
        seen += len(owners)
        abandoned += [key for key, owner in owners.items() if owner not in known]
    if len(abandoned) > max(FEW, seen // SHARE):
        raise WrongStore(len(abandoned), seen)
    for key in abandoned:
        await store.discard(key)
    return len(abandoned)


def _owner(key: str) -> UUID | None:
    try:
        return UUID(key.rsplit("/", 1)[-1])
    except ValueError:
        return None
