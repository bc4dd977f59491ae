"""Documents of a duty and of an event: what one more, or one taken back, means to it."""

from duban.campaigns.event_models import DutyEvent
from duban.campaigns.event_rules import EventState
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
    purposes={
        "document": Text("报送文件", "document"),
        "minutes": Text("会议记录、签到、照片", "minutes, sign-in sheet, photographs"),
        "other": Text("其他材料", "other material"),
    },
    on_added=added,
    on_withdrawn=withdrawn,
)


async def event_added(act: Act, event: DutyEvent, purpose: str) -> None:
    """Raises Conflict once the event is finished: what was judged must not change."""
    if event.state is EventState.FINISHED:
        raise Conflict("event_finished", Text("事件已办结，不能再增减材料。", "The event is finished: files stay."))


SUBJECTS[DutyEvent.word()] = SubjectRule(
    model=DutyEvent,
    read="duty.read",
    purposes={"report": Text("书面报告", "written report"), "scene": Text("现场材料", "material from the scene")},
    on_added=event_added,
    on_withdrawn=event_added,
)
