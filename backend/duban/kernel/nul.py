"""U+0000: no text of a database has it, and no person types it. It is refused wherever text comes in."""

from typing import Any

from pydantic_core import PydanticCustomError

from duban.kernel.errors import Text

NUL = "\0"
NUL_REFUSED = Text("不能含有空字符（U+0000），请删去。", "There is a NUL (U+0000) in it: remove it.")


def without_nul(value: Any) -> Any:
    """`value` as it is, unless it holds a NUL: a text, or anything in lists and mappings. For Pydantic's validators."""
    if _holds_nul(value):
        raise PydanticCustomError("nul_character", "NUL is refused", {"zh": NUL_REFUSED.zh, "en": NUL_REFUSED.en})
    return value


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return NUL in value
    if isinstance(value, dict):
        return any(_holds_nul(key) or _holds_nul(item) for key, item in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return any(map(_holds_nul, value))
    return False
