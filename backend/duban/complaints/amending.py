"""Corrections of what a complaint says, while nothing has been answered."""

from collections.abc import Mapping
from typing import Any

from duban.complaints.guards import acts_for_the_handler
from duban.complaints.models import Complaint
from duban.complaints.parties import FIELDS, PERSONS
from duban.complaints.registering import PERSONAL, make_findable
from duban.complaints.rules import HANDLE
from duban.complaints.words import OPEN
from duban.kernel.acts import Act
from duban.kernel.cases import by
from duban.kernel.errors import Conflict, FieldError, Invalid, Text
from duban.kernel.protected import KeyRing


async def amend(act: Act, ring: KeyRing, complaint: Complaint, values: Mapping[str, Any]) -> list[str]:
    """Set `values` on the locked `complaint`; returns the names of what changed.

    The journal keeps old and new of the matter, and of its persons only which values changed. Raises Forbidden,
    Conflict (`not_the_handler`, `answered_already`), Invalid where nobody could be answered any more.
    """
    act.me.require(HANDLE)
    if refusal := acts_for_the_handler(complaint, by(act.me, act.now)):
        raise Conflict(refusal.code, refusal.text, extra={"state": complaint.state.value})
    if complaint.state not in OPEN:
        raise Conflict(
            "answered_already",
            Text(
                "已答复的投诉不能再修改。有新的事实或证据的，请“重新办理”。",
                "It has been answered: what it says stays. Bring new facts with `reopen`.",
            ),
            extra={"state": complaint.state.value},
        )
    matter = {name: value for name, value in values.items() if name not in FIELDS and name not in PERSONAL}
    kept = PERSONS.plain(ring, complaint)
    persons = {name: values[name] for name in FIELDS if name in values and values[name] != kept[name]}
    _require_answerable(complaint, {**kept, **persons})
    private = {name: values[name] for name in PERSONAL if name in values and getattr(complaint, name) != values[name]}
    changes = {name: (getattr(complaint, name), value) for name, value in matter.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not (changes or persons or private):
        return []
    for name, value in {**matter, **private, **PERSONS.sealed(ring, persons)}.items():
        setattr(complaint, name, value)
    unsaid = sorted(persons.keys() | private.keys())
    told = changes | ({"persons": (None, unsaid)} if unsaid else {})
    act.note("complaint:amend", complaint, changes=told)
    await make_findable(act, complaint)
    return sorted(changes.keys() | persons.keys() | private.keys())


def _require_answerable(complaint: Complaint, persons: Mapping[str, str | None]) -> None:
    if not complaint.is_real_name:
        return
    if persons["complainant_name"] and (persons["complainant_phone"] or persons["complainant_address"]):
        return
    text = Text(
        "实名投诉须有姓名，并有电话或地址，以便反馈。",
        "A real-name complaint keeps a name and a way to be answered.",
    )
    field = "complainant_phone" if persons["complainant_name"] else "complainant_name"
    raise Invalid("no_way_to_answer", text, [FieldError(f"/{field}", "no_way_to_answer", text)])
