"""Domain rules M-14 and M-15."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.institutions.document_numbers import DocumentNumber, read_document_number
from duban.kernel.errors import FieldError


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("卫办发〔2026〕12号", ("卫办发", 2026, 12)),
        ("国卫医发〔2019〕36号", ("国卫医发", 2019, 36)),
        ("渝卫发〔2025〕47号", ("渝卫发", 2025, 47)),
        ("卫办发[2026]12号", ("卫办发", 2026, 12)),
        ("卫办发（2026）12号", ("卫办发", 2026, 12)),
        ("卫办发【２０２６】１２ 号", ("卫办发", 2026, 12)),
        ("卫办发〔2026年〕12号", ("卫办发", 2026, 12)),
    ],
)
def test_a_number_is_read_and_written_in_the_official_form(text, parts):
    number = read_document_number(text)
    assert number == DocumentNumber(*parts)
    assert str(number) == f"{parts[0]}〔{parts[1]}〕{parts[2]}号"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "document_number_shape"),
        ("〔2026〕12号", "document_number_shape"),
        ("卫办发2026-12", "document_number_shape"),
        ("卫办发〔2026〕12", "document_number_shape"),
        ("关于卫办发〔2026〕12号的通知", "document_number_shape"),
        ("卫办发〔2026〕12号、公办发〔2026〕3号", "document_number_shape"),
        ("鲁医广〔2013〕第0902-001-3711号", "document_number_shape"),
        ("卫办发〔2026〕第12号", "document_number_ordinal"),
        ("卫办发〔26〕12号", "document_number_year"),
        ("卫办发〔12026〕12号", "document_number_year"),
        ("卫办发〔2026〕012号", "document_number_leading_zero"),
        ("卫办发〔2026〕0号", "document_number_leading_zero"),
        ("卫办发〔2026〕1234567号", "document_number_too_long"),
    ],
)
def test_every_rule_has_its_own_name(text, code):
    refusal = read_document_number(text, "/document_number")
    assert isinstance(refusal, FieldError)
    assert (refusal.pointer, refusal.code) == ("/document_number", code)


@given(
    st.builds(
        DocumentNumber,
        st.text("卫办发国医渝公函政", min_size=1, max_size=8),
        st.integers(1949, 2099),
        st.integers(1, 999_999),
    )
)
def test_what_is_written_is_read_back(number):
    assert read_document_number(str(number)) == number


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text):
    assert isinstance(read_document_number(text), DocumentNumber | FieldError)


def test_numbers_of_one_organ_sort_by_year_and_number():
    texts = ["卫办发〔2026〕2号", "卫办发〔2025〕10号", "卫办发〔2026〕10号"]
    assert [str(n) for n in sorted(map(read_document_number, texts))] == [texts[1], texts[0], texts[2]]
