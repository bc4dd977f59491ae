"""What a missed term of a handoff does: the flag that stays. Nothing else ends by silence."""

from duban.handoff.models import Handoff
from duban.kernel import clocks
from duban.kernel.acts import Act
from duban.kernel.clocks import Clock


async def missed(act: Act, clock: Clock) -> None:
    """The term ran out before anything was heard."""
    handoff = await act.db.get(Handoff, clock.subject_id, with_for_update=True)
    if handoff is None:
        return
    told = [*handoff.missed_terms, *([] if clock.term in handoff.missed_terms else [clock.term])]
    late = {"overdue_at": handoff.overdue_at or clock.due_at, "missed_terms": told}
    act.change(handoff, late, action="handoff:overdue")


clocks.REACTIONS[Handoff.word()] = missed
