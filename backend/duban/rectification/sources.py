"""Where a task may say that it comes from, when a person or a machine drafts it.

This module does not know campaigns, inspections or complaints: whoever keeps such a thing vouches for it in `SOURCES`.
What the system alone opens (a self-check's problem, a relapse) is not for drafting.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

from duban.kernel.acts import Act
from duban.kernel.errors import FieldError, Invalid, Text
from duban.rectification.schemas import TaskCreate
from duban.rectification.words import SOURCES as WORDS
from duban.rectification.words import SourceType

Vouch = Callable[[Act, UUID], Awaitable[bool]]
"""Whether the thing with that id exists for the actor."""

CAMPAIGN = "campaign"

SOURCES: dict[str, Vouch] = {}
"""By the word of the source ("inspection"), or `CAMPAIGN`; entered by the module that keeps such things."""

RESERVED = frozenset({SourceType.SELF_CHECK, SourceType.LOOK_BACK})
"""Opened by the submission of a self-check and by a relapse, never drafted."""


async def require_known(act: Act, body: TaskCreate) -> None:
    """Raise Invalid for a source that only the system names, and for a campaign or source that is not there for the
    actor."""
    if body.source_type in RESERVED:
        word = WORDS[body.source_type]
        raise _refuse(
            "source_type",
            "source_reserved",
            Text(
                "来源“{zh}”的任务由系统在自查报送或回头看认定反弹时生成，请选择其他来源。",
                "Tasks out of a {en} are opened by the system when it is reported. Choose another source.",
            ).format(zh=word.zh, en=word.en),
        )
    if body.campaign_id is not None and not await _vouched(act, CAMPAIGN, body.campaign_id):
        raise _refuse(
            "campaign_id",
            "campaign_unknown",
            Text(
                "没有这个专项行动，或者它不在您的管辖范围内。请从专项行动列表中选择，或留空。",
                "There is no such campaign for you. Choose one from the list of campaigns, or leave it out.",
            ),
        )
    if body.source_id is not None and not await _vouched(act, body.source_type.value, body.source_id):
        raise _refuse(
            "source_id",
            "source_unknown",
            Text(
                "系统中没有这个来源记录。请留空，并在 source_label 中写明来源文号或编号。",
                "Nothing with this id is kept here. Leave it out, and name the paper it comes from in source_label.",
            ),
        )


async def _vouched(act: Act, word: str, id: UUID) -> bool:
    vouch = SOURCES.get(word)
    return vouch is not None and await vouch(act, id)


def _refuse(field: str, code: str, text: Text) -> Invalid:
    return Invalid(code, text, [FieldError(f"/{field}", code, text)])
