"""The ledger as a sheet (整改台账): the columns of the paper ledger in their order, its words in the reader's language.

A campaign plan (漠视侵害群众利益专项整治, part 3(2)3) demands four of every ledger: content, measures, standards and
deadline (整治内容、措施、标准和时限); cause, person responsible and result stand beside them. Filters: `queries.py`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from pydantic import BaseModel

from duban.kernel.errors import Text
from duban.kernel.exports import Words
from duban.kernel.lane import Lane
from duban.kernel.listing import Reader
from duban.rectification.models import RectificationTask
from duban.rectification.queries import LISTING, NAMES, with_names
from duban.rectification.rules import TASK
from duban.rectification.words import MODES, RISKS, SOURCES, Mode, Risk, SourceType, TaskState


class LedgerRow(BaseModel):
    """One line of the ledger, in the order of the sheet."""

    number: str
    organisation_name: str
    source_type: SourceType
    source_label: str | None
    problem: str
    basis: str | None
    cause: str | None
    measure: str | None
    standard: str | None
    responsible_person: str | None
    due_on: date
    mode: Mode
    risk: Risk
    issuer_name: str
    notice_number: str | None
    issued_at: datetime | None
    plan: str | None
    planned_on: date | None
    measures_taken: str | None
    submitted_at: datetime | None
    state: TaskState
    overdue_at: datetime | None
    closed_at: datetime | None
    look_back_on: date | None


HEADINGS: Mapping[str, Text] = {
    "number": Text("台账编号", "Number"),
    "organisation_name": Text("整改单位", "Unit to rectify"),
    "source_type": Text("问题来源", "Source"),
    "source_label": Text("来源说明", "Where from"),
    "problem": Text("存在问题（整治内容）", "Problem"),
    "basis": Text("问题依据", "Basis"),
    "cause": Text("原因分析", "Cause"),
    "measure": Text("整改措施", "Measure"),
    "standard": Text("整改标准", "Standard"),
    "responsible_person": Text("责任人", "Person responsible"),
    "due_on": Text("整改时限", "Deadline"),
    "mode": Text("整改方式", "Mode"),
    "risk": Text("风险等级", "Risk"),
    "issuer_name": Text("下发单位", "Issued by"),
    "notice_number": Text("通知文号", "Notice number"),
    "issued_at": Text("下发时间", "Issued at"),
    "plan": Text("整改方案", "Plan"),
    "planned_on": Text("计划完成日", "Planned for"),
    "measures_taken": Text("整改落实情况", "What was done"),
    "submitted_at": Text("申请销号时间", "Closure asked at"),
    "state": Text("整改状态", "State"),
    "overdue_at": Text("逾期时间", "Overdue since"),
    "closed_at": Text("销号时间", "Struck off at"),
    "look_back_on": Text("回头看日期", "Look-back on"),
}

WORDS: Words = {
    "source_type": SOURCES,
    "mode": MODES,
    "risk": RISKS,
    "state": TASK.states,
}
"""The words of the columns that hold one of a closed list."""

SHEET = Reader(replace(LISTING, lane=Lane(RectificationTask, LedgerRow, extra=NAMES, join=with_names)))
"""The ledger's rows with the list's own filters, order, permission and scope."""
