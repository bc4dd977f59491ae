"""Live figures of complaints as they are told."""

from uuid import UUID

from pydantic import BaseModel, Field

from duban.kernel.indicators import GroupRead, ShareRead


class UnitRead(BaseModel):
    """An organisation right below that of the figures."""

    id: UUID
    name: str
    count: int
    late: int = Field(description="Ever late, answered or not")
    answered: int
    rows: str = Field(description="The list's query of them")


class MonthRead(BaseModel):
    """A month of Asia/Shanghai."""

    month: str = Field(examples=["2026-03"])
    count: int = Field(description="Received in it")
    late: int = Field(description="Of these, ever late")
    answered: int
    rows: str = Field(description="The list's query of them")


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
