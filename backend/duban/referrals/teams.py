"""The team (专案组): named for a clue, changed, let into what it works on (order 310 art. 5, C-2)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from duban.clues.models import Clue
from duban.clues.rules import CLUE
from duban.kernel import confiding
from duban.kernel.access import one_visible
from duban.kernel.acts import Act
from duban.kernel.checks import invalid
from duban.kernel.db import LEVELS
from duban.kernel.errors import NotFound, Text
from duban.kernel.ids import new_id
from duban.kernel.notifications import notify
from duban.kernel.numbers import next_number
from duban.kernel.transitions import perform, run_clocks
from duban.orgs.colleagues import colleague
from duban.orgs.models import AppUser
from duban.referrals.bodies import ChangeTeam, NameTeam, Officer
from duban.referrals.models import Referral, ReferralOfficer
from duban.referrals.rules import ASSIGN, REFERRAL, WORK
from duban.referrals.words import BEFORE_SENDING, Holder

PREFIX = "YS"
_NAMED = Text("您被指定为“{label}”专案组成员。", "You are named for the team of “{label}”.")


async def name_team(act: Act, body: NameTeam) -> Referral:
    """Open a referral of a clue with its team; the clue moves in the same act.

    Raises Forbidden, Conflict where the clue cannot be referred now or an officer has to keep away, Invalid for an
    unknown clue, an officer named twice or without the card's authority.
    """
    act.me.require(ASSIGN)
    try:
        clue = await one_visible(act.db, Clue, body.clue_id, act.me, lock=True)
    except NotFound:
        raise invalid("clue_id", "no_such_clue", "没有这条线索。", "There is no such clue.") from None
    moved = {"open_referrals": clue.open_referrals + 1, "referred_at": clue.referred_at or act.now}
    await perform(act, CLUE, "refer", clue, values=moved)
    about = [id for id in (clue.id, clue.about_organisation_id) if id is not None]
    people = await _officers(act, clue, body.officers, matters=about)
    referral = Referral(
        id=new_id(),
        reach=clue.reach,
        created_at=act.now,
        updated_at=act.now,
        organisation_id=clue.organisation_id,
        about_organisation_id=clue.about_organisation_id,
        number=await next_number(act, PREFIX),
        region_code=clue.region_code,
        clue_id=clue.id,
        clue_number=clue.number,
        title=clue.title or clue.number,
        suspected_offence=body.suspected_offence,
        earlier_penalties=clue.earlier_penalties,
        team_ids=[str(person.id) for person in people],
        named_by_name=act.me.name,
        named_at=act.now,
        holder=Holder.TEAM,
        holder_since=act.now,
    )
    for level in range(1, LEVELS + 1):
        setattr(referral, f"org_l{level}", getattr(clue, f"org_l{level}"))
    act.db.add(referral)
    told = {"clue_id": (None, clue.id), "team": (None, [person.display_name for person in people])}
    act.note("referral:name_team", referral, changes=told)
    await act.db.flush()
    await _seat(act, referral, clue, people, body.officers)
    await run_clocks(act, REFERRAL, "name_team", referral)
    return referral


async def change_team(act: Act, referral: Referral, body: ChangeTeam) -> dict[str, Any]:
    """Who left is let out of the referral and its clue, unless handling it administratively; the letters name the team,
    so that a package drawn up before is unmade. Raises as `name_team` does."""
    clue = await act.db.get_one(Clue, referral.clue_id, with_for_update=True)
    people = await _officers(act, clue, body.officers, matters=matters_of(referral))
    kept = {person.id for person in people} | {referral.handler_id}
    before = (
        await act.db.scalars(select(ReferralOfficer).where(col(ReferralOfficer.referral_id) == referral.id))
    ).all()
    for officer in before:
        if officer.user_id not in kept:
            for matter in (referral, clue):
                await confiding.close_door(act.db, matter, officer.user_id)
        await act.db.delete(officer)
    await act.db.flush()
    await _seat(act, referral, clue, people, body.officers)
    unmade = {"package_sha256": None} if referral.state in BEFORE_SENDING else {}
    return {"team_ids": [str(person.id) for person in people], **unmade}


def matters_of(referral: Referral) -> list[UUID]:
    """From which matters and organisations nobody may be recused who is to take part in it."""
    about = (referral.id, referral.clue_id, referral.about_organisation_id)
    return [id for id in about if id is not None]


async def _officers(act: Act, clue: Clue, officers: Sequence[Officer], *, matters: Sequence[UUID]) -> list[AppUser]:
    if len({officer.user_id for officer in officers}) != len(officers):
        raise invalid("officers", "officer_twice", "同一人只能列一次。", "Name each officer once.")
    return [
        await colleague(
            act, clue.organisation_id, officer.user_id, WORK, matters=matters, field=f"officers/{number}/user_id"
        )
        for number, officer in enumerate(officers)
    ]


async def _seat(
    act: Act, referral: Referral, clue: Clue, people: Sequence[AppUser], officers: Sequence[Officer]
) -> None:
    """Write the team down, let it in, and tell each of it."""
    for person, officer in zip(people, officers, strict=True):
        row = ReferralOfficer(
            id=new_id(),
            created_at=act.now,
            updated_at=act.now,
            organisation_id=referral.organisation_id,
            referral_id=referral.id,
            user_id=person.id,
            name=person.display_name,
            card_number=officer.card_number,
        )
        for level in range(1, LEVELS + 1):
            setattr(row, f"org_l{level}", getattr(referral, f"org_l{level}"))
        act.db.add(row)
        notify(
            act,
            "team_named",
            _NAMED.format(label=referral.label),
            subject_type=referral.word(),
            subject_id=referral.id,
            subject_label=referral.label,
            person_id=person.id,
        )
    for matter in (referral, clue):
        await confiding.open_door(act.db, matter, [person.id for person in people], act.now)
