import pytest

from tests.reports.papers import paper, table, workbook
from waymark.reports.writers.formats import Format, write

_BEGINNINGS = {
    Format.XLSX: b"PK",
    Format.DOCX: b"PK",
    Format.PDF: b"%PDF",
    Format.JSON: b"{",
    Format.CSV: b'\xef\xbb\xbf"Key"',
}


def test_writes_every_format_from_either_form() -> None:
    for wanted, beginning in _BEGINNINGS.items():
        assert write(wanted, workbook()).startswith(beginning)
        assert write(wanted, paper(table())).startswith(beginning)
    assert set(_BEGINNINGS) == set(Format)


def test_knows_the_extension_type_and_label_of_each_format() -> None:
    assert [one.extension for one in Format] == ["xlsx", "csv", "json", "pdf", "docx"]
    assert Format.PDF.content_type == "application/pdf"
    assert all("/" in one.content_type and one.label for one in Format)


def test_refuses_a_format_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="exe"):
        Format("exe")
