"""Documents of a duty: what one more, or one taken back, means to it."""

from duban.campaigns.models import Duty
from duban.campaigns.rules import DutyState
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, Text
from duban.kernel.evidence import SUBJECTS, SubjectRule

OPEN = (DutyState.PLANNED, DutyState.OPEN, DutyState.RETURNED, DutyState.MISSING, DutyState.APPROVED)
"""States in which a document may come or go: not while somebody is reviewing, not once released."""


async def added(act: Act, duty: Duty, purpose: str) -> None:
    await _count(act, duty, purpose, 1)


async def withdrawn(act: Act, duty: Duty, purpose: str) -> None:
    await _count(act, duty, purpose, -1)


async def _count(act: Act, duty: Duty, purpose: str, by: int) -> None:
    """Count documents of the locked duty. Raises Conflict while a reviewer has it: what is judged must not change."""
    if duty.state not in OPEN:
        raise Conflict(
            "under_review",
            Text(
                "正在审核，不能增减文件。请等待审核结果，或请审核人退回。",
                "It is being reviewed: files stay as they are. Wait for the review, or ask for it to be returned.",
            ),
        )
    if purpose == "document":
        act.change(duty, {"document_count": duty.document_count + by}, action="duty:document")


SUBJECTS[Duty.word()] = SubjectRule(
    model=Duty,
    read="duty.read",
    purposes={"document": Text("报送文件", "document"), "other": Text("其他材料", "other material")},
    on_added=added,
    on_withdrawn=withdrawn,
)
