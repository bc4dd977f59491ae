"""Correcting what was written down of a clue, and what follows from it."""

from collections.abc import Mapping
from typing import Any

from duban.clues.handling import reasons_to_refer
from duban.clues.models import Clue
from duban.clues.parties import FIELDS, PERSONS
from duban.clues.registering import institution, link_the_same_subject, make_findable, require_coherent
from duban.clues.rules import KEEP
from duban.clues.terms import TELLS
from duban.clues.words import KINDS, ClueState, Secrecy, ToldFirst
from duban.kernel import clocks, confiding
from duban.kernel.acts import Act
from duban.kernel.checks import invalid
from duban.kernel.errors import Conflict, Text
from duban.kernel.protected import KeyRing
from duban.orgs.actors import forget_actors

CONTENT = frozenset({"title", "facts", "place"})
"""Kept out of the journal: that they changed is told, not what they say."""


async def amend(act: Act, ring: KeyRing, clue: Clue, given: Mapping[str, Any]) -> None:
    """Set what `given` says on the locked `clue`.

    Raises Forbidden, Conflict once it is closed, Invalid for content of a secret clue and for a reporter that does not
    fit together.
    """
    act.me.require(KEEP)
    if clue.state is ClueState.CLOSED:
        raise Conflict("clue_closed", Text("线索已了结，不能更正。", "It is closed and stays as it is."))
    if clue.secrecy is not Secrecy.NONE and (content := sorted(set(given) - {"kind"})):
        raise invalid(content[0], "secret_clue", "涉密线索不登记内容。", "Nothing of a secret clue's content.")
    if given.get("about_organisation_id") is not None:
        await institution(act, given["about_organisation_id"])
    _require_coherent(clue, given)
    persons = {name: given[name] for name in FIELDS if name in given}
    columns = {name: value for name, value in given.items() if name not in persons} | PERSONS.sealed(ring, persons)
    if "kind" in given:
        columns |= await _what_follows(act, clue, given)
    changed = {name: (getattr(clue, name), value) for name, value in columns.items() if getattr(clue, name) != value}
    if not changed:
        return
    for name, (_, value) in changed.items():
        setattr(clue, name, value)
    hidden = sorted({*CONTENT.intersection(changed), *persons})
    told = {name: values for name, values in changed.items() if name not in {*CONTENT, *PERSONS.columns}}
    act.note("clue:amend", clue, changes=told | ({"corrected": (None, hidden)} if hidden else {}))
    if clue.secrecy is Secrecy.NONE:
        await make_findable(act, clue)
    if not {"subject_identity_index", "subject_phone_index"}.isdisjoint(changed):
        await link_the_same_subject(act, clue)
    if "about_organisation_id" in changed:
        await confiding.let_parts_follow(act, clue)
        forget_actors(act)


def _require_coherent(clue: Clue, given: Mapping[str, Any]) -> None:
    """A report out of a complaint is real-name without a name here: who complains stays in the complaint."""
    if {"reporter_name", "reporter_phone"}.isdisjoint(given):
        return
    name, phone = (
        given[field] if field in given else getattr(clue, f"{field}_masked")
        for field in ("reporter_name", "reporter_phone")
    )
    require_coherent(clue.is_real_name, name, phone)


async def _what_follows(act: Act, clue: Clue, given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a corrected kind brings with it: whether it must be referred, and whom this authority tells."""
    because = reasons_to_refer(given["kind"], clue)
    columns: dict[str, Any] = {"must_refer": bool(because), "must_refer_because": because}
    if clue.report_id is not None or clue.secrecy is not Secrecy.NONE:
        return columns
    for one in ToldFirst:
        owes = one in KINDS[given["kind"]].tells
        if owes == getattr(clue, f"owes_{one}") or getattr(clue, f"told_{one}_at") is not None:
            continue
        columns |= {f"owes_{one}": owes, f"runs_{one}": owes}
        if owes:
            await clocks.start(
                act,
                clue,
                TELLS[one],
                holder_id=clue.organisation_id,
                permission=KEEP,
                label=clue.label,
                region_code=clue.region_code,
            )
        else:
            await clocks.stop(act, clue, [TELLS[one].name], cancelled=True)
    return columns
