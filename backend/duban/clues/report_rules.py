"""Reports of clues by institutions (线索报告): whom the institution tells itself, at once (RULES machine 5, S0).

The authority knows the moment that the report is sent. Police, mental-health institution and governance office are told
by the institution, each with its own term from when it was found (D01-R12, R49, R55, D11-R25).
"""

from duban.clues.guards import somebody_is_to_be_told
from duban.clues.rules import REPORT
from duban.clues.terms import TELLS
from duban.clues.words import ReportState, ToldFirst
from duban.kernel.errors import Text
from duban.kernel.workflow import Start, Workflow, step

_BASIS = "D01-R12、R49、R55"
_TELLS = tuple(
    Start(TELLS[recipient], "organisation_id", REPORT, from_="found_at", when=f"owes_{recipient.value}")
    for recipient in ToldFirst
)

REPORT_FLOW = Workflow(
    name="clue_report",
    title=Text("线索报告", "Report of a clue"),
    initial=ReportState.REPORTED,
    final=frozenset({ReportState.REPORTED}),
    states={ReportState.REPORTED: Text("已报告", "reported")},
    steps=(
        step("report", {ReportState.REPORTED}, None, permission=REPORT, label=Text("报告线索", "Report a clue"),
             basis=_BASIS, starts=_TELLS, system=True),
        step("tell", {ReportState.REPORTED}, None, permission=REPORT, label=Text("登记已报告", "Enter who was told"),
             basis=_BASIS, guards=[somebody_is_to_be_told]),
    ),
)  # fmt: skip
