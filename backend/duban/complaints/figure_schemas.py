"""Live figures of complaints as they are told."""

from pydantic import BaseModel, Field

from duban.kernel.divisions import MonthCount, UnitCount
from duban.kernel.indicators import GroupRead, ShareRead


class _Counted(BaseModel):
    late: int = Field(description="Ever late, answered or not")
    late_rows: str
    answered: int
    answered_rows: str


class UnitRead(_Counted, UnitCount):
    """Complaints about what lies below one organisation."""


class MonthRead(_Counted, MonthCount):
    """Complaints received in one month."""


class IndicatorsRead(BaseModel):
    """Live figures; every number has the query of its rows. An authority counts what lies below another one as well,
    but does not read it unless it was escalated: `beyond` says of how many that is so."""

    total: int
    beyond: int = Field(description="Counted here and not to be opened: the business of an authority below")
    rows: str
    late_open: int = Field(description="Late, and not answered yet")
    late_open_rows: str
    shares: list[ShareRead]
    matters: list[GroupRead] = Field(description="The most frequent first")
    channels: list[GroupRead]
    units: list[UnitRead] = Field(description="Those with most complaints first, 50 at most")
    months: list[MonthRead] = Field(description="The last twelve, the oldest first")
