import io
import struct

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from duban.kernel.errors import UnsupportedMedia
from duban.kernel.media import HEAD_BYTES, check_file, check_head, sniff
from duban.kernel.office_files import XLSX

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
EVERYTHING = {"text/html", "image/svg+xml", "text/x-script", "application/x-executable", "application/x-msdownload"}


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (MP4, "video/mp4"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
        (b"%PDF-1.4\n1 0 obj\n", "application/pdf"),
        (b"{\\rtf1\\ansi}", "application/rtf"),
        (b"PK\x03\x04\x14\x00", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "application/x-ole-storage"),
        ("情况说明\n一切正常。\n".encode(), "text/plain"),
        ("情况说明\n一切正常。\n".encode("gb18030"), "text/plain"),
        ("情况说明\n一切正常。\n".encode("utf-16"), "text/plain"),
        ("\ufeff名称,床位\n甲医院,100\n乙医院,200\n".encode(), "text/csv"),
        ("名称,床位\r\n甲医院,100\r\n".encode("gb18030"), "text/csv"),
        ('名称,说明\n甲医院,"一,二\n三"\n'.encode(), "text/csv"),
        ("名称\t床位\n甲医院\t100\n".encode(), "text/tab-separated-values"),
        (b"name;beds\na;1\n", "text/csv"),
        (b'{"name": "a"}', "application/json"),
        (b"\xef\xbb\xbf[1, 2]", "application/json"),
        ("[通知] 请各单位注意".encode(), "text/plain"),
        (b"{not json", "text/plain"),
        (b"<?xml version='1.0'?><root/>", "application/xml"),
        (b"BMI,weight and height", "text/plain"),
        (b"MZ is how this note begins", "text/plain"),
        ("βρ as in Greek".encode(), "text/plain"),
        (b"a < b and b > c", "text/plain"),
        ("<通知>请各单位注意".encode(), "text/plain"),
        (b"\x00\x01\x02\x03", "application/octet-stream"),
        (b"bell\x07", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_content_says(head, media_type):
    assert sniff(head) == media_type


ACTIVE_FILES = [
    (b"<!DOCTYPE html><title>x</title>", "text/html"),
    (b"\n\n  <html>", "text/html"),
    (b"\xef\xbb\xbf<HTML>", "text/html"),
    ("<html>".encode("utf-16"), "text/html"),
    (b"<!-- x --><b>bold</b>", "text/html"),
    (b"<img src=x onerror=alert(1)>", "text/html"),
    (b"name,beds\n<script>alert(1)</script>,1\n", "text/html"),
    (b'{"a": "<iframe src=x>"}', "text/html"),
    (b"<?xml version='1.0'?><x:html xmlns:x='http://www.w3.org/1999/xhtml'/>", "text/html"),
    (b"<svg onload=alert(1)>", "image/svg+xml"),
    (b"<?xml version='1.0'?>\n<!-- c -->\n<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
    (b"<s:svg xmlns:s='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
    (b"#!/bin/sh\nrm x\n", "text/x-script"),
    (b"notes\n<?php system('x'); ?>", "text/x-script"),
    (b"<%@ page %>", "text/x-script"),
    (b"MZ\x90\x00" + bytes(60), "application/x-executable"),
    (b"\x7fELF\x02\x01\x01" + bytes(57), "application/x-executable"),
    (b"\xca\xfe\xba\xbe\x00\x00\x00\x41", "application/x-executable"),
    (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), "application/x-executable"),
]


@pytest.mark.parametrize(("content", "media_type"), ACTIVE_FILES)
def test_active_content_is_refused_even_where_it_is_allowed(content, media_type):
    assert sniff(content) == media_type
    for check in (lambda: check_head(content, EVERYTHING), lambda: check_file(io.BytesIO(content), EVERYTHING)):
        with pytest.raises(UnsupportedMedia) as refusal:
            check()
        assert refusal.value.code == "media_active"
        assert refusal.value.extra["media_type"] == media_type


def test_active_content_after_the_utf_16_mark_of_either_order_is_seen():
    for encoding in ("utf-16-le", "utf-16-be"):
        assert sniff("\ufeff<svg/>".encode(encoding)) == "image/svg+xml"


def test_a_type_that_is_not_allowed_is_refused_with_those_that_are():
    with pytest.raises(UnsupportedMedia) as refusal:
        check_head(PNG, {"application/pdf", "image/jpeg"})
    assert refusal.value.code == "media_not_allowed"
    assert refusal.value.extra == {"media_type": "image/png", "allowed": ["application/pdf", "image/jpeg"]}
    assert "application/pdf, image/jpeg" in refusal.value.text.zh


def test_a_container_waits_for_its_end_only_where_a_packaged_document_is_allowed():
    assert check_head(b"PK\x03\x04", {XLSX}) == "application/zip"
    with pytest.raises(UnsupportedMedia):
        check_head(b"PK\x03\x04", {"application/pdf"})


def test_a_spreadsheet_passes_as_what_it_is_and_is_left_at_its_beginning():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "甲医院")
    assert check_file(file, {XLSX}) == XLSX
    assert file.tell() == 0
    with pytest.raises(UnsupportedMedia) as refusal:
        check_file(file, {"application/zip"})
    assert refusal.value.code == "media_not_allowed"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("cut", range(4))
def test_a_head_that_ends_inside_a_character_is_still_text(encoding, cut):
    content = "x" * cut + "督办𠮷" * HEAD_BYTES
    assert sniff(content.encode(encoding)[:HEAD_BYTES]) == "text/plain"


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_a_head_that_ends_inside_a_record_is_still_json_or_a_table(cut):
    records = b'{"items": [' + b'{"name": "a\\u4e00", "beds": 12.5, "open": true}, ' * 400
    assert sniff((b" " * cut + records)[:HEAD_BYTES]) == "application/json"
    table = b"name,beds\n" + b"x" * cut + b",1\n" + b'"a hospital",100\n' * 1000
    assert sniff(table[:HEAD_BYTES]) == "text/csv"


def test_a_short_file_with_broken_json_is_not_excused_as_cut_off():
    assert sniff(b'{"name": "a') == "text/plain"


def test_json_nested_too_deep_is_only_text():
    assert sniff(b"[" * HEAD_BYTES) == "text/plain"


@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)))
def test_any_bytes_have_a_type(head):
    assert "/" in sniff(head)


@given(st.binary(max_size=200))
def test_any_bytes_after_a_container_sign_are_taken_or_refused_and_nothing_worse(tail):
    content = b"PK\x03\x04" + tail + b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 1, 1, 46, 4, 0)
    with pytest.raises(UnsupportedMedia):
        check_file(io.BytesIO(content), {XLSX})
