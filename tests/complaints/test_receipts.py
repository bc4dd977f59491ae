"""Receipt codes: the same for the same key, and no slip of the thumb goes unnoticed."""

from itertools import combinations

import pytest

from duban.complaints.receipts import ALPHABET, code_of, digest_of, understood
from duban.kernel.errors import Invalid

KEY = b"k" * 32
CODE = code_of(KEY, "0f9c1c8e-52b7-4c63-9f35-1d1f0a1f7c11")


def plain(code: str) -> str:
    return code.replace("-", "")


def test_a_key_has_one_code_and_another_key_another() -> None:
    assert code_of(KEY, "0f9c1c8e-52b7-4c63-9f35-1d1f0a1f7c11") == CODE
    assert code_of(KEY, "0f9c1c8e-52b7-4c63-9f35-1d1f0a1f7c12") != CODE
    assert code_of(b"o" * 32, "0f9c1c8e-52b7-4c63-9f35-1d1f0a1f7c11") != CODE
    assert [len(group) for group in CODE.split("-")] == [4, 4, 4, 4, 4, 1]
    assert set(plain(CODE)) <= set(ALPHABET)


def test_it_is_understood_however_it_is_typed() -> None:
    typed = CODE.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in CODE)
    for written in (CODE, plain(CODE), f"  {typed} ", wide, plain(CODE).replace("1", "I")):
        assert understood(written) == plain(CODE)[:-1]
    assert digest_of(KEY, understood(CODE)) != digest_of(b"o" * 32, understood(CODE))


def test_every_wrong_character_and_every_two_that_changed_places_are_noticed() -> None:
    whole = plain(CODE)
    wrong = {whole[:at] + other + whole[at + 1 :] for at in range(21) for other in ALPHABET if other != whole[at]}
    for i, j in combinations(range(21), 2):
        swapped = list(whole)
        swapped[i], swapped[j] = swapped[j], swapped[i]
        wrong.add("".join(swapped))
    wrong -= {whole}
    wrong |= {whole[:-1], whole + "0", "", "U" * 21, "😀" * 21}
    for typed in wrong:
        with pytest.raises(Invalid, match="receipt_code_mistyped"):
            understood(typed)
