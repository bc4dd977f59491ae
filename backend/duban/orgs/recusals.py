"""Recusal (回避): who must keep away from which matter or organisation, declared by themselves or by those above them.

From then on neither the matter nor anything of the organisation exists for the person (`Actor.recused`).

Basis: 公务员法 (2018) art. 76 and 77 (whoever must keep away applies for it; their organ may decide it without being
asked), 行政处罚法 (2021) art. 43 (an officer with an interest in the case keeps away; the head of the organ decides).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from duban.kernel.access import one_visible, place
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, FieldError, Forbidden, Invalid, Text, missing_permission, not_found
from duban.kernel.evidence import SUBJECTS, one_matter
from duban.kernel.journal import Visibility
from duban.kernel.organisations import Organisation, OrganisationKind
from duban.orgs.actors import forget_actors
from duban.orgs.models import AppUser, Recusal
from duban.orgs.subordinates import stands_below

DECLARE, ORDER = "recusal.declare", "recusal.order"
TOO_WIDE = frozenset({OrganisationKind.HEALTH_AUTHORITY, OrganisationKind.SECTION})
"""Who keeps away from a whole authority has no work there left: the organisation concerned is named instead."""


async def declare(
    act: Act,
    user_id: UUID,
    subject_type: str,
    subject_id: UUID,
    *,
    reason: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Recusal:
    """Keep `user_id` away from what is named, from `starts_at` (None: now) to before `ends_at` (None: until ended).

    Locks the person's row. Raises the one `not_found` for a person or subject that the actor does not see; Forbidden
    (`permission_missing`, `not_your_subordinate`); Invalid (`subject_type_unknown`, `recusal_too_wide`,
    `ends_before_start`); Conflict (`recused_already`).
    """
    user = await _person(act, user_id)
    starts_at = starts_at or act.now
    if ends_at is not None and ends_at <= starts_at:
        text = Text("结束时间应晚于开始时间。", "The end must lie after the start.")
        raise Invalid("ends_before_start", text, [FieldError("/ends_at", "ends_before_start", text)])
    home = await act.db.get_one(Organisation, user.organisation_id)
    subject = await _subject(act, home, subject_type, subject_id)
    await _require_new(act, user, subject_type, subject_id, starts_at)
    recusal = Recusal(
        organisation_id=user.organisation_id,
        user_id=user.id,
        subject_type=subject_type,
        subject_id=subject_id,
        subject_label=subject.label[:200],
        reason=reason,
        starts_at=starts_at,
        ends_at=ends_at,
        declared_by_id=act.me.id,
        declared_by_name=act.me.name,
        created_at=act.now,
        updated_at=act.now,
    )
    place(recusal, home)
    act.db.add(recusal)
    told = ("user_id", "subject_type", "subject_id", "starts_at", "ends_at")
    act.note(
        "recusal:declare",
        recusal,
        label=f"{user.label}: {recusal.label}",
        changes={name: (None, getattr(recusal, name)) for name in told},
        reason=reason,
        visibility=Visibility.SECURITY,
    )
    await act.db.flush()
    forget_actors(act)
    return recusal


async def end(act: Act, recusal: Recusal, reason: str) -> None:
    """End the locked `recusal` now. One's own is ended by oneself only where one declared it oneself.

    Raises Conflict (`recusal_ended`), Forbidden (`permission_missing`, `recusal_ordered`, `not_your_subordinate`).
    """
    user = await _person(act, recusal.user_id)
    if user.id == act.me.id and recusal.declared_by_id != act.me.id:
        raise Forbidden(
            "recusal_ordered",
            Text(
                "该回避由{name}决定，不能自行解除。请向其说明情况。",
                "{name} ordered this recusal: only they, or somebody above you, can end it. Tell them why.",
            ).format(name=recusal.declared_by_name),
        )
    if recusal.ends_at is not None and recusal.ends_at <= act.now:
        raise Conflict("recusal_ended", Text("这项回避已经结束。", "The recusal is over already."))
    recusal.ended_by_id, recusal.ended_by_name = act.me.id, act.me.name
    before, recusal.ends_at = recusal.ends_at, act.now
    act.note(
        "recusal:end",
        recusal,
        label=f"{user.label}: {recusal.label}",
        changes={"ends_at": (before, act.now)},
        reason=reason,
        visibility=Visibility.SECURITY,
    )
    forget_actors(act)


async def _person(act: Act, user_id: UUID) -> AppUser:
    """The locked account: one's own, or that of somebody who stands below the actor."""
    if user_id == act.me.id:
        act.me.require(DECLARE)
        own = await act.db.scalar(select(AppUser).where(col(AppUser.id) == user_id).with_for_update())
        if own is None:  # a machine
            raise missing_permission(DECLARE)
        return own
    user = await one_visible(act.db, AppUser, user_id, act.me, lock=True)
    act.me.require(ORDER)
    await _require_above(act, user)
    return user


async def _require_above(act: Act, user: AppUser) -> None:
    below = await act.db.scalar(select(col(AppUser.id)).where(col(AppUser.id) == user.id, stands_below(act.me)))
    if below is None:
        raise Forbidden(
            "not_your_subordinate",
            Text(
                "只能决定下属的回避。请由其科室负责人或上级领导办理。",
                "You order recusals of subordinates only. The person's section head or a leader above them does it.",
            ),
        )


async def _subject(act: Act, home: Organisation, subject_type: str, subject_id: UUID) -> Any:
    """The matter or organisation if it exists for the actor."""
    if subject_type == Organisation.word():
        organisation = await act.db.get(Organisation, subject_id)
        if organisation is None or act.me.organisation_id not in organisation.levels():
            raise not_found()
        if organisation.kind in TOO_WIDE or organisation.id in home.levels():
            text = Text(
                "不能回避整个机关、科室或本人所在机构，请指明相关的机构或事项。",
                "Nobody keeps away from a whole authority, a section or their own organisation: name another "
                "institution, or the matter.",
            )
            raise Invalid("recusal_too_wide", text, [FieldError("/subject_id", "recusal_too_wide", text)])
        return organisation
    rule = SUBJECTS.get(subject_type)
    if rule is None:
        known = ", ".join(sorted({Organisation.word(), *SUBJECTS}))
        text = Text(f"不能回避这类事项，可用：{known}。", f"One recuses oneself from these only: {known}.")
        raise Invalid("subject_type_unknown", text, [FieldError("/subject_type", "subject_type_unknown", text)])
    matter = await one_matter(act.db, rule, subject_id, act.me)
    act.me.require(rule.read)
    return matter


async def _require_new(act: Act, user: AppUser, subject_type: str, subject_id: UUID, starts_at: datetime) -> None:
    open_one = select(col(Recusal.id)).where(
        col(Recusal.user_id) == user.id,
        col(Recusal.subject_type) == subject_type,
        col(Recusal.subject_id) == subject_id,
        col(Recusal.ends_at).is_(None) | (col(Recusal.ends_at) > starts_at),
    )
    if await act.db.scalar(open_one.limit(1)):
        raise Conflict(
            "recused_already",
            Text("该人员已回避此事项。", "The person keeps away from it already. GET /recusals shows until when."),
        )
