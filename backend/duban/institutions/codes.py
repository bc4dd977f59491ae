"""Codes with a structure that can be checked: credit code, organisation code, region code, citizen number.

Pure functions of text. They know the standards and no register: a code that passes is well formed, not proven to exist.
Checks take the canonical form (`canonical` makes it) and return None or the one rule that failed.
"""

import re
import unicodedata
from datetime import date

from duban.kernel import clock
from duban.kernel.errors import FieldError, Text
from duban.kernel.regions import PROVINCES, check_region_code

# GB 32100-2015, table of characters: digits and capitals without I, O, S, V, Z. A character's place is its value.
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUES = {character: value for value, character in enumerate(_USCC_ALPHABET)}
_USCC_WEIGHTS = [pow(3, place, 31) for place in range(17)]
_USCC_LOOKALIKES = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}

# GB 11714-1997: capitals count from A = 10, and all 26 occur.
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

# GB 11643-1999 (ISO 7064, MOD 11-2).
_CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_CHECKS = "10X98765432"

HOLDERS = {
    "11": Text("机关", "organ of state"),
    "12": Text("事业单位", "public institution"),
    "52": Text("民办非企业单位", "private non-profit unit"),
    "91": Text("企业", "company"),
    "92": Text("个体工商户", "self-employed business"),
    "93": Text("农民专业合作社", "farmers' cooperative"),
}
"""The first two characters of a credit code (registering authority and kind): the holders met in this field.

Others exist, so a missing entry says nothing against a code.
"""


def canonical(code: str) -> str:
    """A code as it is stored and compared: NFKC, capitals, without blanks and hyphens."""
    return re.sub(r"[\s\-‐‑–—]", "", unicodedata.normalize("NFKC", code)).upper()


def uscc_check_digit(first17: str) -> str:
    """The 18th character for the first 17: 31 − (Σ value × 3^(place−1) mod 31), 31 becoming 0 (GB 32100-2015).

    Raises ValueError unless given 17 characters of the code's alphabet.
    """
    if len(first17) != 17 or not _USCC_VALUES.keys() >= set(first17):
        raise ValueError("17 characters of the credit code's alphabet are needed")
    total = sum(_USCC_VALUES[character] * weight for character, weight in zip(first17, _USCC_WEIGHTS, strict=True))
    return _USCC_ALPHABET[-total % 31]


def make_uscc(first17: str) -> str:
    """The whole credit code for its first 17 characters. Raises ValueError as `uscc_check_digit`."""
    return first17 + uscc_check_digit(first17)


def check_uscc(code: str, pointer: str = "") -> FieldError | None:
    """Which rule of 统一社会信用代码 (GB 32100-2015) the canonical `code` breaks, of four: length, alphabet, region,
    check digit.

    The check digit catches every single wrong character and every two exchanged ones but the first with the last,
    whose weights are equal (3⁰ and 1). Of two or more independent errors it misses one in 31.
    """
    if len(code) != 18:
        return _fault(
            pointer,
            "uscc_length",
            f"统一社会信用代码应为 18 位，填写了 {len(code)} 位。请对照证照补全。",
            f"A credit code has 18 characters, this has {len(code)}. Copy all of it from the certificate.",
        )
    for place, character in enumerate(code, start=1):
        if character not in _USCC_VALUES:
            hint = _USCC_LOOKALIKES.get(character)
            return _fault(
                pointer,
                "uscc_character",
                f"统一社会信用代码第 {place} 位“{character}”不在代码字符集内（数字和大写字母，不用 I、O、S、V、Z）"
                + (f"，是否应为“{hint}”？" if hint else "。"),
                f"Character {place} ({character!r}) is not of the alphabet: digits and capitals but I, O, S, V, Z."
                + (f" Is it {hint!r}?" if hint else ""),
            )
    if not code[2:8].isdigit():
        return _fault(
            pointer,
            "uscc_region",
            "统一社会信用代码第 3 至 8 位是登记机关行政区划码，应为 6 位数字。",
            "Characters 3 to 8 are the registering authority's region code and must be six digits.",
        )
    expected = uscc_check_digit(code[:17])
    if code[17] != expected:
        return _fault(
            pointer,
            "uscc_check_digit",
            f"统一社会信用代码校验码不符：按前 17 位计算，第 18 位应为“{expected}”，填写的是“{code[17]}”。"
            "某一位可能抄错，请对照证照逐位核对。",
            f"The check digit does not fit: the first 17 characters ask for {expected!r}, this ends in {code[17]!r}."
            " One of them may be miscopied; compare it with the certificate.",
        )
    return None


def organisation_code_of(uscc: str) -> str:
    """The organisation code (GB 11714) inside a well-formed credit code: its characters 9 to 17."""
    return uscc[8:17]


def organisation_check_digit(first8: str) -> str:
    """The ninth character for the first eight: 11 − (Σ value × weight mod 11), 10 becoming X and 11 becoming 0.

    Raises ValueError unless given eight digits or capitals.
    """
    if not re.fullmatch(r"[0-9A-Z]{8}", first8):
        raise ValueError("eight digits or capitals are needed")
    total = sum(int(character, 36) * weight for character, weight in zip(first8, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def check_organisation_code(code: str, pointer: str = "") -> FieldError | None:
    """Which rule of 组织机构代码 (GB 11714) the canonical `code` (nine characters, no hyphen) breaks.

    Its modulus is 11 and its alphabet has 36 characters: those whose values differ by a multiple of 11 (A and L, 0 and
    B) are not told apart, neither as a substitute nor exchanged. Every other single error, and every other exchange of
    neighbours, is caught.
    """
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return _fault(
            pointer,
            "organisation_code_shape",
            "组织机构代码应为 8 位数字或大写字母加 1 位校验码（数字或 X）。",
            "An organisation code is eight digits or capitals and a check digit (a digit or X).",
        )
    expected = organisation_check_digit(code[:8])
    if code[8] != expected:
        return _fault(
            pointer,
            "organisation_code_check_digit",
            f"组织机构代码校验码不符：按前 8 位计算，第 9 位应为“{expected}”，填写的是“{code[8]}”。请核对。",
            f"The check digit does not fit: the first eight ask for {expected!r}, it is {code[8]!r}. Compare them.",
        )
    return None


def region_chain(code: str) -> tuple[str, ...]:
    """The codes from the province down to `code` itself: ("150000", "150100", "150102", "150102001000").

    A code of 12 digits that ends at a county is given in 6. Raises ValueError when `check_region_code` has a fault.
    """
    if fault := check_region_code(code):
        raise ValueError(fault.text.en)
    full = code.ljust(12, "0")
    chain: list[str] = []
    for end in (2, 4, 6, 9, 12):
        known = full[:end].ljust(6 if end <= 6 else 12, "0")
        if not chain or known.ljust(12, "0") != chain[-1].ljust(12, "0"):
            chain.append(known)
    return tuple(chain)


def check_id_number(number: str, pointer: str = "") -> FieldError | None:
    """Which rule of 公民身份号码 (GB 11643) the canonical `number` breaks: shape, region, day of birth, check digit.

    Residence permits of the same structure pass too: Hong Kong, Macao, Taiwan (81, 82, 83), foreigners (9). The texts
    repeat no part of the number and do not tell the right check digit: they end up in logs and on shared screens.
    """
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return _fault(
            pointer,
            "id_number_shape",
            "公民身份号码应为 18 位：17 位数字加 1 位校验码（数字或大写 X）。15 位旧号码已停用。",
            "A citizen number has 17 digits and a check digit (a digit or X). Old numbers of 15 digits are void.",
        )
    if number[:2] not in PROVINCES and number[:2] != "83" and number[0] != "9":
        return _fault(
            pointer,
            "id_number_region",
            "公民身份号码前两位不是省级代码，请核对。",
            "The first two digits name no province. Compare it with the document.",
        )
    if not _is_past_day(number[6:14]):
        return _fault(
            pointer,
            "id_number_birth",
            "公民身份号码第 7 至 14 位不是有效的出生日期，请核对。",
            "Digits 7 to 14 are no possible day of birth. Compare it with the document.",
        )
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _CITIZEN_WEIGHTS, strict=True))
    if number[17] != _CITIZEN_CHECKS[total % 11]:
        return _fault(
            pointer,
            "id_number_check_digit",
            "公民身份号码校验码不符，某一位可能抄错，请对照证件逐位核对。",
            "The check digit does not fit; a digit may be miscopied. Compare it with the document.",
        )
    return None


def _is_past_day(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return date(1850, 1, 1) <= day <= clock.today()


def _fault(pointer: str, code: str, zh: str, en: str) -> FieldError:
    return FieldError(pointer, code, Text(zh, en))
