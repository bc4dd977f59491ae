"""What must hold before a step of a notice is taken. Guards look only at the notice's own columns, so that
`available_actions` can say the same thing beforehand."""

from typing import Any

from duban.kernel.errors import Text
from duban.kernel.workflow import By, Refusal
from duban.notices.words import NoticeKind, NoticeState


def acts_for_the_authority(notice: Any, by: By) -> Refusal | None:
    """The authority addressed handles it, or one above it: nobody below answers in its place, and no institution.

    The ancestors stand on the notice, the root first. Where its institution was moved out from under the authority,
    those that now stand above it handle it.
    """
    above = [
        str(level) for level in (notice.org_l1, notice.org_l2, notice.org_l3, notice.org_l4, notice.org_l5) if level
    ]
    addressed = str(notice.authority_id)
    if not by.from_institution and (
        addressed not in above or str(by.organisation_id) in above[: above.index(addressed) + 1]
    ):
        return None
    return Refusal(
        "not_the_addressee",
        Text(
            "这一步由收到通报的主管部门或其上级办理。",
            "The authority to which it is addressed takes this step, or one above it.",
        ),
    )


def the_letter_is_attached(notice: Any, by: By) -> Refusal | None:
    """Where an answer is owed it is given in writing."""
    if not notice.needs_answer or notice.answer_letters > 0:
        return None
    return Refusal(
        "no_answer_letter",
        Text("须书面答复：请先上传复函。", "The answer is owed in writing: attach the letter first."),
    )


def the_answer_was_given(notice: Any, by: By) -> Refusal | None:
    if not notice.needs_answer or notice.state == NoticeState.ANSWERED:
        return None
    return Refusal("not_answered", Text("须先答复对方，再办结。", "The answer is owed before it is closed."))


def a_task_was_opened(notice: Any, by: By) -> Refusal | None:
    """A loophole in the sector's management ends in rectification (D01-R71)."""
    if notice.kind != NoticeKind.SECTOR_LOOPHOLE_NOTICE or notice.task_count > 0:
        return None
    return Refusal(
        "no_task",
        Text("行业管理漏洞须先提出整改事项，再办结。", "A loophole leads to a rectification task before it is closed."),
    )
