"""What everything that comes in has in common. Plain pydantic."""

from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator

from duban.kernel.nul import without_nul


class Schema(BaseModel):
    """What comes in: unknown fields are refused, text is trimmed, a NUL in it is refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def _has_no_nul(cls, value: Any) -> Any:
        return without_nul(value)
