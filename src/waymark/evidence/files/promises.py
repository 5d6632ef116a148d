"""What the name of a file promises, held against what the file is.

The name decides nothing about how a file is handled. But people go by it, so they are told where the two differ: a web
page called policy.pdf is a mistake that an auditor finds, or a trap.
"""

from typing import Final

from waymark.evidence.files.kinds import BYTES, TEXT, WORD
from waymark.evidence.files.names import extension_of, is_runnable

_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_OPEN: Final = "application/vnd.oasis.opendocument."
_SHEET: Final = f"{_OFFICE}spreadsheetml.sheet"
_SLIDES: Final = f"{_OFFICE}presentationml.presentation"
_BINARY_SHEET: Final = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
_OPENS: Final = tuple(f"{_OPEN}{kind}" for kind in ("text", "spreadsheet", "presentation"))
# A document of today that a password protects lies in the container of the old ones.
_OLD: Final = "application/x-ole-storage"
# Text is told from text by its layout, and an old encoding may look like nothing known: none of it is a difference.
WORDS: Final = (
    TEXT, "text/csv", "text/markdown", "text/x-unknown-encoding", "application/json", "application/yaml",
    "application/xml", "message/rfc822", BYTES,
)  # fmt: skip
_HTML: Final = "text/html"
_SVG: Final = "image/svg+xml"
# By the ending of a name: the media types that keep what it promises.
_KEPT_BY: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("pdf",), ("application/pdf",)),
    **dict.fromkeys(("png",), ("image/png",)),
    **dict.fromkeys(("jpg", "jpeg", "jpe", "jfif"), ("image/jpeg",)),
    **dict.fromkeys(("gif",), ("image/gif",)),
    **dict.fromkeys(("webp",), ("image/webp",)),
    # Of these not every form is known by its beginning.
    **dict.fromkeys(("tif", "tiff"), ("image/tiff", BYTES)),
    **dict.fromkeys(("heic", "heif"), ("image/heic", BYTES)),
    **dict.fromkeys(("bmp",), ("image/bmp", BYTES)),
    **dict.fromkeys(("svg",), (_SVG, "application/xml")),
    **dict.fromkeys(("docx", "dotx", "docm", "dotm"), (WORD, _OLD)),
    **dict.fromkeys(("xlsx", "xltx", "xlsm", "xltm"), (_SHEET, _OLD)),
    **dict.fromkeys(("xlsb",), (_BINARY_SHEET, _OLD)),
    **dict.fromkeys(("pptx", "potx", "ppsx", "pptm"), (_SLIDES, _OLD)),
    **dict.fromkeys(("doc",), (_OLD, "application/rtf")),
    **dict.fromkeys(("xls", "ppt", "msg"), (_OLD,)),
    **dict(zip(("odt", "ods", "odp"), ((kind,) for kind in _OPENS), strict=True)),
    **dict.fromkeys(("rtf",), ("application/rtf",)),
    # A document of today, or a Java archive, is a ZIP archive all right.
    **dict.fromkeys(
        ("zip",), ("application/zip", "application/java-archive", WORD, _SHEET, _SLIDES, _BINARY_SHEET, *_OPENS)
    ),
    **dict.fromkeys(("gz", "tgz"), ("application/gzip",)),
    **dict.fromkeys(("7z",), ("application/x-7z-compressed", BYTES)),
    **dict.fromkeys(("rar",), ("application/vnd.rar", BYTES)),
    **dict.fromkeys(("tar",), ("application/x-tar", BYTES)),
    **dict.fromkeys(("txt", "log", "csv", "tsv", "json", "yaml", "yml", "eml"), WORDS),
    # Markdown may begin with markup; XML may be a page or a drawing.
    **dict.fromkeys(("md", "markdown", "html", "htm", "xhtml"), (*WORDS, _HTML)),
    **dict.fromkeys(("xml",), (*WORDS, _HTML, _SVG)),
}


def remarks_on(name: str, media_type: str) -> tuple[str, ...]:
    """Return the codes of what people should know about a name beside what the file is; an unknown ending says nothing.

    Neither makes a file active, nor keeps a browser from showing it: that hangs on the content alone.
    """
    promised = _KEPT_BY.get(extension_of(name))
    found = (
        ("name-differs", promised is not None and media_type not in promised),
        ("name-runs", is_runnable(name)),
    )
    return tuple(code for code, applies in found if applies)
