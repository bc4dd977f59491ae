"""Clues (线索): registration and triage, as a lawyer would check them (RULES machine 5: S0, S1; C-1, C-28).

The keeper registers, assesses and proposes; the section head names the team or hands the matter on; the vice leader
approves what nobody else will hear of (keeping, closing). Whatever reaches the threshold of a crime can only be
referred: no penalty, no keeping, no closing (C-1); what turns out to be a crime while it is penalised is taken up
again. The referral itself is `referrals`, with clocks of its own.
"""

from duban.clues import guards
from duban.clues.terms import APPROVAL, REVIEW, TELLS, TRIAGE
from duban.clues.words import OPEN, Proposal, ToldFirst
from duban.clues.words import ClueState as S
from duban.kernel.errors import Text
from duban.kernel.workflow import Start, Workflow, step

REPORT = "clue.report"
READ, READ_ALL, REVEAL = "clue.read", "clue.read_all", "clue.reveal"
KEEP, ASSIGN, APPROVE = "clue.keep", "clue.assign", "clue.approve"

_ORDER = "310号令 (2020)"

_TELLS = tuple(
    Start(TELLS[recipient], "organisation_id", KEEP, from_="found_at", when=f"runs_{recipient.value}")
    for recipient in ToldFirst
)
_UNDECIDED = (TRIAGE.name,)
_PROPOSED = (*_UNDECIDED, APPROVAL.name)

CLUE = Workflow(
    name="clue",
    title=Text("线索", "Clue"),
    initial=S.REGISTERED,
    final=frozenset({S.CLOSED}),
    states={
        S.REGISTERED: Text("已登记", "registered"),
        S.TRIAGING: Text("研判中", "being assessed"),
        S.PROPOSED: Text("已呈批", "proposed"),
        S.REFERRED: Text("移送移交中", "referred"),
        S.ADMINISTRATIVE: Text("行政处理", "administrative handling"),
        S.KEPT: Text("留存", "kept"),
        S.CLOSED: Text("了结", "closed"),
    },
    steps=(
        step("register", {S.REGISTERED}, None, permission=KEEP, label=Text("登记", "Register"),
             basis=f"{_ORDER} art. 5", starts=[Start(TRIAGE, "organisation_id", KEEP, from_="received_at"), *_TELLS],
             system=True),
        step("take_up", {S.REGISTERED}, S.TRIAGING, permission=KEEP, label=Text("受理研判", "Take up"),
             basis=f"{_ORDER} art. 5"),
        step("assess", {S.TRIAGING, S.REFERRED}, None, permission=KEEP, label=Text("登记研判意见", "Assess"),
             basis=f"{_ORDER} art. 3；法释〔2008〕5号 (2016) art. 2"),
        step("tell", OPEN, None, permission=KEEP, label=Text("登记已报告", "Enter who was told"),
             basis="D01-R12、R49、R55", guards=[guards.somebody_is_to_be_told]),
        step("link", OPEN, None, permission=KEEP, label=Text("关联线索", "Link another clue")),
        step("unlink", OPEN, None, permission=KEEP, label=Text("取消关联", "Take a link away")),
        step("let_in", OPEN, None, permission=ASSIGN, label=Text("授权知悉", "Let somebody in"),
             basis="反有组织犯罪法 (2021) art. 74"),
        step("let_out", OPEN, None, permission=ASSIGN, label=Text("取消知悉", "Let somebody out"),
             basis="反有组织犯罪法 (2021) art. 74"),
        step("propose", {S.TRIAGING}, S.PROPOSED, permission=KEEP, label=Text("呈批留存或了结", "Propose"),
             guards=[guards.is_assessed, guards.need_not_be_referred],
             starts=[Start(APPROVAL, "organisation_id", APPROVE)]),
        step("approve_keeping", {S.PROPOSED}, S.KEPT, permission=APPROVE, label=Text("批准留存", "Approve keeping"),
             guards=[guards.proposed_is(Proposal.KEEP), guards.is_not_ones_own_proposal],
             stops=_PROPOSED, starts=[Start(REVIEW, "organisation_id", KEEP)]),
        step("approve_closing", {S.PROPOSED}, S.CLOSED, permission=APPROVE, label=Text("批准了结", "Approve closing"),
             guards=[guards.proposed_is(Proposal.CLOSE), guards.is_not_ones_own_proposal], stops=_PROPOSED),
        step("return_proposal", {S.PROPOSED}, S.TRIAGING, permission=APPROVE, label=Text("退回重新研判", "Return"),
             guards=[guards.is_not_ones_own_proposal], stops=[APPROVAL.name]),
        step("reopen", {S.KEPT, S.ADMINISTRATIVE}, S.TRIAGING, permission=KEEP,
             label=Text("重新研判", "Take up again"), basis=f"{_ORDER} art. 3", stops=[REVIEW.name],
             starts=[Start(TRIAGE, "organisation_id", KEEP)]),
        step("keep_on", {S.KEPT}, None, permission=APPROVE, label=Text("复查后继续留存", "Keep on after a look"),
             stops=[REVIEW.name], starts=[Start(REVIEW, "organisation_id", KEEP)]),
        step("penalise", {S.TRIAGING}, S.ADMINISTRATIVE, permission=ASSIGN,
             label=Text("转行政处理", "Handle administratively"), basis="行政处罚法 (2021) arts 27, 82",
             guards=[guards.is_assessed, guards.need_not_be_referred], stops=_UNDECIDED),
        step("refer", {S.TRIAGING, S.REFERRED}, S.REFERRED, permission=ASSIGN,
             label=Text("指定专案组", "Name the team"), basis=f"{_ORDER} art. 5",
             guards=[guards.is_no_secret, guards.is_assessed, guards.no_referral_is_open],
             stops=_UNDECIDED, system=True),
        step("hand_on", {S.TRIAGING, S.REFERRED}, S.REFERRED, permission=KEEP,
             label=Text("移交其他机关", "Hand on to another organ"), basis=f"{_ORDER} arts 18, 19",
             guards=[guards.is_assessed], stops=_UNDECIDED, system=True),
        step("come_back", {S.REFERRED}, S.TRIAGING, permission=READ, label=Text("退回研判", "Comes back"),
             basis="公安机关办理刑事案件程序规定 (2020) art. 180", system=True,
             starts=[Start(TRIAGE, "organisation_id", KEEP)]),
        step("conclude", {S.REFERRED, S.ADMINISTRATIVE}, S.CLOSED, permission=KEEP, label=Text("了结归档", "Conclude"),
             guards=[guards.nothing_is_under_way, guards.was_referred_where_it_must]),
    ),
)  # fmt: skip
"""`refer` is taken by whoever opens a referral, `come_back` where the police say that it is none of theirs, or where no
transfer was approved."""
