"""The kinds of file Waymark knows, by media type: what they are called and how they may be handed out.

Almost everything can be kept as evidence; programs and what starts them are not. The kind decides how a file is shown:
one that is not listed here is handed out as bytes of no type, to be saved.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BYTES: Final = "application/octet-stream"
TEXT: Final = "text/plain"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
WORD: Final = f"{_OFFICE}wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file. `shown_as` is the media type a browser may open in its window; empty: never.

    `is_active` says that files of this kind run, or make others run, when they are opened; `is_refused`, that they are
    for nothing else, so that none is taken as evidence.
    """

    media_type: str
    label: str | Promise
    shown_as: str = ""
    is_active: bool = False
    is_refused: bool = False

    @property
    def saved_as(self) -> str:
        """Return the media type of a download; what could run in a browser is handed out as mere bytes."""
        return BYTES if self.is_active or self.media_type.startswith("text/x-") else self.media_type


UNKNOWN: Final = Kind(BYTES, _("Unknown kind"))
_ALL: Final = (
    UNKNOWN,
    Kind("application/pdf", _("PDF document"), "application/pdf"),
    Kind("image/png", _("PNG image"), "image/png"),
    Kind("image/jpeg", _("JPEG image"), "image/jpeg"),
    Kind("image/gif", _("GIF image"), "image/gif"),
    Kind("image/webp", _("WebP image"), "image/webp"),
    Kind("image/tiff", _("TIFF image")),
    Kind("image/heic", _("HEIC image")),
    Kind("image/bmp", _("BMP image")),
    Kind("image/svg+xml", _("SVG drawing"), is_active=True),
    Kind("text/html", _("Web page (HTML)"), is_active=True),
    Kind(TEXT, _("Plain text"), TEXT),
    Kind("text/csv", _("CSV table"), TEXT),
    Kind("text/markdown", _("Markdown text"), TEXT),
    Kind("application/json", _("JSON data"), TEXT),
    Kind("application/yaml", _("YAML data"), TEXT),
    Kind("application/xml", _("XML data")),
    Kind("text/x-unknown-encoding", _("Text in an unknown encoding")),
    Kind("text/x-script", _("Script"), is_active=True),
    Kind("application/rtf", _("Rich text (RTF)")),
    Kind("message/rfc822", _("Email message")),
    Kind(WORD, _("Word document (DOCX)")),
    Kind(f"{_OFFICE}spreadsheetml.sheet", _("Excel workbook (XLSX)")),
    Kind(f"{_OFFICE}presentationml.presentation", _("PowerPoint presentation (PPTX)")),
    Kind("application/vnd.ms-excel.sheet.binary.macroenabled.12", _("Excel workbook (XLSB)"), is_active=True),
    Kind("application/vnd.oasis.opendocument.text", _("OpenDocument text")),
    Kind("application/vnd.oasis.opendocument.spreadsheet", _("OpenDocument spreadsheet")),
    Kind("application/vnd.oasis.opendocument.presentation", _("OpenDocument presentation")),
    # The old formats hide macros where only their own programs look, so they count as active.
    Kind("application/x-ole-storage", _("Office document of before 2007, or Outlook message"), is_active=True),
    Kind("application/zip", _("ZIP archive")),
    Kind("application/java-archive", _("Java archive"), is_active=True),
    Kind("application/gzip", _("Compressed file (gzip)")),
    Kind("application/x-7z-compressed", _("7-Zip archive")),
    Kind("application/vnd.rar", _("RAR archive")),
    Kind("application/x-tar", _("TAR archive")),
    Kind("application/x-executable", _("Program"), is_active=True, is_refused=True),
    Kind("application/x-ms-shortcut", _("Windows shortcut"), is_active=True, is_refused=True),
    Kind("application/vnd.sqlite3", _("SQLite database")),
    Kind("audio/mpeg", _("MP3 audio")),
    Kind("audio/x-wav", _("WAV audio")),
    Kind("video/mp4", _("MP4 video")),
    Kind("video/quicktime", _("QuickTime video")),
    Kind("video/webm", _("Matroska or WebM video")),
)
KINDS: Final = {kind.media_type: kind for kind in _ALL}


def kind_of(media_type: str) -> Kind:
    """Return the kind with this media type; whatever is not on the list is unknown."""
    return KINDS.get(media_type, UNKNOWN)
