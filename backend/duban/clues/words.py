"""The closed lists of words of clues. Plain Python, importable by all without a cycle."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from duban.kernel.errors import Text


class ClueState(StrEnum):
    """Where a clue stands (RULES machine 5: S0, S1 and what S1 leads to)."""

    REGISTERED = "registered"
    TRIAGING = "triaging"
    PROPOSED = "proposed"
    REFERRED = "referred"
    ADMINISTRATIVE = "administrative"
    KEPT = "kept"
    CLOSED = "closed"


OPEN = frozenset(ClueState) - {ClueState.CLOSED}
BEFORE_DECISION = frozenset({ClueState.REGISTERED, ClueState.TRIAGING, ClueState.PROPOSED})


class Proposal(StrEnum):
    """What S1 may end in without anybody being told: each needs the vice leader."""

    KEEP = "keep"
    CLOSE = "close"


class ClueSource(StrEnum):
    """Where a clue came from."""

    COMPLAINT = "complaint"
    INSPECTION = "inspection"
    SELF_CHECK = "self_check"
    HOSPITAL_REPORT = "hospital_report"
    MONITORING = "monitoring"
    SUPERIOR = "superior"
    OTHER_AGENCY = "other_agency"
    PUBLIC = "public"


SOURCES: Mapping[ClueSource, Text] = {
    ClueSource.COMPLAINT: Text("投诉", "complaint"),
    ClueSource.INSPECTION: Text("监督检查", "inspection"),
    ClueSource.SELF_CHECK: Text("自查", "self-check"),
    ClueSource.HOSPITAL_REPORT: Text("医疗机构报告", "report of an institution"),
    ClueSource.MONITORING: Text("监测", "monitoring"),
    ClueSource.SUPERIOR: Text("上级交办", "passed down by a superior"),
    ClueSource.OTHER_AGENCY: Text("其他部门移送", "passed on by another agency"),
    ClueSource.PUBLIC: Text("群众举报", "report of the public"),
}


class Secrecy(StrEnum):
    """Whether content may stand here at all. Of a secret clue only index data are kept (RULES D, last line)."""

    NONE = "none"
    WORK_SECRET = "work_secret"  # noqa: S105 - a word of the domain
    STATE_SECRET = "state_secret"  # noqa: S105


class ToldFirst(StrEnum):
    """Who has to be told at once, beside the authority that keeps the clue."""

    POLICE = "police"
    MENTAL_HEALTH = "mental_health"
    GOVERNANCE = "governance"


RECIPIENTS: Mapping[ToldFirst, Text] = {
    ToldFirst.POLICE: Text("公安机关（派出所）", "police station"),
    ToldFirst.MENTAL_HEALTH: Text("精神卫生机构", "mental-health institution"),
    ToldFirst.GOVERNANCE: Text("综治（政法）部门", "comprehensive-governance office"),
}


class Receiver(StrEnum):
    """The kinds of organ that a clue may go to."""

    POLICE = "police"
    DISCIPLINE = "discipline"
    INSURANCE = "insurance"
    MARKET = "market"
    DRUG = "drug"
    CYBERSPACE = "cyberspace"
    SUPERIOR = "superior"
    OTHER = "other"


RECEIVERS: Mapping[Receiver, Text] = {
    Receiver.POLICE: Text("公安机关", "police"),
    Receiver.DISCIPLINE: Text("纪检监察机关", "discipline inspection and supervision"),
    Receiver.INSURANCE: Text("医疗保障部门", "medical insurance"),
    Receiver.MARKET: Text("市场监督管理部门", "market regulation"),
    Receiver.DRUG: Text("药品监督管理部门", "drug regulation"),
    Receiver.CYBERSPACE: Text("网信部门", "cyberspace administration"),
    Receiver.SUPERIOR: Text("上级主管部门", "superior authority"),
    Receiver.OTHER: Text("其他部门", "another agency"),
}


class ClueKind(StrEnum):
    """What it may be a clue of; the words that the plans use (catalogue `clue_kind`)."""

    ORGANISED_CRIME = "organised_crime"
    PROFESSIONAL_TROUBLEMAKER = "professional_troublemaker"
    TOUT_FRAUD = "tout_fraud"
    ONLINE_TOUT_MONITORING = "online_tout_monitoring"
    SCALPER = "scalper"
    ABNORMAL_WOUND = "abnormal_wound"
    PATIENT_AT_RISK = "patient_at_risk"
    HIGH_RISK_PERSON = "high_risk_person"
    ESCALATING_DISPUTE = "escalating_dispute"
    LONG_UNRESOLVED_DISPUTE = "long_unresolved_dispute"
    HOSPITAL_CASE = "hospital_case"
    INSIDER_CRIME = "insider_crime"
    ILLEGAL_PRACTICE = "illegal_practice"
    CASE = "case"
    CONDUCT = "conduct"
    DISCIPLINE_VIOLATION = "discipline_violation"
    CROSS_REGION = "cross_region"
    SUPERIOR_SUPERVISED = "superior_supervised"
    IMPORTANT_REPORT = "important_report"
    ORGAN_TRADE = "organ_trade"
    INSURANCE_FRAUD = "insurance_fraud"
    ADVERTISING = "advertising"
    OTHER = "other"


@dataclass(frozen=True)
class KindRule:
    """What follows from a kind: to which organs it usually goes, whom to tell at once, and where that is written."""

    title: Text
    receivers: tuple[Receiver, ...] = (Receiver.POLICE,)
    tells: tuple[ToldFirst, ...] = ()
    basis: str = ""


_K, _R, _T = ClueKind, Receiver, ToldFirst
_CRIME_LAW = "反有组织犯罪法 (2021) art. 25"

KINDS: Mapping[ClueKind, KindRule] = {
    _K.ORGANISED_CRIME: KindRule(Text("涉黑涉恶线索", "organised crime"), basis=_CRIME_LAW),
    _K.PROFESSIONAL_TROUBLEMAKER: KindRule(
        Text("职业“医闹”线索", "professional troublemakers"), tells=(_T.POLICE,), basis="D01-R27"
    ),
    _K.TOUT_FRAUD: KindRule(Text("“医托”诈骗案件线索", "fraud by touts"), basis="D01-R39"),
    _K.ONLINE_TOUT_MONITORING: KindRule(
        Text("“网络医托”监测信息", "online touts"), (_R.CYBERSPACE, _R.POLICE), basis="D01-R38"
    ),
    _K.SCALPER: KindRule(Text("“贩子”线索", "scalpers"), basis="D01-R30"),
    _K.ABNORMAL_WOUND: KindRule(
        Text("非正常刀枪伤就医人员线索", "abnormal knife or gun wound"), tells=(_T.POLICE,), basis="D01-R49"
    ),
    _K.PATIENT_AT_RISK: KindRule(
        Text("肇事肇祸（倾向）精神障碍患者", "patient at risk of harming"),
        tells=(_T.MENTAL_HEALTH, _T.POLICE),
        basis="D01-R12",
    ),
    _K.HIGH_RISK_PERSON: KindRule(
        Text("扬言伤医等高风险人员", "person of high risk, threats"), tells=(_T.POLICE,), basis="D01-R55"
    ),
    _K.ESCALATING_DISPUTE: KindRule(
        Text("可能激化的纠纷", "dispute that may escalate"), tells=(_T.POLICE,), basis="D03-R38"
    ),
    _K.LONG_UNRESOLVED_DISPUTE: KindRule(
        Text("长期未妥善解决的纠纷", "dispute long unresolved"), tells=(_T.POLICE, _T.GOVERNANCE), basis="D11-R25"
    ),
    _K.HOSPITAL_CASE: KindRule(Text("院内案件报案", "case inside the hospital"), tells=(_T.POLICE,), basis="D03-R17"),
    _K.INSIDER_CRIME: KindRule(Text("内部人员涉嫌犯罪", "crime by insiders"), basis="D01-R34"),
    _K.ILLEGAL_PRACTICE: KindRule(Text("违法违规执业线索", "illegal practice"), basis="法释〔2008〕5号 art. 2"),
    _K.CASE: KindRule(Text("案件线索", "case clue"), basis="D09-R57"),
    _K.CONDUCT: KindRule(Text("行风问题线索", "professional conduct"), (_R.DISCIPLINE,), basis="D09-R76"),
    _K.DISCIPLINE_VIOLATION: KindRule(
        Text("违纪违法线索", "breach of discipline"), (_R.DISCIPLINE, _R.POLICE), basis="D09-R85"
    ),
    _K.CROSS_REGION: KindRule(Text("跨地区案件", "case across regions"), (_R.SUPERIOR, _R.POLICE), basis="D09-R84"),
    _K.SUPERIOR_SUPERVISED: KindRule(Text("上级督办案件", "supervised by a superior"), basis="D07-R50"),
    _K.IMPORTANT_REPORT: KindRule(Text("重要举报线索", "important report"), basis="D07-R50"),
    _K.ORGAN_TRADE: KindRule(Text("器官买卖线索", "organ trade"), basis="D07-R15"),
    _K.INSURANCE_FRAUD: KindRule(
        Text("欺诈骗保线索", "insurance fraud"),
        (_R.INSURANCE, _R.POLICE),
        basis="医疗保障基金使用监督管理条例 (2021) art. 22",
    ),
    _K.ADVERTISING: KindRule(Text("违法广告、价格线索", "advertising and prices"), (_R.MARKET,), basis="市场监管职责"),
    _K.OTHER: KindRule(Text("其他", "other"), (_R.OTHER, _R.POLICE)),
}
"""Receiver by kind, as data. The first receiver is the one proposed; officers may choose another."""


class ToutKind(StrEnum):
    """Kinds of tout, scalper and troublemaker (catalogue `tout_kind`)."""

    APPOINTMENT_SCALPER = "appointment_scalper"
    BLOOD_SCALPER = "blood_scalper"
    BED_SCALPER = "bed_scalper"
    SURGERY_SCALPER = "surgery_scalper"
    RECORD_CARD_SCALPER = "record_card_scalper"
    DRUG_BUYBACK_DEALER = "drug_buyback_dealer"
    MEDICAL_TOUT = "medical_tout"
    ONLINE_MEDICAL_TOUT = "online_medical_tout"
    DISGUISED_MEDICAL_TOUT = "disguised_medical_tout"
    PROFESSIONAL_TROUBLEMAKER = "professional_troublemaker"
    BED_SQUATTER = "bed_squatter"
    INSIDER_NUMBER_RESALE = "insider_number_resale"
    INSIDER_BED_RESALE = "insider_bed_resale"
    INSIDER_DRUG_RESALE = "insider_drug_resale"
    INSIDER_PRIVATE_SALE = "insider_private_sale"


class ClueRelation(StrEnum):
    """How two clues belong together."""

    SAME_SUBJECT = "same_subject"
    DUPLICATE = "duplicate"
    RELATED = "related"


class TransferOutcome(StrEnum):
    """What another organ did with a clue."""

    FILED = "filed"
    NOT_FILED = "not_filed"
    PASSED_ON = "passed_on"
    CONCLUDED = "concluded"


class TransferState(StrEnum):
    """Where a transfer to another organ than the police stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SENT = "sent"
    SIGNED = "signed"
    ANSWERED = "answered"
    ARCHIVED = "archived"
    NOT_APPROVED = "not_approved"


class ReportState(StrEnum):
    """A report stays what it is: what becomes of it is the clue's business."""

    REPORTED = "reported"
