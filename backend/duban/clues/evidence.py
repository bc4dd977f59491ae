"""Evidence of clues and of institutions' reports: what each piece shows, and who adds it."""

from duban.clues.models import Clue, ClueReport, ClueTransfer
from duban.clues.rules import READ, READ_ALL, REPORT
from duban.clues.words import Secrecy
from duban.kernel.access import Actor
from duban.kernel.acts import Act
from duban.kernel.errors import Conflict, Text
from duban.kernel.evidence import SUBJECTS, SubjectRule


async def of_no_secret(act: Act, matter: Clue | ClueTransfer, purpose: str) -> None:
    """Raise Conflict for a file of a secret clue: its papers do not lie here."""
    if matter.secrecy is not Secrecy.NONE:
        raise Conflict(
            "secret_clue",
            Text("涉密线索的材料不得上传本系统。", "Papers of a secret clue do not lie in this system."),
        )


async def own_report(act: Act, report: ClueReport, purpose: str) -> None:
    """Raise Conflict unless the actor's organisation made the report."""
    if report.organisation_id != act.me.organisation_id:
        raise Conflict("not_your_report", Text("只有报告单位可以补充材料。", "Only who reported it adds material."))


def kept_from_others(report: ClueReport, me: Actor) -> bool:
    """What an institution found is for itself and for the authority that received it, for nobody above."""
    return me.organisation_id not in (report.organisation_id, report.authority_id)


SUBJECTS[Clue.word()] = SubjectRule(
    model=Clue,
    read=READ,
    purposes={
        "clue": Text("线索材料", "material of the clue"),
        "verification": Text("核查材料", "material of the verification"),
        "expert": Text("检验报告、鉴定意见", "test report, expert opinion"),
        "penalty": Text("行政处罚决定书", "earlier penalty decision"),
        "other": Text("其他材料", "other"),
    },
    on_added=of_no_secret,
)
SUBJECTS[ClueReport.word()] = SubjectRule(
    model=ClueReport,
    read=REPORT,
    purposes={"report": Text("现场材料", "what was found"), "proof": Text("已报告的凭证", "proof that it was told")},
    on_added=own_report,
    hides=kept_from_others,
    read_too=frozenset({READ_ALL}),
)
SUBJECTS[ClueTransfer.word()] = SubjectRule(
    model=ClueTransfer,
    read=READ_ALL,
    purposes={
        "letter": Text("移交函", "letter"),
        "receipt": Text("回执", "receipt"),
        "answer": Text("反馈材料", "answer"),
    },
    on_added=of_no_secret,
)
