"""Words about a clue: needed to give a decision its reason, refused where the clue is secret.

Of a secret clue only index data stand in this system (RULES D): no field, no journal and no letter takes its content.
"""

from collections.abc import Mapping
from typing import Any

from duban.clues.words import Secrecy
from duban.kernel.acts import Act
from duban.kernel.checks import invalid
from duban.kernel.transitions import Doing


def require_words(matter: Any, field: str, words: object, *, needed: bool = True) -> None:
    """Raise Invalid for `words` in `field` about a secret clue (`secret_clue`), for none about another (`missing`)."""
    if matter.secrecy is not Secrecy.NONE:
        if words is not None:
            raise invalid(field, "secret_clue", "涉密线索不登记内容。", "Nothing of a secret clue's content.")
    elif needed and words is None:
        raise invalid(field, "missing", "请填写理由。", "Say why.")


def reasoned(does: Doing, *, needed: bool = True) -> Doing:
    """`does`, once the body's `reason` is known to be there, or not to be there."""

    async def checked(act: Act, matter: Any, body: Any) -> Mapping[str, Any] | None:
        require_words(matter, "reason", body.reason, needed=needed)
        return await does(act, matter, body)

    return checked
