"""The official papers of a referral, as Word documents (GB/T 9704-2012) out of templates that are edited in Word.

The templates are `data/letters/*.docx`: plain text with `{{ value }}`, `{%p for … %}` (paragraphs) and `{%tr for … %}`
(rows of a table) in them. What is filled in is text and nothing else: it can neither be a tag nor break the document.
Blocking, about 20 ms each: render in a thread.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Undefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from duban.kernel.plain_zip import zip_of


@dataclass(frozen=True)
class Letter:
    """A paper: what it is called in a list of files, and the values it takes, every one of them required.

    Names ending in `_on` are days. `attachments`, `copies_to`, `facts`, `handed_by`, `handlers`, `laws`, `penalties`,
    `prepared_by`, `reasons` and `suspects` are lists of texts; `goods` are mappings of `name`, `quantity` and maybe
    `number`, `features`, `place`; `papers` of `name` and maybe `copies`, `pages`, `note`. All others are one text.
    An empty list says that there is none, and so does None for `filing_number`, `received_by`, `reconsidered_on`,
    `reconsideration_number` and `refusal_number`.
    """

    title: str
    values: frozenset[str]


_HEAD = "sender document_number receiver issued_on contact_name contact_phone attachments"
_CASE = "case_title suspects offence"
_REFUSED = "case_title referral_number referred_on refusal_number refusal_received_on reasons"


def _letter(title: str, *values: str) -> Letter:
    return Letter(title, frozenset(" ".join(values).split()))


LETTERS: Mapping[str, Letter] = {
    "referral_letter": _letter(
        "涉嫌犯罪案件移送书", _HEAD, _CASE, "approved_on facts laws penalties handlers copies_to"
    ),
    "goods_list": _letter("涉案物品清单", "sender case_title referral_number goods prepared_by prepared_on"),
    "papers_list": _letter("移送材料目录", "sender case_title referral_number papers prepared_by prepared_on"),
    "procuratorate_copy": _letter("抄送检察院函", _HEAD, _CASE, "police referral_number referred_on"),
    "reconsideration_request": _letter("复议申请书", _HEAD, _REFUSED),
    "supervision_suggestion": _letter(
        "立案监督建议书", _HEAD, _CASE, _REFUSED, "police reconsidered_on reconsideration_number"
    ),
    "goods_handover": _letter(
        "物品交接清单",
        "sender receiver case_title referral_number filing_number goods place handed_on handed_by received_by",
    ),
}
"""The seven papers (RULES C-5, C-7, C-13, C-15, C-18). `referral_letter` has the receipt (C-8) on its last page."""

NAMES = tuple(LETTERS)

_BRACES = {ord("{"): "&#123;", ord("}"): "&#125;"}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def render(name: str, values: Mapping[str, Any]) -> bytes:
    """The paper `name` (one of `NAMES`) as a DOCX; the same bytes for the same values, on every machine.

    Line breaks in a text stay. Raises ValueError unless exactly the values of `LETTERS[name]` are given, and
    jinja2.UndefinedError where one of the goods or papers lacks what it must have.
    """
    letter = LETTERS.get(name)
    if letter is None:
        raise ValueError(f"there is no letter {name!r}")
    if values.keys() != letter.values:
        lacking, unknown = sorted(letter.values - values.keys()), sorted(values.keys() - letter.values)
        raise ValueError(f"{name} lacks {lacking} and does not know {unknown}")
    template = DocxTemplate(BytesIO(template_of(name)))
    template.render(dict(values), _ENVIRONMENT)
    written = BytesIO()
    template.save(written)
    # python-docx stamps its parts with the hour; the same parts are laid down again without it.
    with zipfile.ZipFile(written) as parts:
        return zip_of((part, parts.read(part)) for part in parts.namelist())


def template_of(name: str) -> bytes:
    """The template of the letter `name`, as a DOCX."""
    return files("duban.referrals").joinpath(f"data/letters/{name}.docx").read_bytes()


def _day(value: date) -> str:
    """2026年3月5日 (GB/T 9704-2012, 7.3.5.4: no leading zeros)."""
    return f"{value.year}年{value.month}月{value.day}日"


def _shown(value: Any) -> Any:
    """What may be lacking in a table, or a dash."""
    return "—" if isinstance(value, Undefined) or value in (None, "") else value


def _as_text(value: Any) -> Any:
    """Every value on its way into the document: escaped, without braces that `docxtpl` would read as tags, and without
    the control characters that it reads as breaks or that XML forbids."""
    if isinstance(value, Undefined):
        return value
    return Markup(_NOT_IN_XML.sub("", escape(value)).translate(_BRACES))  # noqa: S704 - escaped in this line


_ENVIRONMENT = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_as_text)
_ENVIRONMENT.filters |= {"day": _day, "shown": _shown}
