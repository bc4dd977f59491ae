"""Medical disputes (医疗纠纷): the steps. The whole machine, as a lawyer would check it (RULES part B, machine 2).

The institution informs, negotiates, pays; the authority records and mediates. One way is gone at a time (B-2, B-13): a
suit ends every mediation. An appraisal may begin in any state, so that its pause is the clock's and not a state: the
mediation's term is held while one runs (B-14, B-16). What runs beside the way (seals, autopsy, appraisals, insurance,
police, reports, applications) has small machines of its own, with the clocks and history of the dispute (`parts.py`).
"""

from duban.disputes import guards, terms
from duban.disputes.guards import acts_for_an_authority as authority
from duban.disputes.guards import acts_for_the_institution as institution
from duban.disputes.words import OPEN, RESOLVED, UNRESOLVED, WAYS_OPEN
from duban.disputes.words import DisputeState as S
from duban.kernel.errors import Text
from duban.kernel.workflow import Start, Workflow, step

READ, HANDLE, DECIDE = "dispute.read", "dispute.handle", "dispute.decide"
REVEAL, MEDIATE = "dispute.reveal", "dispute.mediate"

_R = terms.REGULATION
_MAJOR = (
    Start(terms.MAJOR_PHONE, "organisation_id", HANDLE, from_="major_from", when="is_major"),
    Start(terms.MAJOR_WRITTEN, "organisation_id", HANDLE, from_="major_from", when="is_major"),
)
_DEATH = (
    Start(terms.AUTOPSY, "organisation_id", HANDLE, from_="died_at", when="runs_autopsy"),
    Start(terms.AUTOPSY_FROZEN, "organisation_id", HANDLE, from_="died_at", when="runs_autopsy_frozen"),
    Start(terms.BODY_KEPT, "organisation_id", HANDLE, from_="died_at", when="runs_body_kept"),
)
_NEGLIGENCE = Start(terms.NEGLIGENCE, "organisation_id", HANDLE, from_="negligence_at", when="runs_negligence")
_REPORT = Start(terms.DISPUTE_REPORT, "organisation_id", HANDLE, from_="raised_at", when="report_is_bound")
_QUALITY = (
    Start(terms.QUALITY_GENERAL, "organisation_id", HANDLE, from_="quality_found_at", when="is_general_event"),
    Start(terms.QUALITY_MAJOR, "organisation_id", HANDLE, from_="quality_found_at", when="is_major_event"),
    Start(terms.QUALITY_EXTRA, "organisation_id", HANDLE, from_="quality_found_at", when="is_extra_event"),
)
_NOTES = Start(terms.RESCUE_NOTES, "organisation_id", HANDLE, from_="rescue_ended_at", when="runs_rescue_notes")
_ACCIDENT = Start(terms.ACCIDENT_CONCLUDED, "organisation_id", HANDLE, when="is_accident")
_MEDIATION = Start(
    terms.PEOPLES_MEDIATION, "authority_id", MEDIATE, from_="mediation_accepted_at", held="open_appraisals"
)
_ADMIN = Start(terms.ADMIN_MEDIATION, "authority_id", MEDIATE, held="open_appraisals")
_DECISION = Start(terms.ADMIN_ACCEPTANCE, "authority_id", MEDIATE, from_="admin_requested_at")

DISPUTE = Workflow(
    name="dispute",
    title=Text("医疗纠纷", "Medical dispute"),
    initial=S.REGISTERED,
    final=frozenset({S.CLOSED, S.WITHDRAWN}),
    states={
        S.REGISTERED: Text("已登记", "registered"),
        S.INFORMED: Text("已告知", "informed"),
        S.NEGOTIATING: Text("协商中", "negotiating"),
        S.NEGOTIATION_FAILED: Text("协商不成", "negotiation failed"),
        S.MEDIATION_REQUESTED: Text("人民调解申请", "people's mediation asked for"),
        S.MEDIATING: Text("人民调解中", "people's mediation"),
        S.MEDIATION_FAILED: Text("人民调解不成", "people's mediation without result"),
        S.ADMIN_REQUESTED: Text("行政调解申请", "administrative mediation asked for"),
        S.ADMIN_MEDIATING: Text("行政调解中", "administrative mediation"),
        S.ADMIN_FAILED: Text("行政调解不成", "administrative mediation without result"),
        S.SUING: Text("诉讼中", "before the court"),
        S.SETTLED: Text("已和解", "settled"),
        S.MEDIATED: Text("人民调解成功", "agreed in people's mediation"),
        S.ADMIN_MEDIATED: Text("行政调解成功", "agreed in administrative mediation"),
        S.JUDGED: Text("已裁判", "judged"),
        S.PERFORMING: Text("履行中", "being performed"),
        S.CLOSED: Text("已结案", "closed"),
        S.WITHDRAWN: Text("已撤回", "withdrawn"),
    },
    steps=(
        # ---- registered, informed
        step("register", {S.REGISTERED}, None, permission=HANDLE, label=Text("登记", "Register"),
             basis=f"{_R} art. 2", starts=[_REPORT, *_MAJOR, *_DEATH], system=True),
        step("inform", {S.REGISTERED}, S.INFORMED, permission=HANDLE, label=Text("告知", "Inform the patient"),
             basis=f"{_R} art. 23", guards=[institution]),
        step("note_death", OPEN, None, permission=HANDLE, label=Text("登记死亡", "Enter the death"),
             basis=f"{_R} arts 26, 27", guards=[institution, guards.nobody_has_died], starts=_DEATH),
        step("release_body", OPEN, None, permission=HANDLE, label=Text("移交遗体", "Hand the body over"),
             basis=f"{_R} art. 27", guards=[institution, guards.body_is_kept], stops=[terms.BODY_KEPT.name]),
        step("note_rescue", OPEN, None, permission=HANDLE, label=Text("登记抢救结束", "Enter the end of a rescue"),
             basis=f"{_R} art. 15", guards=[institution, guards.no_rescue_is_entered], starts=[_NOTES]),
        step("complete_notes", OPEN, None, permission=HANDLE,
             label=Text("登记抢救记录补记完成", "The notes are complete"), basis=f"{_R} art. 15",
             guards=[institution, guards.notes_are_awaited], stops=[terms.RESCUE_NOTES.name]),
        step("state_claim", UNRESOLVED, None, permission=HANDLE, label=Text("登记索赔金额", "Enter the claim"),
             guards=[institution]),
        step("attend", OPEN, None, permission=HANDLE, label=Text("登记到场处理", "Enter who went to the scene"),
             basis="D02-R29", guards=[institution]),
        # ---- negotiation
        step("negotiate", WAYS_OPEN, S.NEGOTIATING, permission=HANDLE, label=Text("开始协商", "Negotiate"),
             basis=f"{_R} art. 30", guards=[institution, guards.claim_is_within_the_limit]),
        step("settle", {S.NEGOTIATING}, S.SETTLED, permission=DECIDE, label=Text("和解", "Settle"),
             basis=f"{_R} art. 30", starts=[_ACCIDENT],
             guards=[institution, guards.claim_is_within_the_limit, guards.is_appraised_where_required,
                     guards.agreement_is_attached]),
        step("fail_negotiation", {S.NEGOTIATING}, S.NEGOTIATION_FAILED, permission=HANDLE,
             label=Text("协商不成", "End the negotiation"), basis=f"{_R} art. 30", guards=[institution]),
        # ---- people's mediation
        step("request_mediation", WAYS_OPEN, S.MEDIATION_REQUESTED, permission=HANDLE,
             label=Text("申请人民调解", "Ask for people's mediation"), basis=f"{_R} art. 31", guards=[institution]),
        step("accept_mediation", {S.MEDIATION_REQUESTED}, S.MEDIATING, permission=MEDIATE,
             label=Text("受理人民调解", "Accept the mediation"), basis=f"{_R} arts 31, 38", guards=[authority],
             starts=[_MEDIATION]),
        step("decline_mediation", {S.MEDIATION_REQUESTED}, S.MEDIATION_FAILED, permission=MEDIATE,
             label=Text("不予受理人民调解", "Decline the mediation"), basis=f"{_R} art. 31", guards=[authority]),
        step("extend_mediation", {S.MEDIATING}, None, permission=MEDIATE,
             label=Text("约定延长调解", "Extend by agreement"), basis=f"{_R} art. 38",
             guards=[authority, guards.mediation_still_runs, guards.consent_is_attached]),
        step("conclude_mediation", {S.MEDIATING}, S.MEDIATED, permission=MEDIATE,
             label=Text("达成人民调解协议", "Agreement in mediation"), basis=f"{_R} art. 39", starts=[_ACCIDENT],
             guards=[authority, guards.is_appraised_where_required, guards.agreement_is_attached],
             stops=[terms.PEOPLES_MEDIATION.name]),
        step("fail_mediation", {S.MEDIATING}, S.MEDIATION_FAILED, permission=MEDIATE,
             label=Text("宣布人民调解不成", "Declare it failed"), basis=f"{_R} art. 38", guards=[authority],
             stops=[terms.PEOPLES_MEDIATION.name]),
        step("end_mediation", {S.MEDIATING}, S.MEDIATION_FAILED, permission=MEDIATE,
             label=Text("终止人民调解", "End the mediation"), basis=f"{_R} art. 31", guards=[authority],
             cancels=[terms.PEOPLES_MEDIATION.name]),
        step("lapse_mediation", {S.MEDIATING}, S.MEDIATION_FAILED, permission=MEDIATE,
             label=Text("逾期视为调解不成", "Deemed failed"), basis=f"{_R} art. 38",
             cancels=[terms.PEOPLES_MEDIATION.name], system=True),
        step("confirm_in_court", {S.MEDIATED, S.PERFORMING}, None, permission=MEDIATE,
             label=Text("登记司法确认", "Confirmed by the court"), basis=f"{_R} art. 39",
             guards=[authority, guards.is_unconfirmed_agreement]),
        # ---- administrative mediation
        step("request_admin", WAYS_OPEN, S.ADMIN_REQUESTED, permission=HANDLE,
             label=Text("申请行政调解", "Ask for administrative mediation"), basis=f"{_R} art. 40",
             guards=[institution], starts=[_DECISION]),
        step("accept_admin", {S.ADMIN_REQUESTED}, S.ADMIN_MEDIATING, permission=MEDIATE,
             label=Text("受理行政调解", "Accept"), basis=f"{_R} art. 40", guards=[authority], starts=[_ADMIN],
             stops=[terms.ADMIN_ACCEPTANCE.name]),
        step("refuse_admin", {S.ADMIN_REQUESTED}, S.ADMIN_FAILED, permission=MEDIATE,
             label=Text("不予受理行政调解", "Refuse"), basis=f"{_R} art. 40", guards=[authority],
             stops=[terms.ADMIN_ACCEPTANCE.name]),
        step("conclude_admin", {S.ADMIN_MEDIATING}, S.ADMIN_MEDIATED, permission=MEDIATE,
             label=Text("达成行政调解协议", "Agreement in administrative mediation"), basis=f"{_R} art. 40",
             guards=[authority, guards.is_appraised_where_required, guards.agreement_is_attached],
             starts=[_ACCIDENT], stops=[terms.ADMIN_MEDIATION.name]),
        step("fail_admin", {S.ADMIN_MEDIATING}, S.ADMIN_FAILED, permission=MEDIATE,
             label=Text("宣布行政调解不成", "Declare it failed"), basis=f"{_R} art. 40", guards=[authority],
             stops=[terms.ADMIN_MEDIATION.name]),
        step("end_admin", {S.ADMIN_MEDIATING}, S.ADMIN_FAILED, permission=MEDIATE,
             label=Text("终止行政调解", "End it"), basis=f"{_R} art. 40", guards=[authority],
             cancels=[terms.ADMIN_MEDIATION.name]),
        step("lapse_admin", {S.ADMIN_MEDIATING}, S.ADMIN_FAILED, permission=MEDIATE,
             label=Text("逾期视为调解不成", "Deemed failed"), basis=f"{_R} art. 40",
             cancels=[terms.ADMIN_MEDIATION.name], system=True),
        # ---- lawsuit
        step("sue", UNRESOLVED - {S.REGISTERED, S.SUING}, S.SUING, permission=HANDLE,
             label=Text("登记法院受理", "The court accepted a suit"), basis=f"{_R} arts 22, 31, 40",
             guards=[institution], cancels=[*terms.MEDIATIONS, terms.ADMIN_ACCEPTANCE.name]),
        step("leave_court", {S.SUING}, S.INFORMED, permission=HANDLE,
             label=Text("登记撤诉或驳回起诉", "The suit was dropped"), guards=[institution]),
        step("judge", {S.SUING}, S.JUDGED, permission=HANDLE, label=Text("登记裁判结果", "Enter the judgment"),
             basis=f"{_R} art. 22", guards=[institution, guards.judgment_is_attached], starts=[_ACCIDENT]),
        # ---- performance and end
        step("perform", RESOLVED, S.PERFORMING, permission=HANDLE, label=Text("开始履行", "Begin to perform"),
             guards=[institution]),
        step("pay", {S.PERFORMING}, None, permission=HANDLE, label=Text("登记付款", "Enter a payment"),
             guards=[institution]),
        step("close", RESOLVED | {S.PERFORMING}, S.CLOSED, permission=DECIDE, label=Text("结案", "Close"),
             basis=f"{terms.ACCIDENTS} arts 43, 44",
             guards=[institution, guards.is_paid, guards.accident_is_reported], cancels=["*"]),
        step("withdraw", UNRESOLVED - {S.SUING}, S.WITHDRAWN, permission=HANDLE,
             label=Text("患方撤回", "Withdrawn by the patient's side"), guards=[institution], cancels=["*"]),
        step("call_back", RESOLVED | {S.PERFORMING, S.CLOSED}, None, permission=HANDLE,
             label=Text("满意度回访", "Ask how satisfied they are"), basis="D11-R03"),
        # ---- flags
        step("flag_major", OPEN, None, permission=HANDLE, label=Text("标为重大", "Mark as major"),
             basis=f"{_R} art. 28", guards=[guards.is_not_major_yet], starts=_MAJOR),
        step("unflag_major", OPEN, None, permission=DECIDE, label=Text("取消重大标记", "No longer major"),
             basis=f"{_R} art. 28", guards=[authority, guards.is_major],
             cancels=[terms.MAJOR_PHONE.name, terms.MAJOR_WRITTEN.name]),
        step("flag_accident", OPEN, None, permission=HANDLE, label=Text("登记医疗事故", "Enter an accident"),
             basis=f"{terms.ACCIDENTS} art. 14",
             starts=[_NEGLIGENCE]),
        step("flag_quality_event", OPEN, None, permission=HANDLE,
             label=Text("登记医疗质量安全事件", "Enter a quality event"), basis=f"{terms.QUALITY} art. 8",
             guards=[guards.is_no_quality_event_yet], starts=_QUALITY),
        step("unflag_quality_event", OPEN, None, permission=DECIDE,
             label=Text("取消质量安全事件标记", "No quality event"), basis=f"{terms.QUALITY} art. 8",
             guards=[authority, guards.is_quality_event], cancels=terms.QUALITY_EVENTS),
    ),
)  # fmt: skip
