"""An institution reports a clue: it becomes a clue of the nearest authority in the same act. The report is the
institution's own; whom it told itself, and whether in time, is written there."""

from collections.abc import Mapping
from typing import Any

from duban.clues.handling import told
from duban.clues.models import ClueReport
from duban.clues.parties import REPORTED
from duban.clues.registering import ClueDraft, found
from duban.clues.report_rules import REPORT_FLOW
from duban.clues.rules import READ_ALL, REPORT
from duban.clues.schemas import ReportCreate, TellIn
from duban.clues.terms import TELLS
from duban.clues.words import KINDS, ClueSource
from duban.kernel import clocks
from duban.kernel.access import organisation_within, place
from duban.kernel.acts import Act
from duban.kernel.checks import flags_lateness, invalid, looking_back, note_lateness, require_past
from duban.kernel.confiding import QUIET
from duban.kernel.ids import new_id
from duban.kernel.numbers import next_number
from duban.kernel.organisations import OrganisationKind
from duban.kernel.protected import KeyRing
from duban.kernel.transitions import Doing, perform, run_clocks

PREFIX = "XB"
TITLE = 24
"""So many characters of what was found stand in the clue's line, until the keeper writes a better one."""


async def report(act: Act, ring: KeyRing, body: ReportCreate) -> ClueReport:
    """Enter the report of an institution, its clue, and whom it told already.

    Raises Forbidden, the one `not_found` outside the subtree, Invalid, Conflict where no authority stands above.
    """
    act.me.require(REPORT)
    require_past(act, body)
    about = await organisation_within(act.db, act.me, body.organisation_id or act.me.organisation_id)
    if about.kind is not OrganisationKind.INSTITUTION:
        raise invalid("organisation_id", "not_an_institution", "应是医疗机构。", "Institutions report clues.")
    at = min(body.found_at or act.now, act.now)
    owed: dict[str, Any] = {f"owes_{one.value}": True for one in KINDS[body.kind].tells}
    title = KINDS[body.kind].title.zh
    id = new_id()
    clue = await found(
        act,
        ring,
        ClueDraft(
            kind=body.kind,
            source=ClueSource.HOSPITAL_REPORT,
            title=f"{title}：{' '.join(body.facts.split())[:TITLE]}" if body.subject_name is None else title,
            facts=body.facts,
            found_at=at,
            received_at=act.now,
            about=about,
            tout_kinds=list(body.tout_kinds),
            place=body.place,
            report_id=id,
            persons={"subject_name": body.subject_name},
            tells=(),
        ),
    )
    row = ClueReport(
        id=id,
        created_at=act.now,
        updated_at=act.now,
        organisation_id=about.id,
        number=await next_number(act, PREFIX),
        region_code=about.region_code or "",
        kind=body.kind,
        tout_kinds=list(body.tout_kinds),
        facts=body.facts,
        place=body.place,
        found_at=at,
        reported_by_id=act.me.id,
        reported_by_name=act.me.name,
        authority_id=clue.organisation_id,
        clue_id=clue.id,
        **owed,
        **REPORTED.sealed(ring, {"subject_name": body.subject_name}),
    )
    place(row, about)
    act.db.add(row)
    act.note("clue_report:report", row, changes={"kind": (None, body.kind), "found_at": (None, at)})
    await act.db.flush()
    await run_clocks(act, REPORT_FLOW, "report", row)
    for one in body.told:
        await perform(act, REPORT_FLOW, "tell", row, body=one, doing=DOING["tell"])
    await note_lateness(act, row)
    return row


async def tell(act: Act, row: ClueReport, body: TellIn) -> dict[str, Any]:
    columns = told(act, row, body)
    await clocks.stop(act, row, [TELLS[body.recipient].name])
    return columns


DOING: Mapping[str, Doing] = {"tell": looking_back(tell)}
"""By the step's name."""

flags_lateness(ClueReport)
QUIET[ClueReport.word()] = READ_ALL
