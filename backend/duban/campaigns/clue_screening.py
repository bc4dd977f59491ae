"""A zero report about clues must be true (零报告): whoever reported a clue in the period found something.

Screening for clues (线索摸排, D01-R12, R25, R49) is a duty like any other, with its period and its explicit zero
report; the clues themselves are reported one by one, the moment they are found (`clues`).
"""

from duban.campaigns.models import Duty
from duban.clues.counting import reported_within
from duban.kernel.acts import Act
from duban.kernel.errors import FieldError, Invalid, Text

ABOUT_CLUES = "线索"
"""How the plans word such a duty."""


async def require_nothing_reported(act: Act, duty: Duty) -> None:
    """Raise Invalid (`zero_with_clues`) for a zero report on a screening in whose period its owner reported clues."""
    if ABOUT_CLUES not in duty.title:
        return
    numbers = await reported_within(act.db, duty.organisation_id, duty.starts_on, duty.ends_on)
    if not numbers:
        return
    text = Text(
        "本期已报告线索（{numbers}），不能作零报告。",
        "Clues were reported in this period ({numbers}): a zero report would be untrue.",
    ).format(numbers="、".join(numbers))
    raise Invalid("zero_with_clues", text, [FieldError("/kind", "zero_with_clues", text)])
