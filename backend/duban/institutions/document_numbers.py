"""发文字号: the number of an official document, 卫办发〔2026〕12号 (GB/T 9704-2012, 7.2.5).

Pure functions of text. A document issued jointly carries the number of the leading organ only, so one is all there is.
"""

import re
import unicodedata
from dataclasses import dataclass

from duban.kernel.errors import FieldError, Text

_OPENING, _CLOSING = "〔[(【〖", "〕])】〗"
_NUMBER = re.compile(
    rf"(?P<organ>[\u3400-\u4dbf\u4e00-\u9fff]{{1,20}}?)"
    rf"[{re.escape(_OPENING)}](?P<year>[0-9]+)年?[{re.escape(_CLOSING)}]"
    r"(?P<ordinal>第?)(?P<number>[0-9]+)号"
)


@dataclass(frozen=True, order=True)
class DocumentNumber:
    """The organ's word, the year in four digits, the number within that year. `str()` is the official form."""

    organ: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.organ}〔{self.year}〕{self.number}号"


def read_document_number(text: str, pointer: str = "") -> DocumentNumber | FieldError:
    """What a person typed, or the rule it breaks. Blanks, full-width digits and other brackets are put right;
    第, leading zeros and a short year are not, because the document itself may really bear another number.
    """
    written = "".join(unicodedata.normalize("NFKC", text).split())
    match = _NUMBER.fullmatch(written)
    if match is None:
        return _fault(
            pointer,
            "document_number_shape",
            "发文字号应为“机关代字〔年份〕序号”，如：卫办发〔2026〕12号。联合行文只填主办机关的字号。",
            "Write organ, year in brackets, number: 卫办发〔2026〕12号. Of a joint document, the leading organ's only.",
        )
    if match["ordinal"]:
        return _fault(
            pointer,
            "document_number_ordinal",
            "发文字号的序号前不加“第”字（GB/T 9704-2012）。",
            "第 does not stand before the number (GB/T 9704-2012).",
        )
    if not re.fullmatch(r"(?:19|20)[0-9]{2}", match["year"]):
        return _fault(
            pointer,
            "document_number_year",
            "发文字号的年份应写全四位，如〔2026〕。",
            "The year is written in four digits, as in 〔2026〕.",
        )
    if match["number"].startswith("0"):
        return _fault(
            pointer,
            "document_number_leading_zero",
            "发文字号的序号不编虚位，即 1 不编为 01（GB/T 9704-2012）。",
            "The number has no leading zeros: 1, not 01 (GB/T 9704-2012).",
        )
    if len(match["number"]) > 6:
        return _fault(
            pointer,
            "document_number_too_long",
            "发文字号的序号最多 6 位，请核对。",
            "The number has at most six digits. Compare it with the document.",
        )
    return DocumentNumber(match["organ"], int(match["year"]), int(match["number"]))


def _fault(pointer: str, code: str, zh: str, en: str) -> FieldError:
    return FieldError(pointer, code, Text(zh, en))
