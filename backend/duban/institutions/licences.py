"""What a practice licence says: its number (WS 218-2002), the institution's category, profit kind, level and grade.

Pure functions of text. The full category table of WS 218 was not at hand, and older numbers of other shapes are in
use, so a number is read as far as it can be and doubts are warnings, not refusals.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from duban.institutions.codes import check_organisation_code
from duban.kernel.errors import FieldError, Text
from duban.kernel.regions import check_region_code


class ProfitKind(StrEnum):
    NON_PROFIT = "non_profit"
    FOR_PROFIT = "for_profit"
    OTHER = "other"


class Level(StrEnum):
    """医院等级之“级”."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    UNRATED = "unrated"


class Grade(StrEnum):
    """医院等级之“等”."""

    SPECIAL = "special"
    A = "a"
    B = "b"
    C = "c"
    UNRATED = "unrated"


PROFIT_KINDS = {"1": ProfitKind.NON_PROFIT, "2": ProfitKind.FOR_PROFIT, "9": ProfitKind.OTHER}

CATEGORIES = {
    "A": Text("医院", "hospital"),
    "B": Text("社区卫生服务中心（站）", "community health centre"),
    "C": Text("卫生院", "township hospital"),
    "D": Text("门诊部、诊所", "outpatient department or clinic"),
    "E": Text("急救机构", "emergency service"),
    "F": Text("采供血机构", "blood service"),
    "G": Text("妇幼保健机构", "maternal and child health institution"),
    "H": Text("专科疾病防治机构", "special disease institution"),
    "J": Text("疾病预防控制机构", "centre for disease control"),
    "K": Text("卫生监督机构", "health supervision institution"),
}
"""First letter of the category; more letters exist than are listed."""

_PLACEHOLDER = "PDY"
_LICENCE_LENGTH = 22
_LEVELS = {"一": Level.FIRST, "二": Level.SECOND, "三": Level.THIRD, "未定": Level.UNRATED}
_GRADES = {"特": Grade.SPECIAL, "甲": Grade.A, "乙": Grade.B, "丙": Grade.C, "未定": Grade.UNRATED}
_RATING = re.compile(r"(?:(未定|一|二|三)级)?(?:(未定|特|甲|乙|丙)等?)?")


@dataclass(frozen=True)
class LicenceParts:
    """The five parts of a 22-character number. `organisation_code` is None where PDY stands for a missing one."""

    organisation_code: str | None
    region_code: str
    economic_kind: str
    category_code: str
    profit_kind: ProfitKind | None

    @property
    def category_letter(self) -> str:
        return self.category_code[0]


@dataclass(frozen=True)
class LicenceReading:
    """`fault` says why the number cannot be taken; `warnings` what somebody should look at; `parts` what it says."""

    parts: LicenceParts | None = None
    warnings: tuple[FieldError, ...] = ()
    fault: FieldError | None = None


def read_licence(number: str, pointer: str = "") -> LicenceReading:
    """A canonical 医疗机构登记号 taken apart: organisation code 9, region 6, economic kind 2, category 4, profit 1.

    Only a number with other characters than digits and capitals, or of less than 8 or more than 30 of them, is a fault.
    """
    if not re.fullmatch(r"[0-9A-Z]{8,30}", number):
        return LicenceReading(
            fault=_finding(
                pointer,
                "licence_characters",
                "医疗机构登记号只能由 8 至 30 位数字和大写字母组成，标准为 22 位。",
                "A licence number consists of 8 to 30 digits and capitals; the standard has 22.",
            )
        )
    if len(number) != _LICENCE_LENGTH:
        return LicenceReading(
            warnings=(
                _finding(
                    pointer,
                    "licence_older_shape",
                    f"登记号为 {len(number)} 位，不是标准的 22 位。如为旧号，可以保留，请核对。",
                    f"The number has {len(number)} characters and not 22. Keep it if it is an old one; compare it.",
                ),
            )
        )
    holder, region, economic, category, profit = number[:9], number[9:15], number[15:17], number[17:21], number[21]
    placeholder = holder.startswith(_PLACEHOLDER)
    parts = LicenceParts(None if placeholder else holder, region, economic, category, PROFIT_KINDS.get(profit))
    warnings = [
        *(_placeholder_warning(pointer) if placeholder else _inner(check_organisation_code(holder, pointer))),
        *_inner(check_region_code(region, pointer)),
        *(_part_warnings(pointer, economic, category, profit)),
    ]
    return LicenceReading(parts, tuple(warnings))


def check_rating(level: Level, grade: Grade, pointer: str = "") -> FieldError | None:
    """特等 exists at level three only (医院分级管理办法). Every other pair of level and grade is possible."""
    if grade is Grade.SPECIAL and level is not Level.THIRD:
        return _finding(
            pointer,
            "grade_special_needs_third_level",
            "特等只适用于三级医院，请更正级别或等次。",
            "The special grade exists at level three only. Correct the level or the grade.",
        )
    return None


def read_rating(text: str, pointer: str = "") -> tuple[Level, Grade] | FieldError:
    """What "三级甲等", "二级", "三甲" or "未定级" says; a part left out is unrated."""
    match = _RATING.fullmatch(re.sub(r"^([一二三])(?=[特甲乙丙])", r"\1级", "".join(text.split())))
    if match is None or not match.group():
        return _finding(
            pointer,
            "rating_unreadable",
            "等级写法无法识别，请按“三级甲等”“二级”“未定级”等写法填写。",
            "The rating cannot be read. Write 三级甲等, 二级 or 未定级.",
        )
    level = _LEVELS[match[1]] if match[1] else Level.UNRATED
    grade = _GRADES[match[2]] if match[2] else Grade.UNRATED
    return check_rating(level, grade, pointer) or (level, grade)


def _part_warnings(pointer: str, economic: str, category: str, profit: str) -> list[FieldError]:
    found = []
    if not economic.isdigit():
        found.append(
            _finding(
                pointer,
                "licence_economic_kind",
                f"登记号第 16、17 位“{economic}”应为经济类型代码（两位数字）。",
                f"Characters 16 and 17 ({economic}) should be the economic kind, two digits.",
            )
        )
    if not re.fullmatch(r"[A-Z][0-9]{3}", category) or category[0] not in CATEGORIES:
        found.append(
            _finding(
                pointer,
                "licence_category",
                f"登记号第 18 至 21 位“{category}”不是已知的机构类别代码（一位字母加三位数字）。",
                f"Characters 18 to 21 ({category}) are no known category: a letter and three digits.",
            )
        )
    if profit not in PROFIT_KINDS:
        found.append(
            _finding(
                pointer,
                "licence_profit_kind",
                f"登记号第 22 位“{profit}”应为 1（非营利）、2（营利）或 9（其他）。",
                f"Character 22 ({profit}) should be 1 (non-profit), 2 (for-profit) or 9 (other).",
            )
        )
    return found


def _placeholder_warning(pointer: str) -> list[FieldError]:
    return [
        _finding(
            pointer,
            "licence_placeholder",
            "登记号以 PDY 开头，表示发证时没有组织机构代码。请补录统一社会信用代码。",
            "PDY stands for an organisation code that was missing at licensing. Enter the credit code as well.",
        )
    ]


def _inner(fault: FieldError | None) -> list[FieldError]:
    return [fault] if fault else []


def _finding(pointer: str, code: str, zh: str, en: str) -> FieldError:
    return FieldError(pointer, code, Text(zh, en))
