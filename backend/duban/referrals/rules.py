"""Referral of suspected crime to the police (移送): the steps, as a lawyer would check them (RULES part C, machine 5).

At least two officers verify and report; only the chief decides, within three days; what is approved goes to the police
within 24 hours with its papers complete and a copy to the procuratorate. What the police do is recorded by the team
(`record_…`) or comes by their own hand through `handoff`: either way these are the same steps. Nothing stops a term:
an answer that does not come is late, for whoever owes it.
"""

from duban.kernel.errors import Text
from duban.kernel.terms import Term
from duban.kernel.workflow import Start, Workflow, step
from duban.referrals import guards, terms
from duban.referrals.guards import is_not_of_the_team as not_the_team
from duban.referrals.guards import is_of_the_team as team
from duban.referrals.terms import ORDER, POLICE, SPP
from duban.referrals.words import OPEN, TURN
from duban.referrals.words import ReferralState as S

READ, READ_ALL = "clue.read", "clue.read_all"
ASSIGN, KEEP = "clue.assign", "clue.keep"
WORK, DECIDE, PENALISE = "referral.work", "referral.decide", "referral.penalise"


def _ours(term: Term, permission: str = WORK, from_: str | None = None, **more: str) -> Start:
    return Start(term, "organisation_id", permission, from_=from_, **more)


_ADMINISTRATIVE = frozenset({S.NOT_APPROVED, S.ADMINISTRATIVE})
_WAITING = (terms.DECIDE.name, terms.DECIDE_10.name, terms.DECIDE_30.name)
_UNDECIDED = (S.RECEIVED, S.SUPPLEMENTING)
_WITH_THE_POLICE = (S.SENT, S.FORWARDED, *_UNDECIDED)
_OF_THE_POLICE = (*_WAITING, terms.RECEIPT.name)
_AFTER_REFUSAL = (
    terms.ASK_AGAIN.name, terms.RECONSIDER.name, terms.SUGGEST.name, terms.EXPLAIN.name, terms.FILE_ON_NOTICE.name,
)  # fmt: skip
_DECIDING = tuple(_ours(term, from_="received_at") for term in (terms.DECIDE, terms.DECIDE_10, terms.DECIDE_30))

REFERRAL = Workflow(
    name="referral",
    title=Text("移送", "Referral"),
    initial=S.TEAM_NAMED,
    final=frozenset({S.RETURNED, S.ARCHIVED}),
    states={
        S.TEAM_NAMED: Text("专案组已指定", "team named"),
        S.REPORTED: Text("报告已呈批", "reported to the chief"),
        S.APPROVED: Text("批准移送", "approved"),
        S.NOT_APPROVED: Text("不批准移送", "not approved"),
        S.SENT: Text("已移送待回执", "sent"),
        S.RECEIVED: Text("公安已接收", "received by the police"),
        S.SUPPLEMENTING: Text("通知补正", "papers asked for"),
        S.FORWARDED: Text("转送管辖", "forwarded"),
        S.RETURNED: Text("非公安职责退回", "no police matter"),
        S.FILED: Text("立案", "filed"),
        S.HANDING_OVER: Text("物品交接中", "goods being handed over"),
        S.HANDED_OVER: Text("交接完毕", "handed over"),
        S.REFUSED: Text("不予立案", "refused"),
        S.RECONSIDERING: Text("提请复议", "reconsideration asked"),
        S.UPHELD: Text("复议维持", "refusal upheld"),
        S.SUPERVISED: Text("建议立案监督", "supervision suggested"),
        S.ADMINISTRATIVE: Text("行政处理", "administrative handling"),
        S.CONCLUDED: Text("刑事结果", "criminal result"),
        S.ARCHIVED: Text("已归档", "archived"),
    },
    steps=(
        # ---- the team and the chief
        step("name_team", {S.TEAM_NAMED}, None, permission=ASSIGN, label=Text("指定专案组", "Name the team"),
             basis=f"{ORDER} art. 5", starts=[_ours(terms.REPORT)], system=True),
        step("change_team", OPEN, None, permission=ASSIGN, label=Text("调整专案组", "Change the team"),
             basis=f"{ORDER} art. 5；行政处罚法 (2021) art. 43"),
        step("fill_papers", {S.TEAM_NAMED, S.REPORTED, S.APPROVED}, None, permission=WORK,
             label=Text("填写移送材料", "Fill in the papers"), basis=f"{ORDER} art. 6", guards=[team]),
        step("report_to_chief", {S.TEAM_NAMED}, S.REPORTED, permission=WORK, label=Text("呈报主要负责人", "Report"),
             basis=f"{ORDER} art. 5", guards=[team, guards.report_is_attached], stops=[terms.REPORT.name],
             starts=[_ours(terms.CHIEF, DECIDE)]),
        step("approve", {S.REPORTED}, S.APPROVED, permission=DECIDE, label=Text("批准移送", "Approve"),
             basis=f"{ORDER} art. 5", guards=[not_the_team], stops=[terms.CHIEF.name], starts=[_ours(terms.HAND)]),
        step("reject", {S.REPORTED}, S.NOT_APPROVED, permission=DECIDE, label=Text("不批准移送", "Do not approve"),
             basis=f"{ORDER} art. 5", guards=[not_the_team], stops=[terms.CHIEF.name]),
        step("send", {S.APPROVED}, S.SENT, permission=WORK, label=Text("移送公安机关", "Send to the police"),
             basis=f"{ORDER} arts 5, 6；高检会〔2006〕2号 art. 1", guards=[team, guards.papers_are_complete],
             stops=[terms.HAND.name], starts=[_ours(terms.RECEIPT)]),
        # ---- the police receive, forward, ask, decide
        step("record_receipt", {S.SENT, S.FORWARDED}, S.RECEIVED, permission=WORK,
             label=Text("登记回执", "Enter the receipt"), basis=f"{ORDER} art. 7", guards=[team],
             stops=[terms.RECEIPT.name], starts=_DECIDING),
        step("record_papers_asked", {S.RECEIVED}, S.SUPPLEMENTING, permission=WORK,
             label=Text("登记补正通知", "Papers were asked for"), basis=f"{POLICE} art. 180", guards=[team],
             starts=[_ours(terms.SUPPLEMENT, from_="papers_asked_at")]),
        step("supplement", {S.SUPPLEMENTING}, S.RECEIVED, permission=WORK, label=Text("补充材料", "Supplement"),
             basis=f"{POLICE} art. 180", guards=[team], stops=[terms.SUPPLEMENT.name]),
        step("record_forward", _WITH_THE_POLICE, S.FORWARDED, permission=WORK,
             label=Text("登记转送管辖", "It was forwarded"), basis=f"{ORDER} art. 7", guards=[team],
             stops=_OF_THE_POLICE, cancels=[terms.SUPPLEMENT.name],
             starts=[_ours(terms.RECEIPT, from_="forwarded_at")]),
        step("record_not_police", _WITH_THE_POLICE, S.RETURNED, permission=WORK,
             label=Text("登记非公安职责", "No police matter"), basis=f"{POLICE} art. 180", guards=[team],
             stops=_OF_THE_POLICE, cancels=[terms.SUPPLEMENT.name]),
        step("record_filed",
             {*_UNDECIDED, S.REFUSED, S.RECONSIDERING, S.UPHELD, S.SUPERVISED, S.ADMINISTRATIVE}, S.FILED,
             permission=WORK, label=Text("登记立案", "It was filed"), basis=f"{ORDER} art. 8", guards=[team],
             stops=[*_WAITING, *_AFTER_REFUSAL], cancels=[terms.SUPPLEMENT.name],
             starts=[_ours(terms.GOODS, from_="filing_notice_at")]),
        step("record_refused", _UNDECIDED, S.REFUSED, permission=WORK, label=Text("登记不予立案", "It was refused"),
             basis=f"{ORDER} art. 8", guards=[team], stops=_WAITING, cancels=[terms.SUPPLEMENT.name],
             starts=[_ours(terms.ASK_AGAIN, DECIDE, from_="refusal_received_at")]),
        # ---- refused: again, and the procuratorate
        step("ask_reconsideration", {S.REFUSED}, S.RECONSIDERING, permission=DECIDE,
             label=Text("提请复议", "Ask to reconsider"), basis=f"{ORDER} art. 9；{POLICE} art. 181",
             guards=[guards.may_still_be_asked_again], stops=[terms.ASK_AGAIN.name], starts=[_ours(terms.RECONSIDER)]),
        step("record_upheld", {S.RECONSIDERING}, S.UPHELD, permission=WORK, label=Text("登记复议维持", "It was upheld"),
             basis=f"{ORDER} art. 9", guards=[team], stops=[terms.RECONSIDER.name],
             starts=[_ours(terms.SUGGEST, DECIDE, from_="upheld_received_at")]),
        step("suggest_supervision", {S.REFUSED, S.UPHELD}, S.SUPERVISED, permission=DECIDE,
             label=Text("建议立案监督", "Suggest supervision"), basis=f"{ORDER} art. 9",
             stops=[terms.ASK_AGAIN.name, terms.SUGGEST.name]),
        step("record_explanation_asked", {S.SUPERVISED}, None, permission=WORK,
             label=Text("登记要求说明理由", "An explanation was asked for"), basis=f"{SPP} art. 10",
             guards=[team, guards.explanation_is_not_asked_yet],
             starts=[_ours(terms.EXPLAIN, from_="explanation_asked_at")]),
        step("record_explanation", {S.SUPERVISED}, None, permission=WORK,
             label=Text("登记说明理由", "The police explained"), basis=f"{POLICE} art. 182",
             guards=[team, guards.explanation_was_asked], stops=[terms.EXPLAIN.name]),
        step("record_filing_ordered", {S.SUPERVISED}, None, permission=WORK,
             label=Text("登记通知立案", "Filing was ordered"), basis=f"{SPP} art. 10；{POLICE} art. 182",
             guards=[team, guards.filing_is_not_ordered_yet], stops=[terms.EXPLAIN.name],
             starts=[_ours(terms.FILE_ON_NOTICE, from_="filing_ordered_at")]),
        step("record_supervision_outcome", OPEN, None, permission=WORK,
             label=Text("登记监督结果", "What came of the supervision"), basis=f"{SPP} art. 11",
             guards=[team, guards.supervision_was_suggested]),
        # ---- filed: goods, follow-up, result
        step("hand_over", {S.FILED}, S.HANDING_OVER, permission=WORK, label=Text("移交物品和材料", "Hand over goods"),
             basis=f"{ORDER} art. 12", guards=[team], stops=[terms.GOODS.name]),
        step("record_goods_received", {S.HANDING_OVER}, S.HANDED_OVER, permission=WORK,
             label=Text("登记交接完毕", "The goods were received"), basis=f"{ORDER} art. 12", guards=[team],
             starts=[_ours(terms.FOLLOW_UP)]),
        step("follow_up", {S.HANDED_OVER}, None, permission=WORK, label=Text("跟踪进展", "Follow up"), guards=[team],
             stops=[terms.FOLLOW_UP.name], starts=[_ours(terms.FOLLOW_UP)]),
        step("record_result", {S.FILED, S.HANDING_OVER, S.HANDED_OVER}, S.CONCLUDED, permission=WORK,
             label=Text("登记刑事结果", "Enter the criminal result"), basis=f"{ORDER} art. 13", guards=[team],
             stops=[terms.FOLLOW_UP.name], cancels=[terms.GOODS.name]),
        # ---- administrative handling, opinions, archive
        step("handle_administratively", {S.NOT_APPROVED, S.REFUSED, S.UPHELD}, S.ADMINISTRATIVE, permission=DECIDE,
             label=Text("决定行政处理", "Handle administratively"), basis=f"{ORDER} arts 5, 10",
             stops=[terms.ASK_AGAIN.name, terms.SUGGEST.name]),
        step("take_back", {S.SUPERVISED, S.CONCLUDED}, S.ADMINISTRATIVE, permission=WORK,
             label=Text("转行政处理", "Back to administrative handling"), basis=f"{ORDER} arts 10, 13", guards=[team],
             cancels=[terms.EXPLAIN.name, terms.FILE_ON_NOTICE.name]),
        step("name_handler", {S.ADMINISTRATIVE}, None, permission=ASSIGN,
             label=Text("指定承办人", "Name who handles it"), basis="行政处罚法 (2021) arts 42, 43"),
        step("record_prior_penalty", OPEN - _ADMINISTRATIVE, None, permission=WORK,
             label=Text("登记移送前的处罚", "Enter an earlier penalty"),
             basis=f"{ORDER} art. 11；高检会〔2006〕2号 art. 1", guards=[team, guards.no_prior_penalty_is_entered],
             starts=[_ours(terms.PENALTY_COPY, from_="penalty_from")]),
        step("record_penalty", {S.ADMINISTRATIVE}, None, permission=PENALISE,
             label=Text("登记行政处理结果", "Enter the result"), basis=f"{ORDER} art. 10；行政处罚法 (2021) art. 35",
             guards=[guards.no_penalty_is_entered],
             starts=[_ours(terms.PENALTY_COPY, PENALISE, from_="penalty_from", when="owes_penalty_copy")]),
        step("record_penalty_copied", frozenset(S) - {S.ARCHIVED}, None, permission=READ,
             label=Text("登记处罚决定书已抄送", "The copy was sent"), basis="高检会〔2006〕2号 art. 1",
             guards=[guards.has_a_hand_in_it, guards.a_copy_is_owed], stops=[terms.PENALTY_COPY.name]),
        step("record_opinion", OPEN, None, permission=WORK, label=Text("登记检察意见", "An opinion came in"),
             basis=f"{ORDER} art. 13", guards=[guards.no_opinion_waits],
             starts=[_ours(terms.OPINION, from_="opinion_received_at", until="opinion_due_on")]),
        step("answer_opinion", frozenset(S) - {S.ARCHIVED}, None, permission=WORK,
             label=Text("答复检察意见", "Answer the opinion"), basis=f"{ORDER} art. 13",
             guards=[guards.an_opinion_waits], stops=[terms.OPINION.name]),
        step("archive", {S.ADMINISTRATIVE, S.CONCLUDED}, S.ARCHIVED, permission=KEEP, label=Text("归档", "Archive"),
             basis="行政处罚法 (2021) art. 47", guards=[guards.file_is_complete]),
    ),
)  # fmt: skip

assert set(TURN) == set(S)  # noqa: S101 - a state of whom nobody's turn is known is found at import
