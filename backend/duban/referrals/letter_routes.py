"""The official papers of a referral over HTTP, as Word documents: filled in from what was entered, to be signed."""

import asyncio
from enum import StrEnum
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from duban.clues.models import Clue
from duban.clues.rules import REVEAL
from duban.kernel import journal
from duban.kernel.access import one_visible
from duban.kernel.errors import Conflict, Text, not_found
from duban.kernel.file_names import as_download
from duban.kernel.organisations import Organisation
from duban.kernel.problems import refusals
from duban.kernel.web import DubanRoute, Writing
from duban.orgs.protection import key_ring
from duban.referrals import letters
from duban.referrals.models import Referral
from duban.referrals.packing import DOCX
from duban.referrals.papers import Written, officers_of
from duban.referrals.rules import READ

router = APIRouter(prefix="/referrals", tags=["referrals 移送"], route_class=DubanRoute)
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}


class LetterName(StrEnum):
    """A paper that is filled in when it is asked for."""

    RECONSIDERATION_REQUEST = "reconsideration_request"
    SUPERVISION_SUGGESTION = "supervision_suggestion"
    GOODS_HANDOVER = "goods_handover"


NEEDS = {
    LetterName.RECONSIDERATION_REQUEST: "reconsideration_asked_at",
    LetterName.SUPERVISION_SUGGESTION: "supervision_suggested_at",
    LetterName.GOODS_HANDOVER: "handed_over_at",
}
"""What must have been entered before a paper can say it."""


@router.get(
    "/{id}/letters/{name}",
    response_class=Response,
    operation_id="referral_letter",
    summary="生成文书 Fill in an official paper",
    responses={
        200: {"content": {DOCX: {"schema": {"type": "string", "format": "binary"}}}},
        **refusals(401, 403, 404, 409, 422, 503),
    },
    openapi_extra=SECURED,
)
async def read_letter(request: Request, id: UUID, name: str, act: Writing) -> Response:
    """复议申请书, 立案监督建议书 or 物品交接清单, out of what was entered. Suspects stand in them in plain: needs
    `clue.reveal`, and every look is journalled. 409 `letter_too_early`: what it says was not entered yet. `name`:
    `reconsideration_request`, `supervision_suggestion` or `goods_handover`; 404 for any other.
    """
    referral = await one_visible(act.db, Referral, id, act.me)
    act.me.require(READ)
    act.me.require(REVEAL)
    if name not in set(LetterName):
        raise not_found()
    paper = LetterName(name)
    if getattr(referral, NEEDS[paper]) is None or referral.document_number is None:
        raise Conflict(
            "letter_too_early",
            Text(
                "尚未登记相应环节（{letter}），不能生成文书。请先办理该步骤。",
                "What this paper says ({letter}) was not entered yet: take that step first.",
            ).format(letter=letters.LETTERS[paper].title),
        )
    written = Written(
        key_ring(request.app.state.settings),
        referral,
        await act.db.get_one(Clue, referral.clue_id),
        await act.db.get_one(Organisation, referral.organisation_id),
        await officers_of(act.db, referral),
        referral.document_number,
        getattr(referral, NEEDS[paper]),
    )
    journal.record(
        act.db, act.me, act.now, "referral:letter", referral, label=referral.label,
        changes={"letter": (None, paper.value)}, request_id=act.request_id,
    )  # fmt: skip
    data = await asyncio.to_thread(letters.render, paper.value, written.values(paper.value))
    headers = {
        "Content-Disposition": as_download(f"{letters.LETTERS[paper].title} {referral.number}.docx"),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(data, media_type=DOCX, headers=headers)
