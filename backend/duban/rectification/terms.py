"""The lengths of time of a rectification task, and how a deadline is fixed and prolonged.

No national rule regulates the ledger: each length is the product's default, marked so, and a region sets its own.
"""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from duban.kernel.errors import Text
from duban.kernel.term_registry import register_term
from duban.kernel.terms import ExtensionTier, Mark, Term, Unit
from duban.rectification.words import Mode

NO_RULE = "国家无统一规定，按产品默认值 / no national rule; product default"
"""Bases that are no citations are told as `中文 / English` (`kernel.terms.basis_in`)."""


def listing_practice(zh: str = "", en: str = "") -> str:
    """The practice of supervised listing as a basis, with what it says of the matter at hand."""
    practice_zh, practice_en = "国家无统一规定，参照挂牌督办的做法", "no national rule; practice of supervised listing"
    return f"{practice_zh}：{zh} / {practice_en}: {en}" if zh else f"{practice_zh} / {practice_en}"


LISTING_PRACTICE = listing_practice()

RECTIFICATION = Term(
    "rectification",
    30,
    Unit.CALENDAR_DAYS,
    listing_practice("30、60或90日", "30, 60 or 90 days"),
    Text("整改期限", "Rectification"),
    Mark.DEFAULT,
    setting=True,
    pausable=False,
    extensions=(
        ExtensionTier(
            amount=None,
            unit=Unit.CALENDAR_DAYS,
            permission="task.extend",
            basis=listing_practice(
                "一次，不超过原期限一半，届满前申请", "once, at most half the term, asked before the end"
            ),
            at_most_fraction=Fraction(1, 2),
            ask_before=0,
        ),
    ),
)
"""The amount proposes a deadline where a draft names none; the clock itself runs to the task's `due_on`."""

SIGN_FOR = Term(
    "rectification_sign_for",
    3,
    Unit.WORKING_DAYS,
    NO_RULE,
    Text("签收", "Signing for the notice"),
    Mark.DEFAULT,
    setting=True,
)
OBJECTION = Term(
    "rectification_objection",
    5,
    Unit.WORKING_DAYS,
    NO_RULE,
    Text("提出异议", "Objection"),
    Mark.DEFAULT,
    setting=True,
)
OBJECTION_DECISION = Term(
    "rectification_objection_decision",
    5,
    Unit.WORKING_DAYS,
    NO_RULE,
    Text("异议决定", "Decision on the objection"),
    Mark.DEFAULT,
    setting=True,
)
EXTENSION_DECISION = Term(
    "rectification_extension_decision",
    3,
    Unit.WORKING_DAYS,
    NO_RULE,
    Text("延期审批", "Decision on more time"),
    Mark.DEFAULT,
    setting=True,
)
VERIFICATION = Term(
    "rectification_verification",
    10,
    Unit.CALENDAR_DAYS,
    "参照湖北省2011年重大隐患挂牌督办规定：申请后10日内现场核查"
    " / model: Hubei 2011 rule on listed hazards, on-site check within 10 days",
    Text("复核", "Verification"),
    Mark.DEFAULT,
    setting=True,
)
LOOK_BACK = Term(
    "rectification_look_back",
    6,
    Unit.MONTHS,
    listing_practice("销号后3至6个月回头看", "look-back 3 to 6 months after"),
    Text("回头看", "Look-back"),
    Mark.DEFAULT,
    setting=True,
)
"""The longest time until the look-back; the clock runs to the planned day (`look_back_on`), never later than this."""

LOOK_BACK_PLAN = Term(
    "rectification_look_back_plan",
    3,
    Unit.MONTHS,
    listing_practice("销号后3至6个月回头看", "look-back 3 to 6 months after"),
    Text("回头看计划日", "Planned day of the look-back"),
    Mark.DEFAULT,
    setting=True,
)
"""Proposes the day of the look-back. An earlier one may be chosen: a campaign's own phases can be shorter."""

register_term(LOOK_BACK_PLAN)


def extension_limit(started_on: date, due_on: date) -> date:
    """The latest last day that an extension may give a term from `started_on` (not counted) to `due_on` (counted).

    Half the term in whole calendar days, rounded down, counted on from `due_on`. Equal to `due_on` where nothing can
    be given.
    """
    tier = RECTIFICATION.extensions[0]
    days = tier.limit(replace(RECTIFICATION, amount=max((due_on - started_on).days, 0))) or 0
    return due_on + timedelta(days=days)


def due_when_issued(mode: Mode, due_on: date, today: date) -> date:
    """The deadline as the notice states it: an immediate task is due the day it is issued."""
    return today if mode == Mode.IMMEDIATE else due_on
