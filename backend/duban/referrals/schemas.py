"""What goes out of referrals. The bodies of single steps are in `bodies.py`."""

from datetime import date, datetime
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from duban.handoff.schemas import HandoffMessageRead
from duban.kernel.cases import CaseRead
from duban.kernel.listing import ListQuery
from duban.kernel.next_due import NextDue
from duban.referrals.bodies import GoodsLine
from duban.referrals.words import CriminalOutcome, Holder, ReferralState, SupervisionOutcome


class ReferralItem(NextDue):
    """One line of the ledger of referrals: no person in it."""

    id: UUID
    number: str = Field(examples=["YS-2026-000001"])
    state: ReferralState
    clue_id: UUID
    clue_number: str
    title: str
    suspected_offence: str | None
    receiver_name: str | None
    document_number: str | None
    holder: Holder = Field(description="Whose turn it is")
    holder_since: datetime
    sent_at: datetime | None
    received_at: datetime | None
    case_number: str | None
    outcome: CriminalOutcome | None
    overdue_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class ReferralQuery(ListQuery):
    """Filters. Repeated words mean any of them; different filters must all hold."""

    state: list[ReferralState] = Field([], description="Any of these states (repeat the parameter)")
    holder: list[Holder] = Field([], description="Where it is the turn of any of these")
    clue_id: UUID | None = Field(None, description="Of this clue")
    receiver_id: UUID | None = Field(None, description="Sent to this police organ")
    sent: bool | None = Field(None, description="true: it went to the police")
    filed: bool | None = Field(None, description="true: the police filed it")
    refused: bool | None = Field(None, description="true: the police refused it once")
    overdue: bool | None = Field(None, description="true: a term of it was ever missed; false: never")
    missed: list[str] = Field([], description="Any of these terms was ever missed, by its name", max_length=20)
    approved: bool | None = Field(None, description="true: the chief approved; false: refused to")
    outcome: list[CriminalOutcome] = Field([], description="The criminal case ended in any of these ways")
    named_from: AwareDatetime | None = Field(None, description="Team named at or after this instant")
    named_before: AwareDatetime | None = None
    sort: str = Field("-id", pattern="^-?(id|holder_since|number)$", description="id (age), holder_since or number")


class OfficerRead(BaseModel):
    """An officer of the team."""

    user_id: UUID
    name: str
    card_number: str


class ReferralRead(CaseRead):
    """A referral as its reader sees it: the whole way, whose turn it is and since when."""

    number: str
    state: ReferralState
    region_code: str
    organisation_id: UUID
    clue_id: UUID
    clue_number: str
    title: str
    suspected_offence: str | None
    law: str | None
    earlier_penalties: int
    about_organisation_id: UUID | None
    officers: list[OfficerRead]
    named_by_name: str
    named_at: datetime
    report: str | None
    reported_by_name: str | None
    reported_at: datetime | None
    decided_by_name: str | None
    decided_at: datetime | None
    decided_as_acting: bool
    approved: bool | None
    decision_reason: str | None
    receiver_id: UUID | None
    receiver_name: str | None
    procuratorate_name: str | None
    contact_name: str | None
    contact_phone: str | None
    goods: list[GoodsLine]
    goods_none: bool
    expert_none: bool
    investigation_count: int
    expert_count: int
    earlier_penalty_count: int
    handover_list_count: int
    missing_papers: list[str] = Field(description="What is still missing before it can be sent, in the asked language")
    document_number: str | None
    procuratorate_copied_at: datetime | None
    sent_at: datetime | None
    sent_by_name: str | None
    handoff_id: UUID | None
    package_sha256: str | None
    received_at: datetime | None
    received_by: str | None
    receipt_number: str | None
    papers_asked: list[str]
    papers_asked_at: datetime | None
    papers_asked_reason: str | None
    supplemented_at: datetime | None
    supplement_note: str | None
    forwarded_at: datetime | None
    forwarded_to: str | None
    forward_reason: str | None
    not_police_reason: str | None
    case_number: str | None
    filed_on: date | None
    filing_notice_at: datetime | None
    refusal_reason: str | None
    refusal_received_at: datetime | None
    returned_papers: int | None
    ask_again_until: datetime | None
    reconsideration_reason: str | None
    reconsideration_asked_at: datetime | None
    upheld_reason: str | None
    upheld_received_at: datetime | None
    supervision_reason: str | None
    supervision_suggested_at: datetime | None
    explanation_asked_at: datetime | None
    explanation: str | None
    explained_at: datetime | None
    filing_ordered_at: datetime | None
    supervision_outcome: SupervisionOutcome | None
    handover_place: str | None
    handed_by: list[str]
    handed_over_at: datetime | None
    goods_received_by: str | None
    goods_received_at: datetime | None
    goods_remarks: str | None
    follow_ups: int
    followed_up_at: datetime | None
    outcome: CriminalOutcome | None
    outcome_on: date | None
    outcome_document: str | None
    outcome_summary: str | None
    criminal_fine_fen: int | None
    return_for_penalty: bool
    prior_penalty_number: str | None = Field(description="Of a penalty imposed before it was referred")
    prior_penalty_on: date | None
    prior_penalty_fine_fen: int | None
    handler_id: UUID | None
    handler_name: str | None
    penalty_number: str | None
    penalty_on: date | None
    penalty_fine_fen: int | None
    set_off_fen: int | None = Field(description="Of the fine already imposed, what counts toward the criminal one")
    no_penalty_reason: str | None
    owes_penalty_copy: bool
    penalty_copied_at: datetime | None
    opinion_number: str | None
    opinion_received_at: datetime | None
    opinion_due_on: date | None
    opinion_answer: str | None
    opinion_answered_at: datetime | None
    archived_at: datetime | None
    holder: Holder = Field(description="Whose turn it is")
    holder_since: datetime
    held_team_seconds: int = Field(description="How long it lay with the team before the present turn")
    held_chief_seconds: int
    held_police_seconds: int
    held_procuratorate_seconds: int
    held_handler_seconds: int
    overdue_at: datetime | None
    missed_terms: list[str]
    late: list[str] = Field(
        description="`forward`, `ask_papers`: the police did so later than 24 hours after receipt",
        examples=[["forward"]],
    )
    messages: list[HandoffMessageRead] = Field(description="What the two sides said, in order; empty: all by paper")
