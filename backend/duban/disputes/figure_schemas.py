"""Live figures of disputes as they are told."""

from pydantic import BaseModel, Field

from duban.kernel.divisions import MonthCount, UnitCount
from duban.kernel.indicators import GroupRead, ShareRead


class _Counted(BaseModel):
    late: int = Field(description="That ever missed a term, resolved or not")
    late_rows: str
    resolved: int = Field(description="By whichever way")
    resolved_rows: str


class DisputeUnitRead(_Counted, UnitCount):
    """Disputes of what lies below one organisation."""


class DisputeMonthRead(_Counted, MonthCount):
    """Disputes raised in one month."""


class DisputeIndicatorsRead(BaseModel):
    """Live figures; every number has the query of its rows."""

    total: int
    rows: str
    open: int = Field(description="Neither closed nor withdrawn")
    open_rows: str
    major: int
    major_rows: str
    claimed_fen: int = Field(description="The sum of all claims, in fen")
    claimed_rows: str
    paid_fen: int = Field(description="The sum of all payments, in fen")
    paid_rows: str
    shares: list[ShareRead] = Field(description="Rates: resolved, mediated with success, satisfied, insured")
    in_time: list[ShareRead] = Field(description="For each term that was met or missed: disputes that never missed it")
    ways: list[GroupRead] = Field(description="Resolved by which way, the most frequent first")
    insured: list[GroupRead]
    units: list[DisputeUnitRead] = Field(description="Those with most disputes first, 50 at most")
    months: list[DisputeMonthRead] = Field(description="The last twelve, the oldest first")
