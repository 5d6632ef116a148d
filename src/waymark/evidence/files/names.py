"""File names as people may see them: no path, nothing invisible, not longer than is shown."""

import re
import unicodedata
from typing import Final

from waymark.core.fields import LINE
from waymark.core.text import first_unwanted, is_invisible, normal

LONGEST: Final = 300
NAMELESS: Final = "file"
_LONGEST_EXTENSION: Final = 20
# Marks that nobody sees and that no name of a file needs; joiners between letters of Persian or emoji do no harm.
_INVISIBLE: Final = frozenset("\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff")
_RUNNABLE: Final = frozenset({
    "app", "appx", "bat", "cmd", "com", "cpl", "desktop", "dll", "dmg", "exe", "hta", "inf", "iso", "jar",
    "js", "jse", "lnk", "msc", "msi", "msix", "pif", "ps1", "psm1", "reg", "scf", "scr", "sh", "sys", "url",
    "vb", "vbe", "vbs", "vhd", "vhdx", "wsc", "wsf", "wsh", "xll", "xlam", "xltm", "xlsm", "docm", "dotm",
    "pptm", "ppsm",
})  # fmt: skip
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
# An ending may hold quotation marks and blanks as any name may; only a plain one goes into a header as it is.
_PLAIN_EXTENSION = re.compile(r"\.[A-Za-z0-9_+-]+")


def shown_name(name: str) -> str:
    """Return a name fit to be stored and shown: the last part of a path, in NFC, with invisible characters by number.

    A name in which nothing is left becomes `file`.
    """
    # Some browsers and programs send the whole path of the person's machine, in either spelling.
    last = re.split(r"[/\\]", normal(name).rstrip("/\\"))[-1]
    visible = " ".join("".join(_visible(character) for character in last[: LONGEST * 4]).split())
    # Windows drops dots and blanks at the end of a name, and so would open another file than the one that is named.
    visible = visible.rstrip(". ")
    return _cut(unicodedata.normalize("NFC", visible)) if not is_invisible(visible.strip(".")) else NAMELESS


def sent_name(name: str) -> str:
    """Return a name out of a form, fit to be stored and shown.

    By HTML (4.10.22.8) browsers write quotation marks and line breaks, and these alone, as `%22`, `%0D` and `%0A`.
    """
    return shown_name(name.replace("%22", '"').replace("%0D", " ").replace("%0A", " "))


def ascii_name(name: str) -> str:
    """Return the nearest name in plain ASCII, safe between quotation marks of a header and on every file system."""
    plain = unicodedata.normalize("NFKD", shown_name(name)).encode("ascii", "ignore").decode("ascii")
    safe = re.sub(r"_{2,}", "_", re.sub(r"[^A-Za-z0-9 ._()+-]", "_", plain)).strip(" ._")
    stem = safe or NAMELESS
    extension = _extension(shown_name(name))
    if _PLAIN_EXTENSION.fullmatch(extension) and not safe.lower().endswith(extension.lower()):
        stem = NAMELESS + extension
    return f"_{stem}" if _DEVICES.match(stem) else stem


def title_of(name: str) -> str:
    """Return what a name of a file proposes as a title: without its ending, in words, as `AI policy 2026-03`.

    `static/evidence/drop.js` proposes the same.
    """
    shown = shown_name(name)
    stem = shown.removesuffix(_extension(shown))
    # A hyphen between digits belongs to a date or a number.
    words = re.sub(r"[_+]|(?<![0-9])-|-(?![0-9])", " ", stem)
    title = " ".join(words.split())[:LINE].rstrip()
    return title[:1].upper() + title[1:]


def is_runnable(name: str) -> bool:
    """Return whether a usual machine would run, not show, a file of this name."""
    return shown_name(name).rpartition(".")[2].lower() in _RUNNABLE


def extension_of(name: str) -> str:
    """Return the ending of a name in small letters and without its dot; empty where there is none."""
    return _extension(shown_name(name)).removeprefix(".").lower()


def _visible(character: str) -> str:
    if character in _INVISIBLE or first_unwanted(character, lines=False) is not None:
        return f"[U+{ord(character):04X}]"
    return " " if character.isspace() else character


def _cut(name: str) -> str:
    """Shorten the name in front of its extension, which tells people most."""
    if len(name) <= LONGEST:
        return name
    extension = _extension(name)
    return name[: LONGEST - len(extension) - 1] + "…" + extension


def _extension(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    return dot + extension if stem and dot and 0 < len(extension) <= _LONGEST_EXTENSION else ""
