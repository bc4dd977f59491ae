"""`Idempotency-Key` on every POST: the same key and the same request get the same answer, once done.

The claim is a row under a unique key (actor, key) inserted first thing in the request's transaction, so that of two
concurrent twins the second waits for the first and then replays. The answer is stored in the same transaction as the
effect: there is no moment at which one exists without the other. (IETF draft "The Idempotency-Key HTTP Header Field".)

A remembered answer is a read like any other, so it is given only to somebody who stands as they stood when it was
first given: acting for the same organisation, with the same permissions and recusals. Others learn that the request was
carried out, and read the record by today's rights.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import UniqueConstraint, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, SQLModel, col

from duban.kernel.access import Actor
from duban.kernel.db import instant_field, json_field, text_field
from duban.kernel.errors import Conflict, Invalid, Malformed, Text
from duban.kernel.ids import new_id

KEEP = timedelta(days=14)
"""How long an answer is remembered: longer than any client's back-off."""

STREAMED = ("multipart/form-data", "application/octet-stream")
"""Bodies that are not kept in memory. The digest that `uploads.receive` took of one stands for it, else what its sender
declared of it."""

_KEPT_HEADERS = ("content-type", "etag", "location")


class IdempotentAnswer(SQLModel, table=True):
    """The answer given to one key of one actor. A row without a status belongs to a request still running."""

    __tablename__ = "idempotent_answer"
    __table_args__ = (UniqueConstraint("actor_id", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    actor_id: UUID
    key: str = Field(max_length=200)
    fingerprint: str = Field(max_length=64)
    standing: str | None = Field(default=None, max_length=64)
    status: int | None = None
    headers: dict[str, str] = json_field(default_factory=dict)
    body: str | None = text_field(default=None)
    created_at: datetime = instant_field(nullable=False, index=True)


_TABLE: Any = IdempotentAnswer.__table__  # type: ignore[attr-defined]


def _claim(dialect: Any) -> Any:
    names = ("id", "actor_id", "key", "fingerprint", "standing", "headers", "created_at")
    row = dialect.insert(_TABLE).values({name: bindparam(name, type_=_TABLE.c[name].type) for name in names})
    return row.on_conflict_do_nothing(index_elements=["actor_id", "key"]).returning(_TABLE.c.id)


# Built once: every write runs both, and to build them anew costs more than to run them.
_CLAIM = {"sqlite": _claim(sqlite), "postgresql": _claim(postgresql)}
_REMEMBER = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("_id", type_=_TABLE.c.id.type))
    .values({name: bindparam(name, type_=_TABLE.c[name].type) for name in ("status", "headers", "body")})
)


@dataclass(frozen=True)
class Key:
    row_id: UUID


class ShownOnce(Response):
    """An answer that holds a secret. A retry gets `kept` in its place: the same answer without the secret."""

    def __init__(self, content: bytes, kept: bytes, **kwargs: Any) -> None:
        super().__init__(content, **kwargs)
        self.kept = kept


class Replay(Exception):
    """Raised to answer a repeated request with the remembered response."""

    def __init__(self, response: Response) -> None:
        super().__init__("replayed")
        self.response = response


async def fingerprint(request: Request) -> str:
    """A keyed digest over method, path, query and body (streamed bodies: see `STREAMED`).

    Keyed, because a body may hold a password, and a plain digest of it could be guessed from a copy of the database.
    """
    parts = [request.method, request.url.path, request.url.query]
    content_type = request.headers.get("content-type", "")
    if content_type.startswith(STREAMED):
        declared = f"{request.headers.get('content-length')}|{request.headers.get('content-digest')}"
        body = getattr(request.state, "upload_digest", declared).encode()
    else:
        body = await request.body()
    key: bytes = request.app.state.settings.derived_key("idempotency")
    digest = hmac.new(key, "\n".join(parts).encode() + b"\n", hashlib.sha256)
    digest.update(body)
    return digest.hexdigest()


def standing_of(me: Actor) -> str:
    """A digest of what `me` may see and do: for whom they act, their permissions, from what they are recused."""
    parts = (me.organisation_id, me.section_id, *sorted(me.permissions), "|", *sorted(me.recused))
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


async def claim(request: Request, db: AsyncSession, me: Actor, at: datetime) -> Key | None:
    """Claim the request's key; None when it sent none.

    Raises Replay; Invalid (`idempotency_mismatch`: the key was used for another request); Conflict (`already_done`:
    this very request was answered to other rights than today's).
    """
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not 1 <= len(key) <= 200 or not key.isprintable():
        raise Malformed(
            "idempotency_key_malformed",
            Text(
                "Idempotency-Key 应为 1 至 200 个可打印字符。", "Idempotency-Key takes 1 to 200 printable characters."
            ),
        )
    mark = await fingerprint(request)
    standing = standing_of(me)
    new = {
        "id": new_id(), "actor_id": me.id, "key": key, "fingerprint": mark, "standing": standing, "headers": {},
        "created_at": at,
    }  # fmt: skip
    connection = await db.connection()
    inserted = await connection.scalar(_CLAIM[connection.dialect.name], new)
    if inserted:
        return Key(inserted)
    known = (
        await db.execute(
            select(
                col(IdempotentAnswer.fingerprint),
                col(IdempotentAnswer.standing),
                col(IdempotentAnswer.status),
                col(IdempotentAnswer.headers),
                col(IdempotentAnswer.body),
            ).where(col(IdempotentAnswer.actor_id) == me.id, col(IdempotentAnswer.key) == key)
        )
    ).one()
    if known.fingerprint != mark:
        raise Invalid(
            "idempotency_mismatch",
            Text(
                "这个 Idempotency-Key 已用于另一个请求。请为新的请求换一个新值。",
                "This Idempotency-Key was used for a different request. Use a fresh key for a new request.",
            ),
        )
    if known.standing is not None and known.standing != standing:
        raise Conflict(
            "already_done",
            Text(
                "这个请求已经办理过。您当前的身份或权限与当时不同，请按现在的权限重新查询结果。",
                "This request was carried out before. You now act with other rights than then: read the record anew.",
            ),
            extra={"location": known.headers.get("location")},
        )
    raise Replay(
        Response(
            content=(known.body or "").encode(),
            status_code=known.status or 200,
            headers={**known.headers, "Idempotent-Replayed": "true"},
        )
    )


async def remember(key: Key, db: AsyncSession, response: Response) -> None:
    """Keep the answer beside the effect, in the same transaction. Streamed answers are not replayable and not kept."""
    body = response.kept if isinstance(response, ShownOnce) else getattr(response, "body", None)
    if body is None:
        await db.execute(delete(IdempotentAnswer).where(col(IdempotentAnswer.id) == key.row_id))
        return
    await (await db.connection()).execute(
        _REMEMBER,
        {
            "_id": key.row_id,
            "status": response.status_code,
            "headers": {k: v for k, v in response.headers.items() if k in _KEPT_HEADERS},
            "body": bytes(body).decode(),
        },
    )


async def forget_old(db: AsyncSession, at: datetime) -> int:
    """Drop answers older than `KEEP`; returns how many. Run by a daily tick."""
    result = await db.execute(delete(IdempotentAnswer).where(col(IdempotentAnswer.created_at) < at - KEEP))
    return int(result.rowcount)  # type: ignore[attr-defined]
