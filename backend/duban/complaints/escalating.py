"""How a complaint comes before an authority further up. The one in charge of the institution reads every complaint
about it; those above count them, and read what was brought before them: by being late in the hands below them, by an
order or a hand-over, or because those below ask."""

from typing import Any

from duban.complaints.bodies import Escalate
from duban.complaints.models import Complaint
from duban.complaints.rules import READ
from duban.kernel import fulltext
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, Text
from duban.kernel.jurisdiction import authority_above
from duban.kernel.notifications import notify
from duban.kernel.organisations import Organisation


async def reach_at_first(act: Act, about: Organisation) -> int:
    """The level of the authority in charge of the institution `about`; of the registrar's own, where that is higher."""
    in_charge = await authority_above(act.db, about)
    level = in_charge.level if in_charge else 1
    return level if act.me.is_institution else min(level, act.me.level)


async def let_read(act: Act, complaint: Complaint, level: int) -> dict[str, Any]:
    """The columns with which organisations at `level` of the tree read the complaint; they find it from now on."""
    columns = complaint.reach_up_to(level)
    if columns["reach"] != complaint.reach:
        await fulltext.let_find(act, complaint, columns["reach"])
    return columns


async def escalate(act: Act, complaint: Complaint, body: Escalate) -> dict[str, Any]:
    """Bring it before the next authority up and tell its people. Whoever handles it goes on handling it.

    Raises Conflict (`nobody_above`) for the topmost authority.
    """
    handler = await act.db.get_one(Organisation, complaint.handler_id)
    above = await authority_above(act.db, handler)
    if above is None:
        raise Conflict(
            "nobody_above", Text("本单位之上没有上级主管部门。", "There is no authority above your organisation.")
        )
    notify(
        act,
        "escalated",
        Text("下级单位提请关注投诉“{label}”。", "Those below you bring the complaint “{label}” before you.").format(
            label=complaint.label
        ),
        subject_type=complaint.word(),
        subject_id=complaint.id,
        subject_label=complaint.label,
        organisation_id=above.id,
        permission=READ,
    )
    return {"escalated_at": act.now, "escalation_reason": body.reason} | await let_read(act, complaint, above.level)
