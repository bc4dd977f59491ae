"""Adoption: an authority takes a superior's campaign over for its own district, and may narrow it.

Nobody is asked twice. When an adoption is launched, what its institutions still owe the superior for the same clauses
is handed over (ended there, with the reason); what they did or missed already stays with the superior and is not asked
again. From then on the superior's campaign leaves those organisations out for those clauses, until they are dropped
below. `beside_parent` says that both ask. See `docs/decisions/`.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.campaigns.difference import WAITING, digest_of
from duban.campaigns.exempting import released
from duban.campaigns.expanding import ClauseExpansion, Key, Pair
from duban.campaigns.filling import FilledPlan
from duban.campaigns.models import Campaign, CampaignPhase, Duty
from duban.campaigns.rules import REPORT_TERM, CampaignState
from duban.campaigns.windows import Window
from duban.kernel.acts import Act
from duban.kernel.clock import day_of, now
from duban.kernel.clocks import OPEN, Clock, ClockState
from duban.kernel.errors import Conflict, FieldError, Invalid, Text
from duban.kernel.job_model import Job, JobState
from duban.kernel.organisations import Organisation

IN_FORCE = (CampaignState.LAUNCHED, CampaignState.CLOSED)


async def require_idle(db: AsyncSession, campaign: Campaign) -> None:
    """Raise Conflict (`campaign_busy`) while a job writes the duties of `campaign` or of an adoption of it. A job that
    died or was cancelled holds nobody up: the next amendment does what it left undone."""
    jobs = {campaign.job_id} if campaign.job_id else set()
    for one in await _adoptions(db, campaign.id):
        jobs |= {one.job_id} if one.job_id else set()
    if not jobs:
        return
    busy = await db.scalar(
        select(Job).where(col(Job.id).in_(jobs), col(Job.state).in_((JobState.WAITING, JobState.RUNNING))).limit(1)
    )
    if busy is not None:
        raise Conflict(
            "campaign_busy",
            Text(
                f"后台任务“{busy.title_zh}”正在写入任务，请等待完成后再试。",
                f'The job "{busy.title_en}" is writing duties; wait until it is done and try again.',
            ),
            extra={"job_id": str(busy.id)},
        )


async def _adoptions(db: AsyncSession, campaign_id: UUID) -> list[Campaign]:
    """The campaigns in force that adopted `campaign_id`, and those that adopted them, down the tree."""
    found: list[Campaign] = []
    above = [campaign_id]
    while above:
        rows = await db.scalars(
            select(Campaign).where(col(Campaign.parent_id).in_(above), col(Campaign.state).in_(IN_FORCE))
        )
        level = list(rows)
        found += level
        above = [one.id for one in level]
    return found


async def adopted_pairs(db: AsyncSession, campaign_id: UUID) -> frozenset[Pair]:
    """What is asked in adoptions of this campaign instead: clause and organisation of their duties in force."""
    below = [one.id for one in await _adoptions(db, campaign_id) if not one.beside_parent]
    if not below:
        return frozenset()
    rows = await db.execute(
        select(col(Duty.clause_code), col(Duty.organisation_id))
        .where(col(Duty.campaign_id).in_(below), col(Duty.retired_at).is_(None))
        .distinct()
    )
    return frozenset((code, organisation_id) for code, organisation_id in rows)


def _still_owed() -> ColumnElement[bool]:
    """Duties that can change hands: nobody acted on them, nothing was handed in, and their day has not passed."""
    return and_(
        col(Duty.retired_at).is_(None),
        col(Duty.state).in_(WAITING),
        col(Duty.document_count) == 0,
        col(Duty.event_count) == 0,
        or_(col(Duty.due_on) >= day_of(now()), col(Duty.issued_after_due)),
    )


async def asked_keys(db: AsyncSession, campaign: Campaign) -> frozenset[Key]:
    """What superiors' campaigns have asked of this district and will not hand over, because it was done or missed."""
    above = await _superiors(db, campaign)
    if not above:
        return frozenset()
    issuer = await db.get_one(Organisation, campaign.organisation_id)
    rows = await db.execute(
        select(col(Duty.clause_code), col(Duty.organisation_id), col(Duty.period)).where(
            col(Duty.campaign_id).in_(above),
            col(Duty.retired_at).is_(None),
            getattr(Duty, f"org_l{issuer.level}") == issuer.id,
            ~_still_owed(),
        )
    )
    return frozenset((code, organisation_id, period) for code, organisation_id, period in rows)


async def _superiors(db: AsyncSession, campaign: Campaign) -> list[UUID]:
    """The campaigns that `campaign` takes institutions over from, nearest first."""
    found: list[UUID] = []
    one: Campaign | None = campaign
    while one is not None and one.parent_id is not None and not one.beside_parent:
        found.append(one.parent_id)
        one = await db.get(Campaign, one.parent_id)
    return found


async def hand_over(act: Act, campaign: Campaign, expansions: Iterable[ClauseExpansion]) -> None:
    """End what the superiors' campaigns still ask of the organisations that `campaign` now asks, clause by clause. The
    superior's campaign is locked, and journals the count and the digest. Raises Conflict where it is being written."""
    asked = [(one.clause.code, [party.id for party in one.parties]) for one in expansions]
    for id in await _superiors(act.db, campaign):
        parent = await act.db.get_one(Campaign, id, with_for_update=True)
        if parent.state is not CampaignState.LAUNCHED:
            continue
        if parent.job_id is not None:
            await require_idle(act.db, parent)
        reason = f"由下级专项行动 {campaign.number} 承接"
        gone: list[UUID] = []
        for code, organisations in asked:
            for start in range(0, len(organisations), 1000):
                ended = await act.db.execute(
                    update(Duty)
                    .where(
                        col(Duty.campaign_id) == parent.id,
                        col(Duty.clause_code) == code,
                        col(Duty.organisation_id).in_(organisations[start : start + 1000]),
                        _still_owed(),
                    )
                    .values(
                        **released(act, reason),
                        retired_at=act.now,
                        version=col(Duty.version) + 1,
                        updated_at=act.now,
                    )
                    .returning(col(Duty.id))
                    .execution_options(synchronize_session=False)
                )
                gone += [row.id for row in ended]
        if not gone:
            continue
        await _cancel_clocks_of_ended(act, parent.id)
        parent.duty_count -= len(gone)
        changes = {"adopted_by": (None, campaign.number), "duties": (len(gone), 0), "sha256": (None, digest_of(gone))}
        act.note("campaign:hand_over", parent, changes=changes, reason=reason)


async def _cancel_clocks_of_ended(act: Act, campaign_id: UUID) -> None:
    ended = select(col(Duty.id)).where(col(Duty.campaign_id) == campaign_id, col(Duty.retired_at) == act.now)
    await act.db.execute(
        update(Clock)
        .where(
            col(Clock.subject_type) == Duty.word(),
            col(Clock.subject_id).in_(ended),
            col(Clock.term) == REPORT_TERM.name,
            col(Clock.state).in_(OPEN),
        )
        .values(state=ClockState.CANCELLED, version=col(Clock.version) + 1, updated_at=act.now)
        .execution_options(synchronize_session=False)
    )


async def check_windows(db: AsyncSession, parent_id: UUID | None, filled: FilledPlan) -> None:
    """Raise Invalid (`outside_parent`) where the campaign or a phase leaves the superior's window, naming the place.
    A phase that the superior does not have is held by the superior's campaign."""
    parent = await db.get(Campaign, parent_id) if parent_id else None
    if parent is None or parent.starts_on is None or parent.ends_on is None:
        return
    whole = Window(parent.starts_on, parent.ends_on)
    rows = await db.scalars(select(CampaignPhase).where(col(CampaignPhase.campaign_id) == parent.id))
    phases = {row.code: Window(row.starts_on, row.ends_on) for row in rows}
    places = [("/period", filled.window, whole, filled.plan.title)]
    for index, phase in enumerate(filled.plan.phases):
        if not phase.runs_throughout:
            allowed = phases.get(phase.code, whole)
            places.append((f"/phases/{index}/period", filled.window_of(phase.code), allowed, phase.title))
    errors = [
        FieldError(
            pointer,
            "outside_parent",
            Text(
                f"“{title}”（{own.starts_on} 至 {own.ends_on}）超出上级专项行动规定的时间"
                f"（{allowed.starts_on} 至 {allowed.ends_on}），请缩短。",
                f'"{title}" ({own.starts_on} to {own.ends_on}) leaves what the superior\'s campaign allows '
                f"({allowed.starts_on} to {allowed.ends_on}); shorten it.",
            ),
        )
        for pointer, own, allowed, title in places
        if not allowed.holds(own)
    ]
    if errors:
        raise Invalid(
            "outside_parent",
            Text("时间超出上级专项行动。", "The dates leave the superior's campaign."),
            errors,
        )
