"""The empty sheet that people fill in: headings on the first page, an example and notes for each column on the second.

The example stands apart, so that nobody imports it by mistake.
"""

from io import BytesIO

import xlsxwriter

from duban.kernel.errors import Text
from duban.kernel.importing import Importer

_PAGES = (Text("数据", "Data"), Text("填写说明", "Notes"))
_HEADINGS = (
    Text("列名", "Column"),
    Text("必填", "Required"),
    Text("示例", "Example"),
    Text("说明", "Notes"),
)
_YES = Text("是", "yes")


def template(importer: Importer, language: str) -> bytes:
    """The workbook for `importer` with headings in `language` ("zh" or "en"). Cells are text, never formulas."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E6F0FA", "border": 1})
        words = book.add_format({"num_format": "@"})
        data, notes = (book.add_worksheet(page.into(language)) for page in _PAGES)
        data.freeze_panes(1, 0)
        for place, column in enumerate(importer.columns):
            heading = (column.en if language == "en" else column.zh) + ("*" if column.required else "")
            data.write_string(0, place, heading, bold)
            data.set_column(place, place, max(14, 2 * len(heading)), words)
        for place, title in enumerate(_HEADINGS):
            notes.write_string(0, place, title.into(language), bold)
            notes.set_column(place, place, 28, words)
        for line, column in enumerate(importer.columns, start=1):
            notes.write_string(line, 0, column.en if language == "en" else column.zh)
            notes.write_string(line, 1, _YES.into(language) if column.required else "")
            notes.write_string(line, 2, column.example)
            notes.write_string(line, 3, column.note.into(language) if column.note else "")
    return target.getvalue()
