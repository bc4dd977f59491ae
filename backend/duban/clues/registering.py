"""How a clue comes in: kept by the nearest health authority, numbered, sealed, joined with what is known of the same
person, its clocks running from when it was found and received."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

from duban.clues.models import Clue, ClueLink
from duban.clues.parties import FIELDS, PERSONS
from duban.clues.rules import CLUE, KEEP, READ_ALL
from duban.clues.schemas import ClueCreate, SecretClueCreate
from duban.clues.words import KINDS, ClueKind, ClueRelation, ClueSource, Secrecy, ToldFirst
from duban.kernel import fulltext
from duban.kernel.access import organisation_within, place
from duban.kernel.acts import Act
from duban.kernel.checks import invalid, require_past
from duban.kernel.db import LEVELS
from duban.kernel.errors import Conflict, Invalid, NotFound, Text
from duban.kernel.ids import new_id
from duban.kernel.jurisdiction import authority_above
from duban.kernel.notifications import notify
from duban.kernel.numbers import next_number
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.kernel.protected import KeyRing
from duban.kernel.transitions import run_clocks
from duban.orgs.actors import forget_actors

PREFIX = "XS"


@dataclass(frozen=True)
class ClueDraft:
    """A clue that something else found: a report, a complaint, an inspection. `tells`: whom this authority has to tell
    itself; None: everybody that the kind asks for."""

    kind: ClueKind
    source: ClueSource
    title: str
    facts: str
    found_at: datetime
    received_at: datetime
    about: Organisation | None = None
    tout_kinds: list[str] = field(default_factory=list)
    place: str | None = None
    source_reference: str | None = None
    complaint_id: UUID | None = None
    report_id: UUID | None = None
    is_real_name: bool = False
    is_protected: bool = False
    persons: Mapping[str, str | None] = field(default_factory=dict)
    tells: tuple[ToldFirst, ...] | None = None


async def register(act: Act, ring: KeyRing, body: ClueCreate) -> Clue:
    """Enter a clue for the actor's own authority.

    Raises Forbidden, NotFound for an institution outside the subtree, Invalid for what does not fit together.
    """
    act.me.require(KEEP)
    require_past(act, body)
    require_coherent(body.is_real_name, body.reporter_name, body.reporter_phone)
    about = await institution(act, body.about_organisation_id) if body.about_organisation_id else None
    given = body.model_dump(exclude={*FIELDS, "about_organisation_id", "found_at", "received_at"})
    persons = {name: getattr(body, name) for name in FIELDS}
    keeper = await _keeper(act, act.me.organisation_id)
    received = min(body.received_at or act.now, act.now)
    found = min(body.found_at or received, act.now)
    given |= {"found_at": found, "received_at": received}
    return await _enter(act, ring, keeper, about, given, persons, KINDS[body.kind].tells)


async def register_secret(act: Act, ring: KeyRing, body: SecretClueCreate) -> Clue:
    """Enter the index data of a secret clue. Raises Invalid where it is no secret."""
    act.me.require(KEEP)
    require_past(act, body)
    if body.secrecy is Secrecy.NONE:
        raise invalid(
            "secrecy", "not_secret", "非涉密线索请用普通登记。", "What is no secret is entered the usual way."
        )
    received = min(body.received_at or act.now, act.now)
    given = body.model_dump(exclude={"received_at"}) | {"found_at": received, "received_at": received}
    return await _enter(act, ring, await _keeper(act, act.me.organisation_id), None, given, {}, ())


async def found(act: Act, ring: KeyRing | None, draft: ClueDraft) -> Clue:
    """Make a clue of what was found elsewhere, at the authority nearest to the institution concerned (else to the
    actor). Without a `ring` no person can be given. The caller has checked who may, and journals its own act; the
    people of the authority are told.

    Raises Conflict where no health authority stands above.
    """
    home = draft.about
    if home is None:
        home = await act.db.get_one(Organisation, act.me.organisation_id)
    above = home if home.kind is OrganisationKind.HEALTH_AUTHORITY else await authority_above(act.db, home)
    if above is None:
        raise Conflict(
            "no_authority", Text("该机构没有主管的卫生健康部门。", "No health authority stands above the institution.")
        )
    given = {
        name: getattr(draft, name)
        for name in (
            "kind", "source", "title", "facts", "found_at", "received_at", "tout_kinds", "place", "source_reference",
            "complaint_id", "report_id", "is_real_name", "is_protected",
        )
    }  # fmt: skip
    tells = KINDS[draft.kind].tells if draft.tells is None else draft.tells
    clue = await _enter(act, ring, above, draft.about, given, draft.persons, tells)
    notify(
        act,
        "clue_found",
        Text("新线索“{label}”待研判。", "A new clue, “{label}”, is to be assessed.").format(label=clue.label),
        subject_type=clue.word(),
        subject_id=clue.id,
        subject_label=clue.label,
        organisation_id=above.id,
        permission=KEEP,
    )
    return clue


async def _keeper(act: Act, id: UUID) -> Organisation:
    mine = await act.db.get_one(Organisation, id)
    if mine.kind is not OrganisationKind.HEALTH_AUTHORITY:
        raise Conflict("not_an_authority", Text("线索由卫生健康主管部门登记。", "A health authority keeps clues."))
    return mine


async def institution(act: Act, id: UUID) -> Organisation:
    """The institution that a clue concerns. Raises Invalid where there is none for the actor."""
    try:
        about = await organisation_within(act.db, act.me, id)
    except NotFound:
        raise _no_institution() from None
    if about.kind is not OrganisationKind.INSTITUTION or about.id in act.me.recused:
        raise _no_institution()
    return about


def _no_institution() -> Invalid:
    return invalid("about_organisation_id", "no_such_institution", "没有这家医疗机构。", "No such institution.")


def require_coherent(is_real_name: bool, name: str | None, phone: str | None) -> None:
    """Raise Invalid for a real-name report without name and telephone, for an anonymous one with a name."""
    if is_real_name and not (name and phone):
        raise invalid(
            "reporter_name", "name_needed", "实名举报须登记姓名和电话。", "A real-name report needs name and telephone."
        )
    if not is_real_name and name:
        raise invalid("reporter_name", "anonymous_with_name", "匿名举报不登记姓名。", "An anonymous one has no name.")


async def _enter(
    act: Act,
    ring: KeyRing | None,
    keeper: Organisation,
    about: Organisation | None,
    given: dict[str, Any],
    persons: Mapping[str, str | None],
    tells: tuple[ToldFirst, ...],
) -> Clue:
    owed: dict[str, Any] = {f"{kind}_{one.value}": True for one in tells for kind in ("owes", "runs")}
    clue = Clue(
        id=new_id(),
        reach=keeper.level,
        created_at=act.now,
        updated_at=act.now,
        organisation_id=keeper.id,
        about_organisation_id=about.id if about else None,
        number=await next_number(act, PREFIX),
        region_code=keeper.region_code or "",
        registered_by_id=act.me.id,
        registered_by_name=act.me.name,
        registrar_organisation_id=act.me.organisation_id,
        **owed,
        **given,
        **(PERSONS.sealed(ring, persons) if ring else {}),
    )
    place(clue, keeper)
    act.db.add(clue)
    act.note("clue:register", clue, changes=_told(clue))
    if clue.secrecy is Secrecy.NONE:
        await make_findable(act, clue, new=True)
    await act.db.flush()
    await run_clocks(act, CLUE, "register", clue)
    await link_the_same_subject(act, clue)
    forget_actors(act)  # whoever keeps away from the institution keeps away from this clue from now on
    return clue


_UNTOLD = {"id", "created_at", "updated_at", "version", "org_l1", "org_l2", "org_l3", "org_l4", "org_l5", "reach"}
_CONTENT = {"title", "facts", "place", "assessment"}
"""What a clue says stays in the clue: the journal is read by more people."""


def _told(clue: Clue) -> dict[str, tuple[Any, Any]]:
    """What the journal keeps of a new clue: no content, and of persons only which values were given."""
    values = clue.model_dump(exclude=_UNTOLD | {*PERSONS.columns} | _CONTENT)
    told = {name: (None, value) for name, value in values.items() if value not in (None, "", [], {}, False, 0)}
    given = PERSONS.given(clue)
    return told | ({"persons": (None, given)} if given else {})


async def link_the_same_subject(act: Act, clue: Clue) -> None:
    """Link `clue` with every other clue of its authority about the same person, by the keyed digests, or out of the
    same complaint. The system links; an officer may take a link away."""
    same = [
        column == value
        for column, value in (
            (col(Clue.subject_identity_index), clue.subject_identity_index),
            (col(Clue.subject_phone_index), clue.subject_phone_index),
            (col(Clue.complaint_id), clue.complaint_id),
        )
        if value is not None
    ]
    if not same:
        return
    others = select(Clue).where(col(Clue.organisation_id) == clue.organisation_id, col(Clue.id) != clue.id, or_(*same))
    for other in await act.db.scalars(others.order_by(col(Clue.id).desc()).limit(50).with_for_update()):
        by_person = other.complaint_id is None or other.complaint_id != clue.complaint_id
        await link(
            act, clue, other, ClueRelation.SAME_SUBJECT if by_person else ClueRelation.RELATED, None, by_system=True
        )


async def link(
    act: Act, clue: Clue, other: Clue, relation: ClueRelation, reason: str | None, *, by_system: bool = False
) -> bool:
    """Link two locked clues, and tell the history of `other`; False where they are linked already."""
    one_id, other_id = sorted((clue.id, other.id))
    known = select(ClueLink).where(col(ClueLink.one_id) == one_id, col(ClueLink.other_id) == other_id)
    if await act.db.scalar(known) is not None:
        return False
    row = ClueLink(
        id=new_id(),
        created_at=act.now,
        updated_at=act.now,
        organisation_id=clue.organisation_id,
        one_id=one_id,
        other_id=other_id,
        relation=relation,
        reason=reason,
        made_by_name=None if by_system else act.me.name,
    )
    for level in range(1, LEVELS + 1):
        setattr(row, f"org_l{level}", getattr(clue, f"org_l{level}"))
    act.db.add(row)
    act.note("clue:link", other, changes={"linked": (None, clue.number)}, reason=reason)
    return True


async def make_findable(act: Act, clue: Clue, *, new: bool = False) -> None:
    """Put the matter into the full-text index for those who read every clue of the authority; never a person."""
    await fulltext.index(
        act,
        clue,
        permission=READ_ALL,
        title=f"{clue.number} {clue.title or ''}".strip(),
        subtitle=KINDS[clue.kind].title.zh,
        texts=[clue.facts, clue.place, clue.assessment],
        new=new,
    )
