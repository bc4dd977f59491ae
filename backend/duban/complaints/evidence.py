"""Evidence of a complaint: what the complainant brought, and what the investigation found."""

from duban.complaints.models import Complaint
from duban.complaints.queries import is_kept_from
from duban.complaints.rules import HANDLE, READ
from duban.kernel.access import Actor
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, Text
from duban.kernel.evidence import SUBJECTS, SubjectRule


async def handled_by_the_actor(act: Act, complaint: Complaint, purpose: str) -> None:
    """Raise Conflict unless the actor's organisation is responsible for the locked `complaint`."""
    if complaint.handler_id != act.me.organisation_id:
        raise Conflict(
            "not_the_handler",
            Text("只有承办单位可以增减材料。", "Only the organisation that handles it adds or withdraws material."),
        )


def kept_from_the_institution(complaint: Complaint, me: Actor) -> bool:
    """A letter or a photograph tells who complains: of a protected person's complaint an institution sees none."""
    return is_kept_from(me, is_protected=complaint.is_protected)


SUBJECTS[Complaint.word()] = SubjectRule(
    model=Complaint,
    read=READ,
    write=HANDLE,
    purposes={
        "complaint": Text("投诉材料", "from the complainant"),
        "investigation": Text("调查材料", "from the investigation"),
        "feedback": Text("反馈凭证", "proof of the answer"),
    },
    on_added=handled_by_the_actor,
    on_withdrawn=handled_by_the_actor,
    hides=kept_from_the_institution,
)
