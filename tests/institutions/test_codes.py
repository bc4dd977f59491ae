"""Domain rules M-1 to M-5 and M-13. The test values are the published ones of the rules; no number is a person's."""

from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from duban.institutions.codes import (
    canonical,
    check_id_number,
    check_organisation_code,
    check_uscc,
    make_uscc,
    organisation_check_digit,
    organisation_code_of,
    region_chain,
    uscc_check_digit,
)
from duban.kernel import clock
from duban.kernel.errors import FieldError
from duban.kernel.regions import check_region_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DIGITS = st.text("0123456789", min_size=6, max_size=6)
CODES = st.builds(
    lambda head, region, tail: make_uscc(head + region + tail),
    st.text(ALPHABET, min_size=2, max_size=2),
    DIGITS,
    st.text(ALPHABET, min_size=9, max_size=9),
)


def code_of(fault: FieldError | None) -> str | None:
    return fault.code if fault else None


def exchanged(text: str, one: int, other: int) -> str:
    characters = list(text)
    characters[one], characters[other] = characters[other], characters[one]
    return "".join(characters)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "11320000MB151840XJ"])
def test_the_published_credit_codes_are_valid(code):
    assert check_uscc(code) is None
    assert make_uscc(code[:17]) == code
    assert check_organisation_code(organisation_code_of(code)) is None


def test_a_check_digit_outside_the_alphabet_is_named_with_what_it_may_be():
    fault = check_uscc("91350100M000100Y4Z", "/uscc")
    assert fault is not None
    assert (fault.pointer, fault.code) == ("/uscc", "uscc_character")
    assert "第 18 位“Z”" in fault.text.zh
    assert "“2”" in fault.text.zh
    assert uscc_check_digit("91350100M000100Y4") == "3"


def test_a_wrong_check_digit_is_told_with_the_right_one():
    fault = check_uscc("91350100M000100Y44")
    assert fault is not None
    assert fault.code == "uscc_check_digit"
    assert "应为“3”，填写的是“4”" in fault.text.zh
    assert "'3'" in fault.text.en


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("", "uscc_length"),
        ("91350100M000100Y4", "uscc_length"),
        ("91350100M000100Y433", "uscc_length"),
        ("91350100m000100y43", "uscc_character"),
        ("9135010OM000100Y43", "uscc_character"),
        ("91350100M000100Y4３", "uscc_character"),
        (make_uscc("91A50100M000100Y4"), "uscc_region"),
    ],
)
def test_every_other_rule_of_the_credit_code_has_its_own_name(code, rule):
    assert code_of(check_uscc(code)) == rule


@given(CODES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_single_wrong_character_of_a_credit_code_is_caught(code, place, character):
    assume(code[place] != character)
    assert check_uscc(code[:place] + character + code[place + 1 :]) is not None


@given(CODES, st.integers(0, 17), st.integers(0, 17))
def test_any_two_exchanged_characters_are_caught_but_the_first_with_the_last(code, one, other):
    assume(code[one] != code[other])
    fault = check_uscc(exchanged(code, one, other))
    if {one, other} == {0, 17}:
        assert fault is None  # their weights are both 1: no algorithm of this standard can see it
    else:
        assert fault is not None


@pytest.mark.parametrize("first17", ["", "9" * 16, "9" * 18, "9" * 16 + "I", "9" * 16 + "a"])
def test_no_check_digit_is_made_up_for_half_a_code(first17):
    with pytest.raises(ValueError, match="17 characters"):
        make_uscc(first17)


@pytest.mark.parametrize("code", ["D2143569X", "M000100Y4", "MB151840X"])
def test_the_published_organisation_codes_are_valid(code):
    assert check_organisation_code(code) is None


def test_a_wrong_organisation_check_digit_is_told_with_the_right_one():
    fault = check_organisation_code("D21435690", "/code")
    assert fault is not None
    assert (fault.pointer, fault.code) == ("/code", "organisation_code_check_digit")
    assert "应为“X”" in fault.text.zh


@pytest.mark.parametrize("code", ["", "D2143569", "D2143569-X", "d2143569X", "D2143569A", "D2143569XX"])
def test_what_is_not_shaped_like_an_organisation_code_is_refused(code):
    assert code_of(check_organisation_code(code)) == "organisation_code_shape"


@given(st.text("0123456789", min_size=8, max_size=8), st.integers(0, 7), st.sampled_from("0123456789"))
def test_any_single_wrong_digit_of_an_organisation_code_is_caught(first8, place, digit):
    assume(first8[place] != digit)
    check = organisation_check_digit(first8)
    assert check_organisation_code(first8[:place] + digit + first8[place + 1 :] + check) is not None


def test_letters_eleven_places_apart_are_beyond_the_organisation_code():
    # A counts 10 and L 21: the same remainder by 11. The docstring says so; this keeps it honest.
    assert organisation_check_digit("A0000000") == organisation_check_digit("L0000000")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (" d2143569-x ", "D2143569X"),
        ("９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43"),
        ("9135 0100 M000 100Y 43", "91350100M000100Y43"),
        ("M000100Y—4", "M000100Y4"),
    ],
)
def test_a_code_is_canonical_without_blanks_hyphens_width_and_case(typed, code):
    assert canonical(typed) == code


@pytest.mark.parametrize(
    "code", ["150000", "150100", "150102", "659001", "150102001000", "150102001201", "110000000000"]
)
def test_well_formed_region_codes_pass(code):
    assert check_region_code(code) is None


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("15", "region_code_shape"),
        ("150102001", "region_code_shape"),
        ("15010A", "region_code_shape"),
        ("１５０１０２", "region_code_shape"),
        ("160000", "region_code_province"),
        ("000000", "region_code_province"),
        ("150002", "region_code_gap"),
        ("150102000201", "region_code_gap"),
        ("150100001000", "region_code_gap"),
    ],
)
def test_every_rule_of_the_region_code_has_its_own_name(code, rule):
    assert code_of(check_region_code(code, "/region_code")) == rule


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("150000", ("150000",)),
        ("150100", ("150000", "150100")),
        ("150102", ("150000", "150100", "150102")),
        ("150102000000", ("150000", "150100", "150102")),
        ("150102001000", ("150000", "150100", "150102", "150102001000")),
        ("150102001201", ("150000", "150100", "150102", "150102001000", "150102001201")),
    ],
)
def test_a_region_knows_the_regions_above_it(code, chain):
    assert region_chain(code) == chain


def test_a_broken_region_code_has_no_chain():
    with pytest.raises(ValueError, match="below a level that is zero"):
        region_chain("150002")


@pytest.fixture
def _in_2026():
    with clock.at(datetime(2026, 3, 2, tzinfo=UTC)):
        yield


def with_check(first17: str) -> str:
    """GB 11643, said again: 2^(18−i) mod 11 are the weights, and the whole must leave 1."""
    total = sum(int(digit) * pow(2, 18 - place, 11) for place, digit in enumerate(first17, start=1))
    return first17 + "0123456789X"[(1 - total) % 11]


@pytest.mark.usefixtures("_in_2026")
def test_the_published_citizen_number_is_valid():
    assert check_id_number("11010519491231002X") is None
    assert with_check("11010519491231002") == "11010519491231002X"


@pytest.mark.usefixtures("_in_2026")
@pytest.mark.parametrize(
    ("number", "rule"),
    [
        ("", "id_number_shape"),
        ("110105491231002", "id_number_shape"),
        ("11010519491231002x", "id_number_shape"),
        ("1101051949123100XX", "id_number_shape"),
        ("110105194912310021", "id_number_check_digit"),
        ("11010519491321002X", "id_number_birth"),
        (with_check("11010519490229002"), "id_number_birth"),  # 1949 was no leap year
        (with_check("11010520260303002"), "id_number_birth"),  # tomorrow
        (with_check("11010518491231002"), "id_number_birth"),
        (with_check("16010519491231002"), "id_number_region"),
        (with_check("11010520260302002"), None),  # born today
        (with_check("11010520000229002"), None),
        (with_check("83000019900101001"), None),
        (with_check("91115619900101001"), None),
    ],
)
def test_every_rule_of_the_citizen_number_has_its_own_name(number, rule):
    assert code_of(check_id_number(number)) == rule


@given(st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_single_wrong_character_of_a_citizen_number_is_caught(place, character):
    number = "11010519491231002X"
    assume(number[place] != character)
    with clock.at(datetime(2026, 3, 2, tzinfo=UTC)):
        assert check_id_number(number[:place] + character + number[place + 1 :]) is not None


@given(st.text("0123456789", min_size=3, max_size=3), st.integers(0, 16))
def test_neighbours_exchanged_in_a_citizen_number_are_caught(serial, place):
    number = with_check("11010519491231" + serial)
    assume(number[place] != number[place + 1])
    with clock.at(datetime(2026, 3, 2, tzinfo=UTC)):
        assert check_id_number(exchanged(number, place, place + 1)) is not None


@pytest.mark.usefixtures("_in_2026")
def test_no_text_repeats_the_citizen_number_or_tells_its_check_digit():
    for number in ("110105194912310021", "11010519491321002X", with_check("16010519491231002")):
        fault = check_id_number(number)
        assert fault is not None
        assert number[:6] not in fault.text.zh + fault.text.en
        assert number[6:14] not in fault.text.zh + fault.text.en
        assert "应为“" not in fault.text.zh


@given(st.text(max_size=25))
def test_any_text_is_judged_and_none_breaks_a_check(text):
    for check in (check_uscc, check_organisation_code, check_region_code, check_id_number):
        fault = check(canonical(text), "/x")
        assert fault is None or (fault.pointer == "/x" and fault.text.zh and fault.text.en)
