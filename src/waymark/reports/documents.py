"""Writing a version of a document into a file, and finding the version that somebody names."""

from typing import Final

from waymark.core.references import number_in
from waymark.documents.models.document import Document
from waymark.documents.models.version import DocumentVersion
from waymark.people.readers import Reader
from waymark.reports.exports.document import document_markdown, document_paper
from waymark.reports.writers.formats import Format, write

MARKDOWN: Final = "md"
FORMS: Final = (Format.PDF.extension, Format.DOCX.extension, MARKDOWN)
"""The forms that a version can be had in."""
_MARKDOWN_TYPE: Final = "text/markdown; charset=utf-8"


def version_file(version: DocumentVersion, form: str) -> tuple[bytes, str]:
    """Return a version in one of FORMS, and its media type. Raises NotWritten and OthersWritten."""
    if form == MARKDOWN:
        return document_markdown(version).encode(), _MARKDOWN_TYPE
    return write(Format(form), document_paper(version)), Format(form).content_type


def version_file_name(version: DocumentVersion, form: str) -> str:
    """Return what its file is called."""
    return f"{version.organisation.slug}-{version.document.reference}-v{version.edition}.{form}"


def version_called(reader: Reader, reference: str) -> DocumentVersion | None:
    """Return a version by its reference, or of a document the version in force, else the one on its way; or None."""
    rows = DocumentVersion.objects.of(reader.organisation).visible_to(reader)
    rows = rows.select_related("document__owner", "document__organisation", "organisation", "file", "approved_by")
    prefix, _dash, _digits = reference.partition("-")
    if prefix == DocumentVersion.prefix:
        number = number_in(reference, DocumentVersion.prefix)
        return rows.numbered(number).first() if number is not None else None
    number = number_in(reference, Document.prefix)
    found = rows.filter(document__number=number) if number is not None else rows.none()
    return found.effective().first() or found.open().first()
