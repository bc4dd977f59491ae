"""What an organisation owes ends with it: when it is closed, its later duties are released with that reason.

What was due before the day of closing stays as it is: it was owed, and is missing where nothing came.
"""

from datetime import date

from sqlalchemy import and_, or_, select
from sqlmodel import col

from duban.campaigns.difference import WAITING
from duban.campaigns.exempting import released
from duban.campaigns.models import Duty
from duban.campaigns.rules import DutyState
from duban.campaigns.standing import ended
from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.organisations import Organisation
from duban.orgs.tree import when_closed


@when_closed
async def release_duties(act: Act, organisation: Organisation, closed_on: date, reason: str) -> None:
    """Release what `organisation` would owe from `closed_on` on, and what was returned to it for
    correction: nobody is left to correct it. Each duty is journalled."""
    told = f"机构自{closed_on}起停用：{reason}"[:500]
    still_to_come = or_(col(Duty.due_on) >= closed_on, col(Duty.issued_after_due))
    later = await act.db.scalars(
        select(Duty)
        .where(
            col(Duty.organisation_id) == organisation.id,
            col(Duty.retired_at).is_(None),
            or_(and_(col(Duty.state).in_(WAITING), still_to_come), col(Duty.state) == DutyState.RETURNED),
        )
        .order_by(col(Duty.id))
        .with_for_update()
    )
    for duty in later:
        if duty.standing and duty.state is DutyState.OPEN:
            act.change(duty, ended(duty), action="duty:end", reason=told)
        else:
            act.change(duty, released(act, told), action="duty:exempt", reason=told)
        await clocks.stop(act, duty, ["*"], cancelled=True)
