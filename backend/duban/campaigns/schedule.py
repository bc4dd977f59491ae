"""When each clause of a filled plan is owed: its rhythm laid over the window of its phase or of the campaign.

It must not know who owes it.
"""

from duban.campaigns.clause import Clause
from duban.campaigns.filling import FilledPlan
from duban.campaigns.periods import GRACE_DAYS, Period, periods


def schedule(filled: FilledPlan, clause: Clause, *, grace_days: int = GRACE_DAYS) -> list[Period]:
    """The reporting periods of `clause`. `grace_days`: calendar days after a period where the plan names no day.

    What is owed once, or whenever it happens, has one period named after its phase (`campaign` where it has none). A
    day of its own in the plan wins; a clause with milestones is due with the last of them; else the window's end.
    """
    if clause.duty is not None:
        dates, days = filled.due_dates.get(clause.duty, ()), filled.due_days.get(clause.duty, ())
    else:
        milestones = (filled.target_dues.get(target.pointer) for target in clause.targets)
        dates, days = tuple(day for day in milestones if day is not None), ()
    return periods(
        clause.rhythm,
        filled.window_of(clause.phase),
        code=clause.phase or "campaign",
        days=days,
        dates=dates,
        grace_days=grace_days,
    )
