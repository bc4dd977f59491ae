"""Correcting what was written down of a clue."""

from collections.abc import Mapping
from typing import Any

from duban.clues.models import Clue
from duban.clues.parties import FIELDS, PERSONS
from duban.clues.registering import institution, link_the_same_subject, make_findable
from duban.clues.rules import KEEP
from duban.clues.words import ClueState, Secrecy
from duban.kernel.acts import Act
from duban.kernel.checks import invalid
from duban.kernel.errors import Conflict, Text
from duban.kernel.protected import KeyRing
from duban.orgs.actors import forget_actors

CONTENT = ("title", "facts", "place")
"""Kept out of the journal: that they changed is told, not what they say."""


async def amend(act: Act, ring: KeyRing, clue: Clue, given: Mapping[str, Any]) -> None:
    """Set what `given` says on the locked `clue`.

    Raises Forbidden, Conflict once it is closed, Invalid for content of a secret clue.
    """
    act.me.require(KEEP)
    if clue.state is ClueState.CLOSED:
        raise Conflict("clue_closed", Text("线索已了结，不能更正。", "It is closed and stays as it is."))
    if clue.secrecy is not Secrecy.NONE and set(given) - {"kind"}:
        content = min(set(given) - {"kind"})
        raise invalid(content, "secret_clue", "涉密线索不登记内容。", "Nothing of a secret clue's content.")
    about = given.get("about_organisation_id")
    if about is not None:
        await institution(act, about)
    persons = {name: given[name] for name in FIELDS if name in given}
    columns = {name: value for name, value in given.items() if name not in persons} | PERSONS.sealed(ring, persons)
    changed = {name: value for name, value in columns.items() if getattr(clue, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(clue, name, value)
    told = {name: (None, value) for name, value in changed.items() if name not in {*CONTENT, *PERSONS.columns}}
    hidden = sorted({*(name for name in changed if name in CONTENT), *persons})
    act.note("clue:amend", clue, changes=told | ({"corrected": (None, hidden)} if hidden else {}))
    if clue.secrecy is Secrecy.NONE:
        await make_findable(act, clue)
    await link_the_same_subject(act, clue)
    forget_actors(act)
