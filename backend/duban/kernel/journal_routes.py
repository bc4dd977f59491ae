"""`/journal`: the feed and the audit trail, its verification, its anchors.

Looking at the journal is itself looked at, in measure: a verification is journalled each time, with its outcome; the
pages of the feed are not, or every page read would write the next one.
"""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from duban.kernel.anchors import kept_anchors, write_lines
from duban.kernel.journal import Visibility
from duban.kernel.journal_feed import READ, JournalPage, JournalQuery, read_page
from duban.kernel.lane import dump
from duban.kernel.problems import refusals
from duban.kernel.resources import Schema
from duban.kernel.transitions import IdempotencyKey
from duban.kernel.verification import Bad, Report, Why, verify_newest
from duban.kernel.web import DubanRoute, Me, current_act, database

VERIFY = "journal.verify"
SIGNED_IN: dict[str, Any] = {"security": [{"bearer": []}]}

router = APIRouter(prefix="/journal", tags=["journal"], route_class=DubanRoute)


class WholeJournal:
    """The journal as the subject of an entry about itself."""

    id: ClassVar[UUID] = UUID(int=0)
    label: ClassVar[str] = "journal"

    @classmethod
    def word(cls) -> str:
        return "journal"


class VerificationIn(Schema):
    newest: int = Field(
        10_000, ge=1, le=200_000, description="How many of the newest positions to verify while you wait"
    )


class FirstBadRead(BaseModel):
    """The first place that is wrong."""

    position: int | None = Field(description="Its position; null for an entry that has none")
    entry_id: str | None = Field(description="The entry; null where none can be named")
    why: Why
    why_zh: str
    why_en: str


class VerificationRead(BaseModel):
    """What a verification found."""

    ok: bool
    after: int = Field(description="The walk began after this position")
    entries: int = Field(description="Entries recomputed and found good")
    head_position: int = Field(description="The last of them")
    head_hash: str
    unsealed: int = Field(description="Committed entries that await their seal")
    oldest_unsealed_at: datetime | None
    anchors: int = Field(description="Anchors held against the chain")
    signatures_checked: bool = Field(description="Whether the anchors' signatures were checked as well")
    first_bad: FirstBadRead | None


class AnchorRead(BaseModel):
    """A signed statement: at this position the journal's hash was this."""

    position: int
    hash: str
    at: datetime
    signature: str = Field(description="ES256, detached (RFC 7515 app. F), over the compact JSON of the other three")


class AnchorList(BaseModel):
    """Anchors, and where to go on."""

    items: list[AnchorRead]
    next_position: int | None = Field(
        description="Send it as `after` (newest first: as `before`) for more; null: this was the last page"
    )


class AnchorQuery(BaseModel):
    """Which anchors, in which direction."""

    model_config = ConfigDict(extra="forbid")

    after: int = Field(0, ge=0, le=2**62, description="Only anchors beyond this position")
    before: int | None = Field(None, ge=1, le=2**62, description="Only anchors at smaller positions than this")
    sort: Literal["position", "-position"] = Field("position", description="`-position`: newest first")
    limit: int = Field(100, ge=1, le=1000, description="Anchors per page, 1 to 1000; one is made a day")


@router.get(
    "",
    operation_id="journal_list",
    summary="日志 journal: 按位置读取 read by position",
    response_model=JournalPage,
    responses=refusals(401, 403, 422),
    openapi_extra=SIGNED_IN,
)
async def read_journal(request: Request, me: Me, query: Annotated[JournalQuery, Query()]) -> Response:
    """Every change in your part of the tree, in an order that never changes.

    As a feed: send the last `next_position` as `after`, as often as you like; nothing is missed and nothing comes
    twice. `journal.feed` gives the entries of matters you may read, with their values; `journal.read` gives all
    entries, those of matters without values. A page may be short or empty while `more` is true: go on.
    """
    return Response(dump(await read_page(database(request), me, query)), media_type="application/json")


@router.post(
    "/verify",
    operation_id="journal_verify",
    summary="日志 journal: 核验 verify",
    response_model=VerificationRead,
    responses=refusals(400, 401, 403, 422, 503),
    openapi_extra=SIGNED_IN,
)
async def verify_journal(
    request: Request, me: Me, body: VerificationIn, idempotency_key: IdempotencyKey = None
) -> Response:
    """Recompute the newest hashes, hold the kept anchors against them and check the anchors' signatures.

    The outcome is journalled. `duban journal verify` walks the whole chain, and takes anchors that left the system.
    """
    me.require(VERIFY)
    # First the long look, on a read-only connection; the write lock only for the one entry about it.
    public_keys = await request.app.state.public_keys()
    report = await verify_newest(database(request), body.newest, public_keys=public_keys)
    act = await current_act(request, me)
    act.note(
        "journal:verify",
        WholeJournal(),
        label=WholeJournal.label,
        changes={"ok": (None, report.ok), "after": (None, report.after), "head_position": (None, report.head_position)},
        visibility=Visibility.SECURITY,
    )
    return Response(dump(_found(report)), media_type="application/json")


@router.get(
    "/anchors",
    operation_id="journal_anchors",
    summary="日志 journal: 锚点 anchors",
    response_model=AnchorList,
    responses={
        **refusals(401, 403, 422),
        200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}, "description": "The anchors"},
    },
    openapi_extra=SIGNED_IN,
)
async def read_anchors(request: Request, me: Me, query: Annotated[AnchorQuery, Query()]) -> Response:
    """The signed anchors by position. With `Accept: application/x-ndjson`: the file for the auditor, all beyond `after`
    in one piece."""
    me.require(READ)
    db = database(request)
    if "application/x-ndjson" in request.headers.get("accept", ""):
        anchors = await kept_anchors(db, query.after)
        return Response(
            write_lines(anchors),
            media_type="application/x-ndjson",
            headers={"Content-Disposition": 'attachment; filename="journal-anchors.jsonl"'},
        )
    found = await kept_anchors(
        db, query.after, before=query.before, newest_first=query.sort == "-position", limit=query.limit + 1
    )
    more, found = len(found) > query.limit, found[: query.limit]
    items = [{"position": a.position, "hash": a.hash, "at": a.at, "signature": a.signature} for a in found]
    told = {"items": items, "next_position": found[-1].position if more else None}
    return Response(dump(told), media_type="application/json")


def _found(report: Report) -> dict[str, Any]:
    """`report` as `VerificationRead`."""
    return {
        "ok": report.ok,
        "after": report.after,
        "entries": report.entries,
        "head_position": report.head_position,
        "head_hash": report.head_hash,
        "unsealed": report.unsealed,
        "oldest_unsealed_at": report.oldest_unsealed_at,
        "anchors": report.anchors,
        "signatures_checked": report.signatures_checked,
        "first_bad": _found_bad(report.first_bad) if report.first_bad else None,
    }


def _found_bad(bad: Bad) -> dict[str, Any]:
    return {
        "position": bad.position,
        "entry_id": str(bad.entry_id) if bad.entry_id else None,
        "why": bad.why.value,
        "why_zh": bad.why.text.zh,
        "why_en": bad.why.text.en,
    }
