"""Region codes (GB/T 2260): whether one is well formed, and which regions lie around it.

Which codes exist changes every year; a code that passes is well formed, not proven to exist.
"""

import re
from itertools import pairwise

from pydantic_core import PydanticCustomError

from duban.kernel.errors import FieldError, Text

PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".split()  # noqa: SIM905
)
"""GB/T 2260, first two digits."""

INVENTED = "99"
"""First two digits that no province has: the regions of demo and tests. Refused in production (`refuse_invented`)."""

LEVELS = ("province", "prefecture", "county", "township", "village")


def enclosing(region_code: str) -> list[str]:
    """`region_code` and the regions around it, widest first ("" = the whole country; GB/T 2260: 2 + 2 + 2 digits)."""
    prefixes = [region_code[:n].ljust(6, "0") for n in (2, 4, 6) if len(region_code) >= n]
    return list(dict.fromkeys(["", *prefixes, region_code]))


def check_region_code(code: str, pointer: str = "") -> FieldError | None:
    """Which rule of 行政区划代码 `code` breaks: 6 digits (GB/T 2260), or 12 with township and village (statistics)."""
    if not re.fullmatch(r"[0-9]{6}(?:[0-9]{6})?", code):
        return FieldError(
            pointer,
            "region_code_shape",
            Text(
                "行政区划代码应为 6 位数字（到县级）或 12 位数字（到村级）。",
                "A region code has 6 digits (down to the county) or 12 (down to the village).",
            ),
        )
    if code[:2] not in PROVINCES:
        return FieldError(
            pointer,
            "region_code_province",
            Text(
                f"行政区划代码前两位“{code[:2]}”不是省级代码。",
                f"The first two digits, {code[:2]}, name no province.",
            ),
        )
    parts = [code[2:4], code[4:6], *((code[6:9], code[9:12]) if len(code) == 12 else ())]
    if any(not int(upper) and int(lower) for upper, lower in pairwise(parts)):
        return FieldError(
            pointer,
            "region_code_gap",
            Text(
                "行政区划代码中上级为零而下级不为零，层级不连续。",
                "The code names a unit below a level that is zero.",
            ),
        )
    return None


def well_formed(code: str) -> str:
    """`code` where it is well formed, an invented one included. For Pydantic's validators."""
    real = code if not code.startswith(INVENTED) else f"11{code[2:]}"
    if fault := check_region_code(real):
        raise PydanticCustomError(fault.code, "region code", {"zh": fault.text.zh, "en": fault.text.en})
    return code


def level_of(code: str) -> str:
    """How deep the region of a well-formed `code` lies, as a word of `LEVELS`."""
    parts = [code[0:2], code[2:4], code[4:6], code[6:9], code[9:12]]
    return LEVELS[max(place for place, part in enumerate(parts) if part.strip("0") or place == 0)]


def parent_of(code: str) -> str | None:
    """The code of the region directly around that of a well-formed `code`; None for a province."""
    place = LEVELS.index(level_of(code))
    if place == 0:
        return None
    kept = code[: (2, 4, 6, 9)[place - 1]]
    return kept.ljust(6 if len(kept) <= 6 else 12, "0")
