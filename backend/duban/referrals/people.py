"""Who of one's own authority may be named: enforcement officers for a team, case handlers for what comes back."""

from fastapi import APIRouter

from duban.kernel.listing import add_list
from duban.orgs.nameable import nameable
from duban.referrals.rules import PENALISE, READ, WORK


def add_people(router: APIRouter) -> None:
    """Give `router` the two lists. They come before `/{id}`, which would take their names for one."""
    for path, permission, operation_id, summary, whom in (
        ("/officers", WORK, "referral_officers", "可指定的执法人员 Officers who may be named", "officers for a team"),
        ("/handlers", PENALISE, "referral_handlers", "可指定的承办人 Handlers who may be named", "`handler_id`s"),
    ):
        add_list(
            router,
            nameable(permission, needs=READ),
            path=path,
            operation_id=operation_id,
            summary=summary,
            description=f"People of your own authority whose role permits it: {whom}. Who has to keep away from a "
            "matter is refused when named.",
        )
