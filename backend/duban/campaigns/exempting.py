"""Releasing from a duty: what then stands on it, whoever releases and why."""

from typing import Any

from duban.campaigns.rules import DutyState, Fact
from duban.kernel.acts import Act


def released(act: Act, reason: str) -> dict[str, Any]:
    """The columns of a duty that the actor releases now: who, when and why, for everybody to see."""
    return {
        "state": DutyState.EXEMPT,
        "fact": Fact.EXEMPT,
        "exempt_reason": reason,
        "exempted_by_id": act.me.id,
        "exempted_by_name": act.me.name,
        "exempted_at": act.now,
        "correct_by": None,
    }


TAKEN_BACK: dict[str, Any] = {
    "exempt_reason": None, "exempted_by_id": None, "exempted_by_name": None, "exempted_at": None,
}  # fmt: skip
"""What stands on a duty that is owed again."""
