"""A file is taken for what its bytes prove, and only if that is what its name says."""

import io
import zipfile

import pytest

from banso.engines.kernel.filetypes import Limits, NotTaken, recognise

OFFICE = "application/vnd.openxmlformats-officedocument."
SHEET = OFFICE + "spreadsheetml.sheet"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00"


def office(main=SHEET, *, listed=None, **parts):
    """A small Office file: what its list of parts says, and further parts by name."""
    out = io.BytesIO()
    parts = {"[Content_Types].xml": listed or f'<Override ContentType="{main}.main+xml"/>', **parts}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            # Of one day, not of now: the bytes are parts of the names of tests.
            packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def encrypted():
    """An archive whose parts are marked as encrypted."""
    data = bytearray(office(**{"xl/workbook.xml": "x"}))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(sign, at + 4)
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("契約書.PDF", b"%PDF-1.7\n...", "application/pdf"),
        ("a.png", PNG, "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.jpeg", b"\xff\xd8\xff\xdb", "image/jpeg"),
        ("a.xlsx", office(), SHEET),
        ("a.docx", office(OFFICE + "wordprocessingml.document"), OFFICE + "wordprocessingml.document"),
        ("a.pptx", office(OFFICE + "presentationml.presentation"), OFFICE + "presentationml.presentation"),
        ("a.csv", "商品,金額\r\n茶,1\r\n".encode(), "text/csv"),
        ("a.csv", "商品,金額\r\n".encode("cp932"), "text/csv"),
        ("a.txt", "はい\n".encode("utf-16"), "text/plain"),
    ],
)
def test_what_a_file_is_comes_from_its_bytes(name, content, expected):
    assert recognise(name, io.BytesIO(content)) == expected


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("a.exe", PROGRAM, "ending"),
        ("a", b"%PDF-1.7", "ending"),
        ("a.pdf.html", b"%PDF-1.7", "ending"),
        ("a.xlsm", office(), "ending"),
        ("a.pdf", b"", "empty"),
        ("a.pdf", PROGRAM, "content"),
        ("a.pdf", b"<html>%PDF-1.7", "content"),
        ("a.png", b"\xff\xd8\xff\xe0", "content"),
        ("a.csv", PROGRAM, "content"),
        ("a.txt", b"\x81", "content"),
        ("a.xlsx", b"%PDF-1.7", "content"),
        ("a.xlsx", office(OFFICE + "wordprocessingml.document"), "content"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0rest", "protected"),
        ("a.xlsx", encrypted(), "protected"),
        ("a.xlsx", office(**{"xl/vbaProject.bin": "x"}), "macros"),
        ("a.xlsx", office(listed="application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "macros"),
        ("a.xlsx", office(**{"xl/activeX/activeX1.xml": "x"}), "active"),
        ("a.docx", office(**{"word/embeddings/setup.exe": "x"}), "active"),
        ("a.xlsx", office()[:60], "damaged"),
        ("a.xlsx", office(**{"xl/big.xml": "0" * 3_000_000}), "unpacked"),
    ],
)
def test_what_is_not_proved_is_not_taken(name, content, rule):
    with pytest.raises(NotTaken) as caught:
        recognise(name, io.BytesIO(content))
    assert caught.value.rule == rule


def test_an_office_file_without_a_list_of_parts_is_none():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "x")
    with pytest.raises(NotTaken) as caught:
        recognise("a.xlsx", out)
    assert caught.value.rule == "content"


@pytest.mark.parametrize("limits", [Limits(parts=1), Limits(unpacked_bytes=100)])
def test_an_office_file_keeps_to_the_limits(limits):
    with pytest.raises(NotTaken) as caught:
        recognise("a.xlsx", io.BytesIO(office(**{"xl/workbook.xml": "x" * 200})), limits)
    assert caught.value.rule == "unpacked"


def test_a_letter_that_lies_across_two_blocks_is_read():
    text = ("x" * (64 * 1024 - 1) + "茶").encode()
    assert recognise("a.txt", io.BytesIO(text)) == "text/plain"
