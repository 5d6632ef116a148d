"""What a person is told about the contents of a file before others see it: one sentence for each code."""

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REMARKS: Final[dict[str, str | Promise]] = {
    "gps-position": _("The picture says where it was taken (GPS position)."),
    "camera-details": _("The picture names the camera, its serial number or its owner."),
    "author-named": _("The document names people as its authors."),
    "tracked-changes": _("The document holds tracked changes: deleted text can be read in it."),
    "comments": _("The document holds comments."),
    "hidden-sheets": _("The workbook holds hidden sheets."),
    "macros": _("The file contains macros."),
    "external-content": _("The file fetches content from other places when it is opened."),
    "embedded-files": _("The file contains other files."),
    "data-connections": _("The file contains connections to data elsewhere."),
    "activex": _("The file contains ActiveX controls."),
    "pdf-script": _("The PDF contains JavaScript."),
    "pdf-launch": _("The PDF contains actions that start programs or send data."),
    "encrypted": _("The file is protected by a password; nothing of its contents could be looked at."),
    "several-kinds": _("The file can be read as several kinds of file at once."),
    "not-looked-into": _("The file is built in a way that was not looked into."),
    "runs": _("The file is a program or a script, or can carry one."),
    "name-differs": _("The name promises another kind of file than the content is."),
    "name-runs": _("Opened under its own name, the file would run as a program."),
    "too-many-pixels": _("The picture is too large to be shown in the browser."),
}

# These make a file active: it can do something when it is opened, or nobody can tell that it cannot.
ACTIVE: Final = frozenset(
    {
        "macros", "external-content", "embedded-files", "data-connections", "activex", "pdf-script", "pdf-launch",
        "several-kinds", "not-looked-into", "runs",
    }
)  # fmt: skip


def sentences(codes: Iterable[str]) -> list[str | Promise]:
    """Return what to tell people; a code of a later version is left out."""
    return [REMARKS[code] for code in codes if code in REMARKS]
