"""What the holder of a receipt code reads: how far it is, each legal date and why, the answer, where else to go.

No officer is named and no person shown, the own person neither: a code may fall into other hands.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from duban.complaints import public_institutions
from duban.complaints.models import Complaint
from duban.complaints.public_form import PHOTOS
from duban.complaints.public_models import ComplaintMessage, ComplaintReceipt
from duban.complaints.public_schemas import PublicFile, PublicState, TermRead
from duban.complaints.words import DECLINED, FINDINGS, MATTERS, OPEN, ComplaintState
from duban.kernel import clocks
from duban.kernel.calendar_store import calendar_at
from duban.kernel.clock import now
from duban.kernel.clock_routes import explained
from duban.kernel.clocks import Clock
from duban.kernel.errors import NotFound, Text
from duban.kernel.evidence import Attachment
from duban.kernel.journal import JournalEntry
from duban.kernel.organisations import Organisation, OrganisationKind

NEWEST = 200
"""So many messages are shown."""

_S = ComplaintState
TOLD: Mapping[ComplaintState, tuple[PublicState, Text]] = {
    _S.REGISTERED: (PublicState.RECEIVED, Text("已收到，等待核实", "Received; to be looked into")),
    _S.INVESTIGATING: (PublicState.IN_HAND, Text("正在调查核实", "Being investigated")),
    _S.CONCLUDED: (PublicState.IN_HAND, Text("已有处理意见，即将答复您", "Decided on; you will be answered")),
    _S.MERGED: (
        PublicState.IN_HAND,
        Text(
            "与同一事项的其他投诉一并办理，仍会单独答复您",
            "Handled with others about the same; you get an answer of your own",
        ),
    ),
    _S.SETTLED: (PublicState.ANSWERED, Text("已当场处理并答复", "Settled and answered at once")),
    _S.ANSWERED: (PublicState.ANSWERED, Text("已答复", "Answered")),
    _S.CLOSED: (PublicState.ANSWERED, Text("已办结", "Closed")),
    _S.DECLINED: (
        PublicState.DECLINED,
        Text("不在此处理，请看说明和正确的去处", "Not handled here: see why, and where to go"),
    ),
    _S.CONVERTED: (
        PublicState.IN_HAND,
        Text(
            "已转为医疗纠纷办理，承办单位会告知您协商、调解、诉讼等途径",
            "Handled as a dispute now: you will be told the ways of negotiation, mediation and court",
        ),
    ),
    _S.WITHDRAWN: (PublicState.WITHDRAWN, Text("您已撤回", "You took it back")),
}
"""Each state as its complainant is told."""

_MEASURE = "医疗机构投诉管理办法 (2019)"
STEPS: Mapping[str, tuple[Text, str | None]] = {
    "convert": (Text("转为医疗纠纷办理", "Became a dispute"), "医疗纠纷预防和处理条例 art. 22"),
    "register": (Text("收到您的投诉", "Your complaint was received"), _MEASURE),
    "take_over": (Text("由另一单位接办", "Taken over by another organisation"), _MEASURE),
    "settle": (Text("当场处理并答复", "Settled and answered"), _MEASURE),
    "decline": (Text("决定不予处理", "Declined"), _MEASURE),
    "investigate": (Text("开始调查核实", "Investigation begun"), _MEASURE),
    "widen": (Text("由多个科室共同研究", "Several departments study it together"), _MEASURE),
    "conclude": (Text("形成处理意见", "Decided on"), _MEASURE),
    "feed_back": (Text("答复您", "You were answered"), _MEASURE),
    "feed_back_merged": (Text("答复您", "You were answered"), _MEASURE),
    "call_back": (Text("回访", "You were called back"), "医疗机构投诉接待处理“十应当” (2021)"),
    "close": (Text("办结", "Closed"), None),
    "reopen": (Text("因新的事实或证据重新办理", "Handled again for new facts or evidence"), _MEASURE),
    "merge": (Text("与同一事项的其他投诉并案", "Handled together with others about the same"), _MEASURE),
    "unmerge": (Text("恢复单独办理", "Handled on its own again"), None),
    "withdraw": (Text("您撤回了投诉", "You took it back"), None),
    "rate": (Text("您作了评价", "You rated the answer"), None),
    "overdue": (Text("超过答复期限", "The answer was late"), _MEASURE),
}
"""What of the journal is told, without who did it."""


async def mine(db: AsyncSession, complaint_id: UUID, language: str) -> dict[str, Any]:
    """The complaint as `MyComplaint` has it."""
    complaint = await db.get_one(Complaint, complaint_id)
    names = {
        one.id: one
        for one in await db.scalars(
            select(Organisation).where(
                col(Organisation.id).in_([*filter(None, complaint.levels()), complaint.handler_id])
            )
        )
    }
    institution, handler = names[complaint.organisation_id], names[complaint.handler_id]
    window = await _window(db, complaint)
    messages = await _messages(db, complaint.id)
    files = await given_files(db, complaint.id)
    state, told = TOLD[complaint.state]
    if complaint.state is _S.MERGED and complaint.fed_back_at:
        state, told = TOLD[_S.ANSWERED]
    answer = _answer(complaint, language)
    due = complaint.feedback_due_at
    late = complaint.overdue_at is not None or (complaint.state in OPEN and due is not None and now() >= due)
    return {
        "number": complaint.number,
        "title": complaint.title,
        "matter": complaint.matter,
        "matter_label": MATTERS[complaint.matter].into(language),
        "institution_id": complaint.organisation_id,
        "institution": institution.name,
        "handler": handler.name,
        "window": window if handler is institution else None,
        "state": state,
        "told": told.into(language),
        "is_overdue": late,
        "is_protected": complaint.is_protected,
        "received_at": complaint.received_at,
        "happened": complaint.happened,
        "facts": complaint.facts,
        "request": complaint.request,
        "steps": await _steps(db, complaint, language),
        "terms": await _terms(db, complaint, language),
        "answer": answer,
        "declined": _declined(complaint, language),
        "appeal": appeal(complaint, [*names.values()], window, language),
        "messages": messages,
        "files": files,
        "rating": complaint.rating,
        "may": {
            "write": may_write(complaint),
            "add_photos": max(0, PHOTOS - len(files)) if may_write(complaint) else 0,
            "rate": may_rate(complaint),
            "withdraw": complaint.state in OPEN,
            "fetch_reply": answer is not None or complaint.state is _S.DECLINED,
        },
    }


def may_write(complaint: Complaint) -> bool:
    """Whether questions, answers and pictures are still taken: new facts are, also after the answer (RULES A-10)."""
    return complaint.state is not ComplaintState.WITHDRAWN


def may_rate(complaint: Complaint) -> bool:
    return complaint.fed_back_at is not None and complaint.rated_at is None


def appeal(
    complaint: Complaint, organisations: list[Organisation], window: Mapping[str, Any] | None, language: str
) -> list[str]:
    """Where to go with an answer one does not agree with (RULES A-10, A-21, B-2)."""
    handler = next(one for one in organisations if one.id == complaint.handler_id)
    above = [
        one
        for one in organisations
        if one.kind is OrganisationKind.HEALTH_AUTHORITY and one.level < handler.level and one.id in complaint.levels()
    ]
    ways = [
        Text(
            "有新的事实或者证据：凭查询码补充说明和照片，承办单位应当重新办理（《医疗机构投诉管理办法》）。",
            "New facts or evidence: add them under your code; it has to be handled again (医疗机构投诉管理办法).",
        )
    ]
    if above:
        ways.append(
            Text("向上级卫生健康主管部门反映：{name}。", "Turn to the health authority above: {name}.").format(
                name=max(above, key=lambda one: one.level).name
            )
        )
    mediation = window["mediation"] if window else None
    ways.append(
        Text(
            f"申请人民调解{f'（{mediation}）' if mediation else ''}或者行政调解"
            "（《医疗纠纷预防和处理条例》第二十二条）。",
            f"Ask for people's mediation{f' ({mediation})' if mediation else ''} or administrative mediation "
            "(医疗纠纷预防和处理条例 art. 22).",
        )
    )
    ways.append(
        Text(
            "向人民法院提起诉讼（《医疗纠纷预防和处理条例》第二十二条）。",
            "Go to court (医疗纠纷预防和处理条例 art. 22).",
        )
    )
    return [way.into(language) for way in ways]


async def _window(db: AsyncSession, complaint: Complaint) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] | None = (await public_institutions.one(db, complaint.organisation_id))["window"]
    except NotFound:  # closed since, or not in the registry
        return None
    return found


async def _steps(db: AsyncSession, complaint: Complaint, language: str) -> list[dict[str, Any]]:
    rows = await db.execute(
        select(col(JournalEntry.action), col(JournalEntry.at))
        .where(col(JournalEntry.subject_type) == Complaint.word(), col(JournalEntry.subject_id) == complaint.id)
        .order_by(col(JournalEntry.id))
    )
    told = []
    for action, at in rows:
        step = action.partition(":")[2]
        if step in STEPS:
            label, basis = STEPS[step]
            told.append({"step": step, "label": label.into(language), "at": at, "basis": basis})
    return told


async def _terms(db: AsyncSession, complaint: Complaint, language: str) -> list[dict[str, Any]]:
    told = []
    for clock in await clocks.of(db, complaint):
        calendar = await calendar_at(db, clock.region_code, clock.calendar_version)
        shown = {name: getattr(clock, name) for name in TermRead.model_fields if hasattr(clock, name)}
        told.append(shown | {"title": _title(clock, language), "lines": explained(clock, calendar, language)})
    return told


def _title(clock: Clock, language: str) -> str:
    return Text(clock.title_zh, clock.title_en).into(language)


def _answer(complaint: Complaint, language: str) -> dict[str, Any] | None:
    if complaint.fed_back_at is None:
        return None
    finding = complaint.finding
    return {
        "at": complaint.fed_back_at,
        "finding": finding,
        "finding_label": FINDINGS[finding].into(language) if finding else None,
        "opinion": complaint.opinion,
        "measures": complaint.measures,
    }


def _declined(complaint: Complaint, language: str) -> dict[str, Any] | None:
    """Only what was decided: a proposal stays inside."""
    if complaint.state is not ComplaintState.DECLINED or complaint.decline_reason is None:
        return None
    return {
        "reason": complaint.decline_reason,
        "reason_label": DECLINED[complaint.decline_reason].into(language),
        "explanation": complaint.decline_explanation,
        "right_door": complaint.right_door,
    }


async def _messages(db: AsyncSession, complaint_id: UUID) -> list[dict[str, Any]]:
    newest = await db.scalars(
        select(ComplaintMessage)
        .where(col(ComplaintMessage.complaint_id) == complaint_id)
        .order_by(col(ComplaintMessage.id).desc())
        .limit(NEWEST)
    )
    return [
        {
            "id": one.id,
            "sender": one.sender,
            "organisation": one.organisation_name,
            "text": one.text,
            "at": one.at,
            "read_at": one.read_at,
        }
        for one in reversed(newest.all())
    ]


async def given_files(db: AsyncSession, complaint_id: UUID) -> list[dict[str, Any]]:
    """The pictures that the complainant gave under the code: what an officer attached is not the public's."""
    rows = await db.scalars(
        select(Attachment)
        .join(ComplaintReceipt, col(ComplaintReceipt.id) == col(Attachment.uploaded_by_id))
        .where(
            col(Attachment.subject_type) == Complaint.word(),
            col(Attachment.subject_id) == complaint_id,
            col(Attachment.withdrawn_at).is_(None),
        )
        .order_by(col(Attachment.id))
    )
    return [{name: getattr(row, name) for name in PublicFile.model_fields} for row in rows]
