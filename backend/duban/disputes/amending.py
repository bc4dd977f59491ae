"""Corrections of what a dispute says, while it is open."""

from collections.abc import Mapping
from typing import Any

from duban.disputes.guards import acts_for_the_institution, is_open_at_all
from duban.disputes.models import Dispute
from duban.disputes.parties import FIELDS, PERSONS, PRIVATE
from duban.disputes.registering import make_findable
from duban.disputes.rules import HANDLE
from duban.kernel.acts import Act
from duban.kernel.cases import by
from duban.kernel.checks import invalid
from duban.kernel.errors import Conflict
from duban.kernel.protected import KeyRing


async def amend(act: Act, ring: KeyRing, dispute: Dispute, values: Mapping[str, Any]) -> None:
    """Set `values` on the locked `dispute`. The journal keeps old and new of the matter, and of its persons only which
    values changed. Raises Forbidden, Conflict (`not_the_institution`, `dispute_over`), Invalid without a patient."""
    act.me.require(HANDLE)
    for guard in (acts_for_the_institution, is_open_at_all):
        if refusal := guard(dispute, by(act.me, act.now)):
            raise Conflict(refusal.code, refusal.text, extra={"state": dispute.state.value})
    kept = PERSONS.plain(ring, dispute)
    persons = {name: values[name] for name in FIELDS if name in values and values[name] != kept[name]}
    if "patient_name" in persons and not persons["patient_name"]:
        raise invalid("patient_name", "missing", "请填写患者姓名。", "Name the patient.")
    private = {name: values[name] for name in PRIVATE if name in values and getattr(dispute, name) != values[name]}
    matter = {name: value for name, value in values.items() if name not in FIELDS and name not in PRIVATE}
    changes = {name: (getattr(dispute, name), value) for name, value in matter.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not (changes or persons or private):
        return
    for name, value in {**matter, **private, **PERSONS.sealed(ring, persons)}.items():
        setattr(dispute, name, value)
    unsaid = sorted(persons.keys() | private.keys())
    act.note("dispute:amend", dispute, changes=changes | ({"persons": (None, unsaid)} if unsaid else {}))
    await make_findable(act, dispute)
