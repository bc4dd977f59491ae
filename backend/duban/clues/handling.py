"""What the steps of a clue do besides moving it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from duban.clues.bodies import Assess, ClueReasoned, LetIn, LinkTo, Propose, Unlink
from duban.clues.models import Clue, ClueLink
from duban.clues.registering import link, make_findable
from duban.clues.rules import CLUE, READ
from duban.clues.schemas import TellIn
from duban.clues.terms import TELLS
from duban.clues.wording import reasoned, require_words
from duban.clues.words import ClueKind, Secrecy
from duban.kernel import clocks, confiding
from duban.kernel.access import one_visible
from duban.kernel.acts import Act
from duban.kernel.checks import flags_lateness, invalid, looking_back
from duban.kernel.errors import NotFound, Text
from duban.kernel.notifications import notify
from duban.kernel.transitions import Doing
from duban.orgs.colleagues import colleague
from duban.orgs.models import AppUser

PENALTIES = 2
"""Illegal practice after so many administrative penalties is a crime (法释〔2008〕5号 art. 2 (3))."""


async def nothing(act: Act, clue: Clue, body: Any) -> None:
    """Nothing besides moving."""


def reasons_to_refer(kind: ClueKind, found: Assess | Clue) -> list[str]:
    """Why C-1 holds: the threshold found by an officer, or one of the circumstances of C-28, which the system reckons
    itself of illegal practice."""
    because = ["threshold"] if found.threshold_met else []
    if kind is ClueKind.ILLEGAL_PRACTICE:
        because += ["two_penalties"] if found.earlier_penalties >= PENALTIES else []
        because += ["disability"] if found.caused_disability else []
        because += ["epidemic"] if found.epidemic_risk else []
        because += ["drugs"] if found.fake_drugs else []
    return because


async def assess(act: Act, clue: Clue, body: Assess) -> dict[str, Any]:
    """Raises Invalid for words about a secret clue, for none about another."""
    require_words(clue, "assessment", body.assessment)
    require_words(clue, "amount_fen", body.amount_fen, needed=False)
    because = reasons_to_refer(clue.kind, body)
    clue.assessment = body.assessment  # set here, so that the journal does not keep what it says
    if clue.secrecy is Secrecy.NONE:
        await make_findable(act, clue)
    return {
        "assessed_at": act.now,
        "assessed_by_name": act.me.name,
        "must_refer": bool(because),
        "must_refer_because": because,
    }


def told(act: Act, row: Any, body: TellIn) -> dict[str, Any]:
    """The columns of somebody told: the first time counts. Raises Invalid for who need not be, or was told before."""
    name = body.recipient.value
    if not getattr(row, f"owes_{name}"):
        raise invalid("recipient", "need_not_be_told", "不要求报告该部门。", "This one need not be told.")
    if getattr(row, f"told_{name}_at") is not None:
        raise invalid("recipient", "told_already", "已登记报告该部门。", "This one was told already.")
    at = body.told_at or act.now
    if at < row.found_at:
        raise invalid("told_at", "told_before_found", "报告不能早于发现。", "Nobody was told before it was found.")
    line = {
        "recipient": name, "told_at": at.isoformat(), "told_who": body.told_who, "how": body.how, "by": act.me.name,
    }  # fmt: skip
    return {f"told_{name}_at": at, "tellings": [*row.tellings, line]}


async def tell(act: Act, clue: Clue, body: TellIn) -> dict[str, Any]:
    columns = told(act, clue, body)
    await clocks.stop(act, clue, [TELLS[body.recipient].name])
    return columns


async def _other(act: Act, clue: Clue, id: Any) -> Clue:
    """The other clue, locked. Raises Invalid where there is none for the actor."""
    if id == clue.id:
        raise invalid("clue_id", "the_same_clue", "不能关联自身。", "A clue is not linked with itself.")
    try:
        return await one_visible(act.db, Clue, id, act.me, lock=True)
    except NotFound:
        raise invalid("clue_id", "no_such_clue", "没有这条线索。", "There is no such clue.") from None


async def link_to(act: Act, clue: Clue, body: LinkTo) -> dict[str, Any]:
    other = await _other(act, clue, body.clue_id)
    require_words(other, "reason", body.reason, needed=False)
    if not await link(act, clue, other, body.relation, body.reason):
        raise invalid("clue_id", "linked_already", "已经关联。", "They are linked already.")
    return {"linked": other.number}


async def unlink(act: Act, clue: Clue, body: Unlink) -> dict[str, Any]:
    other = await _other(act, clue, body.clue_id)
    if other.secrecy is not Secrecy.NONE:
        require_words(other, "reason", body.reason)
    one_id, other_id = sorted((clue.id, other.id))
    row = await act.db.scalar(
        select(ClueLink).where(col(ClueLink.one_id) == one_id, col(ClueLink.other_id) == other_id)
    )
    if row is None:
        raise invalid("clue_id", "not_linked", "没有关联。", "They are not linked.")
    await act.db.delete(row)
    act.note("clue:unlink", other, changes={"unlinked": (None, clue.number)}, reason=body.reason)
    return {"unlinked": other.number}


async def let_in(act: Act, clue: Clue, body: LetIn) -> dict[str, Any]:
    about = [id for id in (clue.id, clue.organisation_id, clue.about_organisation_id) if id is not None]
    user = await colleague(act, clue.organisation_id, body.user_id, READ, matters=about)
    await confiding.open_door(act.db, clue, [user.id], act.now)
    notify(
        act,
        "clue_let_in",
        Text("您已获准知悉线索“{label}”。", "You were let into the clue “{label}”.").format(label=clue.label),
        subject_type=clue.word(),
        subject_id=clue.id,
        subject_label=clue.label,
        person_id=user.id,
    )
    return {"let_in": {"id": user.id, "name": user.display_name}}


async def let_out(act: Act, clue: Clue, body: LetIn) -> dict[str, Any]:
    """Raises Invalid for somebody who was not let in."""
    if not await confiding.is_in(act.db, clue.id, body.user_id):
        raise invalid("user_id", "not_let_in", "该人员未获授权知悉。", "They were not let in.")
    await confiding.close_door(act.db, clue, body.user_id)
    user = await act.db.get_one(AppUser, body.user_id)
    return {"let_out": {"id": user.id, "name": user.display_name}}


async def propose(act: Act, clue: Clue, body: Propose) -> dict[str, Any]:
    require_words(clue, "proposal_reason", body.proposal_reason)
    return {"proposed_by_id": act.me.id}


async def return_proposal(act: Act, clue: Clue, body: ClueReasoned) -> dict[str, Any]:
    return {"proposal": None, "proposal_reason": None, "proposed_by_id": None}


async def approve_closing(act: Act, clue: Clue, body: None) -> dict[str, Any]:
    return {"closed_at": act.now}


async def conclude(act: Act, clue: Clue, body: ClueReasoned) -> dict[str, Any]:
    return {"closed_at": act.now}


_STEPS: Mapping[str, Doing] = {
    "assess": assess,
    "tell": tell,
    "link": reasoned(link_to, needed=False),
    "unlink": reasoned(unlink),
    "let_in": reasoned(let_in),
    "let_out": reasoned(let_out),
    "propose": propose,
    "return_proposal": reasoned(return_proposal),
    "reopen": reasoned(nothing),
    "keep_on": reasoned(nothing),
    "penalise": reasoned(nothing),
    "approve_closing": approve_closing,
    "conclude": reasoned(conclude),
}

DOING: Mapping[str, Doing] = {
    step.name: looking_back(_STEPS.get(step.name, nothing)) for step in CLUE.steps if not step.system
}
"""By the step's name."""

flags_lateness(Clue)
assert set(_STEPS) <= set(DOING)  # noqa: S101 - a step renamed is found at import
