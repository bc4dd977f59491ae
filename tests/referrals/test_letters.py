"""The seven papers: complete, the same bytes each time, and what is filled in stays text."""

import io
import subprocess
import sys
import zipfile
from datetime import date
from hashlib import sha256
from typing import Any

import jinja2
import pytest
from docx import Document
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.kernel.office_files import DOCX, PackageLimits, package_type
from duban.referrals.letters import _ENVIRONMENT, LETTERS, NAMES, render, template_of

DAY = date(2026, 3, 5)
LISTS = {
    "attachments",
    "copies_to",
    "facts",
    "handed_by",
    "handlers",
    "laws",
    "penalties",
    "prepared_by",
    "reasons",
    "suspects",
}
GOODS = [
    {"name": "手术刀", "quantity": "3把", "number": "G-1"},
    {"name": "药品", "quantity": "12盒", "place": "物证室"},
]
PAPERS = [{"name": "调查报告", "copies": 1, "pages": 12}]


def values_of(name: str, text: str = "") -> dict[str, Any]:
    """Values for the letter `name`; every text is its own value's name, or `text`."""

    def one(value: str) -> Any:
        if value.endswith("_on"):
            return DAY
        if value in ("goods", "papers"):
            given_ = GOODS if value == "goods" else PAPERS
            return [item | {"name": text or item["name"]} for item in given_]
        said = text or f"«{value}»"
        return [said, f"{said}2"] if value in LISTS else said

    return {value: one(value) for value in LETTERS[name].values}


def lines_of(document: bytes) -> list[str]:
    """Every paragraph, those in tables included, in order; a line break is a newline."""
    body = Document(io.BytesIO(document)).element.body
    return [paragraph.text for paragraph in body.iter(f"{{{body.nsmap['w']}}}p")]


def text_of(document: bytes) -> str:
    return "\n".join(lines_of(document))


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_says_all_it_was_given(name: str) -> None:
    document = render(name, values_of(name))
    said = text_of(document)
    for value in LETTERS[name].values - {"goods", "papers"}:
        assert ("2026年3月5日" if value.endswith("_on") else f"«{value}»") in said, value
    assert "{" not in said and "}" not in said
    assert package_type(io.BytesIO(document), PackageLimits()) == DOCX


@pytest.mark.parametrize("name", NAMES)
def test_its_template_asks_for_exactly_what_it_takes(name: str) -> None:
    asked = DocxTemplate(io.BytesIO(template_of(name))).get_undeclared_template_variables(_ENVIRONMENT)
    assert asked == LETTERS[name].values


@pytest.mark.parametrize("name", NAMES)
def test_a_value_too_many_or_too_few_is_refused(name: str) -> None:
    values = values_of(name)
    with pytest.raises(ValueError, match="more"):
        render(name, values | {"more": 1})
    for value in values:
        with pytest.raises(ValueError, match=value):
            render(name, {key: given_ for key, given_ in values.items() if key != value})


def test_there_is_no_other_letter() -> None:
    for name in ("", "../letters/goods_list", "goods_list.docx"):
        with pytest.raises(ValueError):
            render(name, {})


def test_the_same_values_give_the_same_bytes_in_every_process() -> None:
    said = f"""
from hashlib import sha256
from datetime import date
from duban.referrals.letters import render
print(sha256(render("referral_letter", {{**{values_of("referral_letter") | {"issued_on": 0, "approved_on": 0}!r},
    "issued_on": date(2026, 3, 5), "approved_on": date(2026, 3, 5)}})).hexdigest())
"""
    there = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout.strip()
    document = render("referral_letter", values_of("referral_letter"))
    assert sha256(document).hexdigest() == there
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}


ODD = [
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "{_{ 1 }_} {_% x %_}",
    "</w:t></w:r></w:p>",
    "A & B < C > D \"E\" 'F' &amp;",
    "“引号”‘单引号’",
    "𠮷䶮𬬭",
    "长" * 10_000,
    "第一行\n第二行",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_what_is_filled_in_stays_text(name: str, text: str) -> None:
    values = values_of(name, text)
    lines = lines_of(render(name, values))
    assert sum(text in line for line in lines) >= 2
    # As many paragraphs as with plain words: nothing that was filled in made or broke one.
    assert len(lines) == len(lines_of(render(name, values_of(name, "字"))))


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(codec=None), min_size=1, max_size=60))
def test_no_text_breaks_a_document(text: str) -> None:
    values = values_of("goods_list", text)
    lines = lines_of(render("goods_list", values))
    assert len(lines) == len(lines_of(render("goods_list", values_of("goods_list", "字"))))


def test_a_table_has_a_row_for_each_and_says_where_there_is_none() -> None:
    rows = Document(io.BytesIO(render("goods_list", values_of("goods_list")))).tables[0].rows
    assert [[cell.text for cell in row.cells] for row in rows][1:] == [
        ["1", "手术刀", "G-1", "3把", "—", "—"],
        ["2", "药品", "—", "12盒", "—", "物证室"],
    ]
    for name, key in (("goods_list", "goods"), ("goods_handover", "goods"), ("papers_list", "papers")):
        assert "没有" in text_of(render(name, values_of(name) | {key: []}))
    with pytest.raises(jinja2.UndefinedError):
        render("goods_list", values_of("goods_list") | {"goods": [{"quantity": "1"}]})


def test_one_attachment_has_no_number_and_none_no_line() -> None:
    values = values_of("procuratorate_copy")
    assert "附件：1. 甲\n　　　2. 乙" in text_of(render("procuratorate_copy", values | {"attachments": ["甲", "乙"]}))
    assert "附件：甲" in text_of(render("procuratorate_copy", values | {"attachments": ["甲"]}))
    assert "附件" not in text_of(render("procuratorate_copy", values | {"attachments": []}))


def test_what_there_is_not_is_left_out() -> None:
    absent = {"refusal_number": None, "reconsidered_on": None, "reconsideration_number": None}
    said = text_of(render("supervision_suggestion", values_of("supervision_suggestion") | absent))
    assert "复议" not in said and "None" not in said and "（）" not in said
    said = text_of(render("referral_letter", values_of("referral_letter") | {"penalties": [], "copies_to": []}))
    assert "移送前未作出行政处罚决定。" in said and "抄送" not in said
    absent = {"filing_number": None, "received_by": None}
    assert "None" not in text_of(render("goods_handover", values_of("goods_handover") | absent))


def test_a_template_cannot_reach_into_the_program() -> None:
    with pytest.raises(jinja2.exceptions.SecurityError):
        _ENVIRONMENT.from_string("{{ x.__class__.__mro__ }}").render(x="")


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_tells_nothing_of_who_drew_it(name: str) -> None:
    about = Document(io.BytesIO(template_of(name))).core_properties
    assert (about.author, about.last_modified_by, about.created.year) == ("Duban", "Duban", 2026)
