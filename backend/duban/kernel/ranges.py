"""One range of bytes out of a `Range` header (RFC 9110 §14), for contents that never change. Plain Python."""

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True)
class Span:
    """Bytes from `start` up to, and without, `end`; `partial` when the answer is 206."""

    start: int
    end: int
    partial: bool


def span_of(range_header: str | None, size: int) -> Span | None:
    """What to send of `size` bytes; None where nothing of what was asked for exists (416).

    Several ranges, other units and what cannot be read are answered with the whole, as the RFC allows.
    """
    whole = Span(0, size, partial=False)
    found = _RANGE.fullmatch((range_header or "").strip())
    if found is None or found.groups() == ("", ""):
        return whole
    first, last = found.groups()
    if len(first) > 18 or len(last) > 18:
        return None
    if not first:
        wanted = int(last)
        return Span(max(0, size - wanted), size, partial=True) if wanted and size else None
    start = int(first)
    if last and int(last) < start:
        return whole
    if start >= size:
        return None
    return Span(start, min(int(last) + 1, size) if last else size, partial=True)
