"""Live figures of referrals as they are told."""

from pydantic import BaseModel, Field

from duban.kernel.divisions import MonthCount
from duban.kernel.indicators import GroupRead, ShareRead


class ReferralMonthRead(MonthCount):
    """Referrals opened in one month."""

    late: int = Field(description="That ever missed a term")
    late_rows: str
    filed: int = Field(description="That the police filed")
    filed_rows: str


class HolderRead(BaseModel):
    """How long referrals lay with one holder, turns that still run included."""

    key: str = Field(examples=["police"])
    title: str
    seconds: int = Field(description="Of all referrals of the figures together; all holders add up to the wall time")
    count: int = Field(description="Referrals whose turn it is now")
    rows: str


class ReferralIndicatorsRead(BaseModel):
    """Live figures; every number has the query of its rows."""

    total: int
    rows: str
    open: int = Field(description="Neither archived nor returned")
    open_rows: str
    overdue: int = Field(description="That ever missed a term")
    overdue_rows: str
    shares: list[ShareRead] = Field(
        description="Rates: clues referred of those that must be, approved, filed of those decided, goods handed over"
    )
    in_time: list[ShareRead] = Field(description="For each term that was met or missed: referrals that never missed it")
    holders: list[HolderRead] = Field(description="Time per holder, the longest first")
    states: list[GroupRead]
    outcomes: list[GroupRead] = Field(description="How the criminal cases ended")
    months: list[ReferralMonthRead] = Field(description="The last twelve, the oldest first")
