"""What comes out of transfers of clues."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from duban.clues.words import Receiver, Secrecy, TransferOutcome, TransferState
from duban.kernel.cases import CaseRead
from duban.kernel.listing import ListQuery
from duban.kernel.next_due import NextDue


class TransferItem(NextDue):
    """One line: which clue, to whom, how far."""

    id: UUID
    number: str = Field(examples=["XY-2026-000001"])
    state: TransferState
    clue_id: UUID
    clue_number: str
    secrecy: Secrecy
    receiver: Receiver
    receiver_name: str
    sent_at: datetime | None
    signed_at: datetime | None
    outcome: TransferOutcome | None
    overdue_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class TransferQuery(ListQuery):
    state: list[TransferState] = Field([], description="Any of these states")
    receiver: list[Receiver] = Field([], description="To any of these kinds of organ")
    clue_id: UUID | None = Field(None, description="Of this clue")
    outcome: list[TransferOutcome] = Field([])
    overdue: bool | None = Field(None, description="true: a term of it was ever missed")
    sort: str = Field("-id", pattern="^-?id$", description="id (age)")


class TransferRead(CaseRead):
    """One transfer, for those who read every clue of the authority."""

    number: str
    state: TransferState
    clue_id: UUID
    clue_number: str
    secrecy: Secrecy
    receiver: Receiver
    receiver_name: str
    reason: str | None
    proposed_by_name: str
    approved_by_name: str | None
    approved_at: datetime | None
    document_number: str | None
    sent_at: datetime | None
    answer_due_on: date | None
    signed_at: datetime | None
    signed_by: str | None
    receipt_number: str | None
    urged_count: int
    outcome: TransferOutcome | None
    outcome_on: date | None
    outcome_note: str | None
    overdue_at: datetime | None
    missed_terms: list[str]
