"""Receipt codes: 100 random bits that a person can read out, type, and mistype without harm.

20 characters of Crockford's base 32 (no I, L, O, U) and a check character, in groups of four. The check is a weighted
sum in the field of 32 elements: any one wrong character and any two that changed places are noticed, so that a slip of
the thumb is told at once and never looked up. Plain Python.

The code is derived from the sender's own `Idempotency-Key`: whoever repeats a request whose answer was lost gets the
same code, although nothing but its keyed digest is stored.
"""

import hashlib
import hmac
import unicodedata

from duban.kernel.errors import Invalid, Text

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
"""Characters without the check: 5 bits each."""

_VALUES = {character: value for value, character in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_FIELD = 0b100101
"""x⁵ + x² + 1, primitive: its element 2 has the order 31, more than a code has places."""


def _check(values: list[int]) -> int:
    """The sum of value · 2^place, places from 1; the check itself stands at place 0."""
    total = 0
    for value in reversed(values):
        total = (total ^ value) << 1
        total ^= _FIELD if total & 32 else 0
    return total


def code_of(key: bytes, intent: str) -> str:
    """The code for the sender's key `intent`, as it is shown: five groups of four, and the check character."""
    bits = int.from_bytes(hmac.digest(key, b"code|" + intent.encode(), hashlib.sha256)) >> (256 - 5 * LENGTH)
    values = [bits >> 5 * place & 31 for place in reversed(range(LENGTH))]
    text = "".join(ALPHABET[value] for value in values)
    groups = [text[at : at + 4] for at in range(0, LENGTH, 4)]
    return "-".join([*groups, ALPHABET[_check(values)]])


def understood(typed: str) -> str:
    """What somebody typed, as 20 plain characters: small letters, O for 0, I and L for 1, blanks and dashes do not
    matter. Raises Invalid (`receipt_code_mistyped`) where the check character does not fit."""
    plain = [c for c in unicodedata.normalize("NFKC", typed).upper() if c not in "-_‐‑–—." and not c.isspace()]
    values = [_VALUES.get(character, -1) for character in plain]
    if len(values) != LENGTH + 1 or min(values) < 0 or _check(values[:-1]) != values[-1]:
        raise Invalid(
            "receipt_code_mistyped",
            Text(
                "查询码输入有误，请对照回执逐位核对（共21位，不含字母 I、L、O、U）。",
                "The receipt code is mistyped. Compare it with your receipt: 21 characters, without I, L, O and U.",
            ),
        )
    return "".join(ALPHABET[value] for value in values[:-1])


def digest_of(key: bytes, code: str) -> str:
    """The keyed digest under which the receipt of `code` (as `understood` gives it) is kept."""
    return hmac.new(key, b"digest|" + code.encode(), hashlib.sha256).hexdigest()
