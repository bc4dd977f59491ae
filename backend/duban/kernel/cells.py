"""What a cell of a sheet says: text, whole number, day, list, one word of several. Pure functions.

People write one thing in many ways (2026/3/1, 2026年3月1日; 1,200; 、 and ； between items) and spreadsheets turn codes
into numbers. A reader returns what the row's schema expects, or the value as it stands, which the schema then refuses
in its own words.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

Reader = Callable[[Any], Any]

_DAY = re.compile(r"(\d{4})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+|[+-]?\d+")
_BETWEEN = re.compile(r"[、，,;；|\n]+")


def text(value: Any) -> Any:
    """Words; a code that the spreadsheet made a number (990102.0) is a code again."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def whole(value: Any) -> Any:
    """A whole number: 120.0, "1,200", "１２０"."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        plain = unicodedata.normalize("NFKC", value).replace(" ", "")
        if _GROUPED.fullmatch(plain):
            return int(plain.replace(",", ""))
    return value


def day(value: Any) -> Any:
    """A day: a date cell, 2026-03-01, 2026/3/1, 2026.3.1, 2026年3月1日, 20260301."""
    if isinstance(value, datetime):
        return value.date() if (value.hour, value.minute, value.second) == (0, 0, 0) else value
    written = text(value)
    if isinstance(written, str):
        plain = unicodedata.normalize("NFKC", written).strip()
        if found := _DAY.fullmatch(plain) or _COMPACT_DAY.fullmatch(plain):
            return "-".join((found[1], found[2].zfill(2), found[3].zfill(2)))
    return value


def listed(value: Any) -> Any:
    """Several words in one cell, separated by 、 ， , ; ； | or a new line; a JSON list as it is."""
    if isinstance(value, list):
        return value
    written = text(value)
    if isinstance(written, str):
        return [part.strip() for part in _BETWEEN.split(written) if part.strip()]
    return value


def one_of(words: Mapping[str, str]) -> Reader:
    """One word of a closed list: its code, or what people write for it (`words`: written form → code)."""
    known = {_folded(word): code for word, code in words.items()} | {code.casefold(): code for code in words.values()}

    def read(value: Any) -> Any:
        written = text(value)
        return known.get(_folded(written), value) if isinstance(written, str) else value

    return read


def many_of(words: Mapping[str, str]) -> Reader:
    """A list whose items are read by `one_of`."""
    one = one_of(words)

    def read(value: Any) -> Any:
        items = listed(value)
        return [one(item) for item in items] if isinstance(items, list) else items

    return read


def _folded(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).casefold().split())
