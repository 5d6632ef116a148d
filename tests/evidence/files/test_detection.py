"""The kind of a file is told by its content, and in doubt for the more dangerous one."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.files import samples
from waymark.evidence.files.detection import Recognised, recognise
from waymark.evidence.files.kinds import BYTES, KINDS
from waymark.evidence.files.looking.pictures import MOST_PIXELS
from waymark.evidence.files.remarks import REMARKS, sentences

_WORD = "application/vnd.openxmlformats-officedocument."


def _rels(relationship: str) -> bytes:
    return samples.RELS.format(relationship).encode()


def _seen(content: bytes) -> Recognised:
    return recognise(io.BytesIO(content), len(content))


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (samples.pdf(), "application/pdf"),
        (samples.png(), "image/png"),
        (samples.jpeg(), "image/jpeg"),
        (samples.gif(), "image/gif"),
        (samples.webp(), "image/webp"),
        (samples.PLAIN, "text/plain"),
        ("Prüfung der Datensätze – abgeschlossen".encode(), "text/plain"),
        (samples.TABLE, "text/csv"),
        (b'Risk,Controls\nRA-1,"A.6.2.4, A.8.2"\nRA-2,A.9.3\n', "text/csv"),
        (b'Risk,Controls\nRA-1,"never closed, \nRA-2\n', "text/plain"),
        (samples.MARKDOWN, "text/markdown"),
        (samples.DATA, "application/json"),
        (samples.YAML, "application/yaml"),
    ],
)
def test_lets_a_browser_show_what_does_nothing(content: bytes, media_type: str) -> None:
    seen = _seen(content)
    assert (seen.kind.media_type, seen.is_active, seen.may_show_inline) == (media_type, False, True)
    assert seen.remarks == ()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (samples.word("Policy"), f"{_WORD}wordprocessingml.document"),
        (samples.workbook(), f"{_WORD}spreadsheetml.sheet"),
        (samples.archive({"notes.txt": b"x"}), "application/zip"),
        (samples.MAIL, "message/rfc822"),
        (b"<?xml version='1.0'?><bom/>", "application/xml"),
        (b"{\\rtf1 text}", "application/rtf"),
        (b"\x1f\x8b\x08\x00" + b"\x00" * 20, "application/gzip"),
        (b"SQLite format 3\x00" + b"\x00" * 100, "application/vnd.sqlite3"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\x00" * 50, "application/x-7z-compressed"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 50, "video/mp4"),
        ("Prüfung".encode("utf-16"), "text/x-unknown-encoding"),
        ("Prüfung der Daten, Übersicht".encode("cp1252"), "text/x-unknown-encoding"),
        (bytes(range(256)) * 4, BYTES),
    ],
)
def test_hands_out_what_browsers_do_not_show(content: bytes, media_type: str) -> None:
    seen = _seen(content)
    assert (seen.kind.media_type, seen.is_active, seen.may_show_inline) == (media_type, False, False)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (samples.HTML, "text/html"),
        (b"\xef\xbb\xbf \n<!-- hm --><script>alert(1)</script>", "text/html"),
        (b"<?xml version='1.0'?><x xmlns='http://www.w3.org/1999/xhtml'><script/></x>", "text/html"),
        (samples.SVG, "image/svg+xml"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        (samples.SHELL, "text/x-script"),
        (b"@echo off\r\ndel C:\\*\r\n", "text/x-script"),
        (b"<?php system($_GET['c']);", "text/x-script"),
        (samples.ELF, "application/x-executable"),
        (samples.PROGRAM, "application/x-executable"),
        (samples.SHORTCUT, "application/x-ms-shortcut"),
        (samples.PROGRAM[:64] + samples.pdf(), "application/x-executable"),
        (samples.SHORTCUT[:64] + samples.pdf(), "application/x-ms-shortcut"),
        (samples.OLE, "application/x-ole-storage"),
        (samples.archive({"META-INF/MANIFEST.MF": b"Main-Class: x"}), "application/java-archive"),
        (samples.workbook(parts={"xl/workbook.bin": b"x"}), "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    ],
)
def test_knows_what_runs(content: bytes, media_type: str) -> None:
    seen = _seen(content)
    assert (seen.kind.media_type, seen.is_active, seen.may_show_inline) == (media_type, True, False)
    assert "runs" in seen.remarks
    assert seen.kind.saved_as == BYTES


@pytest.mark.parametrize(
    ("content", "remark"),
    [
        (samples.word("x", parts={"word/vbaProject.bin": b"x"}), "macros"),
        (samples.workbook(parts={"xl/vbaProject.bin": b"x"}), "macros"),
        (
            samples.word("x", parts={"word/_rels/settings.xml.rels": samples.RELS.format(samples.EXTERNAL).encode()}),
            "external-content",
        ),
        (samples.workbook(parts={"xl/externalLinks/externalLink1.xml": b"<x/>"}), "external-content"),
        (samples.workbook(parts={"xl/connections.xml": b"<x/>"}), "data-connections"),
        (samples.word("x", parts={"word/embeddings/oleObject1.bin": b"x"}), "embedded-files"),
        (samples.word("x", parts={"word/activeX/activeX1.xml": b"x"}), "activex"),
        (samples.word("DDEAUTO c:\\windows\\system32\\cmd.exe"), "external-content"),
        (samples.pdf(catalog=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "pdf-script"),
        (samples.pdf(catalog=b"/OpenAction << /S /J#61vaScript /JS (app.alert(1)) >>"), "pdf-script"),
        (samples.pdf(catalog=b"/AA << /O << /S /Launch /F (cmd.exe) >> >>"), "pdf-launch"),
        (samples.pdf(catalog=b"/Names << /EmbeddedFiles 7 0 R >>"), "embedded-files"),
        (samples.pdf_with_packed(b"<< /S /JavaScript /JS (app.alert(1)) >>"), "pdf-script"),
        (samples.pdf_with_packed(b"x" * 20_000_000), "not-looked-into"),
        (samples.pdf(catalog=b"/AcroForm << /XFA [ 9 0 R ] >>"), "not-looked-into"),
    ],
)
def test_marks_what_acts_when_it_is_opened(content: bytes, remark: str) -> None:
    seen = _seen(content)
    assert remark in seen.remarks
    assert (seen.is_active, seen.may_show_inline) == (True, False)


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a/*" + b" " * 20 + b"*/=1;alert(1)",
        samples.gif(after_header=b"\x21\xfe\x08<script>\x00"),
        samples.png(after=b"<html><script>alert(1)</script>"),
        samples.jpeg(after=b"<?php system('id');"),
        samples.png(after=samples.archive({"a.txt": b"x"})),
        samples.pdf() + samples.archive({"a.txt": b"x"}),
        b"<html><script>alert(1)</script>\n" + samples.pdf(),
        samples.pdf().replace(b"%PDF-1.7\n", b"%PDF-1.7\n<script>alert(1)</script>\n"),
        samples.ELF + samples.archive({"a.txt": b"x"}),
    ],
)
def test_shows_nothing_that_could_be_taken_for_something_else(content: bytes) -> None:
    seen = _seen(content)
    assert not seen.may_show_inline


def test_says_when_a_file_is_several_kinds_at_once() -> None:
    seen = _seen(samples.pdf() + samples.archive({"a.html": samples.HTML}))
    assert "several-kinds" in seen.remarks
    assert seen.is_active


def test_does_not_read_a_directory_of_millions_of_entries() -> None:
    end = b"PK\x05\x06" + b"\x00" * 4 + b"\xff\xff\xff\xff" + b"\xff\xff\xff\x7f" + b"\x00" * 6
    seen = _seen(b"PK\x03\x04" + b"\x00" * 100 + end)
    assert seen.kind.media_type == "application/zip"
    assert "not-looked-into" in seen.remarks


def test_looks_into_a_bomb_only_as_far_as_it_may() -> None:
    seen = _seen(samples.word("x", parts={"word/document.xml": b"<w:del >" + b" " * 100_000_000}))
    assert seen.kind.media_type == f"{_WORD}wordprocessingml.document"
    assert "tracked-changes" in seen.remarks


@pytest.mark.parametrize(
    ("content", "remarks"),
    [
        (samples.jpeg(metadata=samples.exif(0x8825)), ("gps-position",)),
        (samples.jpeg(metadata=samples.exif(0x010F, 0xA431)), ("camera-details",)),
        (samples.png(metadata=samples.exif(0x8825)), ("gps-position",)),
        (samples.webp(metadata=samples.exif(0x8825, 0x0110)), ("camera-details", "gps-position")),
        (samples.word("x", author="Ada"), ("author-named",)),
        (samples.word("x", parts={"word/comments.xml": b"<x/>"}), ("comments",)),
        (samples.workbook(hidden=True), ("author-named", "hidden-sheets")),
    ],
)
def test_tells_the_sender_what_others_would_learn(content: bytes, remarks: tuple[str, ...]) -> None:
    seen = _seen(content)
    assert seen.remarks == remarks
    assert not seen.is_active


def test_remarks_on_tracked_changes() -> None:
    deleted = b"<w:document><w:p><w:del w:author='Ada'><w:delText>old</w:delText></w:del></w:p></w:document>"
    assert "tracked-changes" in _seen(samples.word("x", parts={"word/document.xml": deleted})).remarks


def test_takes_an_ordinary_link_in_a_document_for_what_it_is() -> None:
    seen = _seen(samples.word("x", parts={"word/_rels/other.xml.rels": _rels(samples.LINK)}))
    assert not seen.is_active


def test_does_not_let_a_browser_unpack_a_picture_of_a_billion_pixels() -> None:
    assert MOST_PIXELS < 30_000 * 30_000
    seen = _seen(samples.png(30_000, 30_000))
    assert (seen.kind.media_type, seen.may_show_inline, seen.is_active) == ("image/png", False, False)
    assert seen.remarks == ("too-many-pixels",)


@pytest.mark.parametrize("depth", [10, 100_000])
def test_survives_nested_data(depth: int) -> None:
    assert not _seen(samples.deep_json(depth)).is_active


_UNITS = ["<", "<!--", "[", "\n", "| ", "- ", "a: \n", " \n", "]\n<!DOCTYPE [", "x\t", "#", "From: \n "]
_STARTS = [
    b"",
    b"%PDF-1.4\n",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF89a",
    b"PK\x03\x04",
    b"RIFF\x20\x00\x00\x00WEBP",
]


@pytest.mark.parametrize("unit", _UNITS)
def test_is_not_held_up_by_a_text_made_to_do_so(unit: str) -> None:
    content = (unit * 70_000).encode()
    assert _seen(content).kind.media_type in KINDS


@given(st.binary(max_size=300), st.sampled_from(_STARTS))
def test_judges_any_bytes(content: bytes, start: bytes) -> None:
    seen = _seen(start + content + b"PK\x05\x06" * (start == b"PK\x03\x04") + content)
    assert seen.kind in KINDS.values()
    assert set(seen.remarks) <= set(REMARKS)
    assert len(sentences(seen.remarks)) == len(seen.remarks)
    assert not (seen.is_active and seen.may_show_inline)


@given(st.text(max_size=400))
def test_judges_any_text(text: str) -> None:
    seen = _seen(text.encode("utf-8", "replace"))
    if seen.may_show_inline:
        assert seen.kind.shown_as == "text/plain" or not seen.kind.media_type.startswith("text/")


@given(st.sampled_from(sorted(REMARKS)))
def test_has_a_sentence_for_each_remark(code: str) -> None:
    assert str(sentences([code])[0]).endswith(".")
