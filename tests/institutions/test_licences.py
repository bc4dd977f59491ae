"""Domain rules M-6 to M-10 and M-12."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.institutions.licences import (
    Grade,
    Level,
    LicenceParts,
    ProfitKind,
    check_rating,
    read_licence,
    read_rating,
)
from duban.kernel.errors import FieldError

STANDARD = "M000100Y4" + "440305" + "17" + "A100" + "1"


def warned(number: str) -> list[str]:
    reading = read_licence(number, "/licence_number")
    assert reading.fault is None
    assert all(warning.pointer == "/licence_number" for warning in reading.warnings)
    return [warning.code for warning in reading.warnings]


def test_a_standard_number_is_taken_apart_without_a_warning():
    reading = read_licence(STANDARD)
    assert reading.parts == LicenceParts("M000100Y4", "440305", "17", "A100", ProfitKind.NON_PROFIT)
    assert reading.parts.category_letter == "A"
    assert (reading.warnings, reading.fault) == ((), None)


def test_a_number_with_pdy_warns_and_names_no_organisation_code():
    reading = read_licence("PDY000001440305" + "17D1102")
    assert reading.parts == LicenceParts(None, "440305", "17", "D110", ProfitKind.FOR_PROFIT)
    assert [warning.code for warning in reading.warnings] == ["licence_placeholder"]
    assert reading.fault is None


@pytest.mark.parametrize("number", ["15010212345678901A", "150102123456", "4" * 21, "4" * 23])
def test_an_older_shape_is_kept_with_a_warning(number):
    assert warned(number) == ["licence_older_shape"]
    assert read_licence(number).parts is None


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("M000100Y5" + STANDARD[9:], ["organisation_code_check_digit"]),
        ("M000100YA" + STANDARD[9:], ["organisation_code_shape"]),
        (STANDARD[:9] + "990305" + STANDARD[15:], ["region_code_province"]),
        (STANDARD[:15] + "1A" + STANDARD[17:], ["licence_economic_kind"]),
        (STANDARD[:17] + "1100" + STANDARD[21:], ["licence_category"]),
        (STANDARD[:17] + "Y100" + STANDARD[21:], ["licence_category"]),
        (STANDARD[:17] + "AA00" + STANDARD[21:], ["licence_category"]),
        (STANDARD[:21] + "3", ["licence_profit_kind"]),
        ("PDY000001" + "440305" + "XX" + "0000" + "0",
         ["licence_placeholder", "licence_economic_kind", "licence_category", "licence_profit_kind"]),
    ],
)  # fmt: skip
def test_each_doubtful_part_is_a_warning_of_its_own_and_never_a_refusal(number, codes):
    assert warned(number) == codes


@pytest.mark.parametrize(
    "number", ["", "1234567", "4" * 31, "m000100y4440305" + "17A1001", "M000100Y4-440305", "登记号12345678"]
)
def test_what_cannot_be_a_number_is_refused(number):
    reading = read_licence(number, "/licence_number")
    assert reading.fault is not None
    assert (reading.fault.code, reading.fault.pointer) == ("licence_characters", "/licence_number")


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    reading = read_licence(text)
    assert (reading.fault is None) != (reading.parts is None and not reading.warnings)


# RULES M-12: level one, two, three or none, times special (only three), A, B, C or none.
POSSIBLE = {(level, grade) for level in Level for grade in (Grade.A, Grade.B, Grade.C, Grade.UNRATED)} | {
    (Level.THIRD, Grade.SPECIAL)
}


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("grade", list(Grade))
def test_the_special_grade_exists_at_level_three_only(level, grade):
    fault = check_rating(level, grade, "/grade")
    assert (fault is None) == ((level, grade) in POSSIBLE)
    if fault:
        assert (fault.pointer, fault.code) == ("/grade", "grade_special_needs_third_level")


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("三级甲等", (Level.THIRD, Grade.A)),
        ("三级特等", (Level.THIRD, Grade.SPECIAL)),
        ("三甲", (Level.THIRD, Grade.A)),
        ("二级", (Level.SECOND, Grade.UNRATED)),
        ("一级丙等", (Level.FIRST, Grade.C)),
        ("二级未定等", (Level.SECOND, Grade.UNRATED)),
        ("未定级", (Level.UNRATED, Grade.UNRATED)),
        ("未定级未定等", (Level.UNRATED, Grade.UNRATED)),
        (" 三级 乙等 ", (Level.THIRD, Grade.B)),
    ],
)
def test_a_rating_is_read_as_offices_write_it(text, rating):
    assert read_rating(text) == rating


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "rating_unreadable"),
        ("四级甲等", "rating_unreadable"),
        ("三级甲等医院", "rating_unreadable"),
        ("甲级", "rating_unreadable"),
        ("二级特等", "grade_special_needs_third_level"),
    ],
)
def test_a_rating_that_does_not_exist_is_refused(text, code):
    refusal = read_rating(text, "/rating")
    assert isinstance(refusal, FieldError)
    assert (refusal.pointer, refusal.code) == ("/rating", code)
