"""What a person is told about the contents of a file before others see it: one sentence for each code."""

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REMARKS: Final[dict[str, str | Promise]] = {
    "gps-position": _("The picture contains the place it was taken (GPS position)."),
    "camera-details": _("The picture contains the camera, its serial number or its owner."),
    "author-named": _("The document contains names of authors."),
    "tracked-changes": _("The document contains tracked changes, so deleted text can be read."),
    "comments": _("The document contains comments."),
    "hidden-sheets": _("The workbook contains hidden sheets."),
    "macros": _("The file contains macros."),
    "external-content": _("The file loads external content when opened."),
    "embedded-files": _("The file contains other files."),
    "data-connections": _("The file contains external data connections."),
    "activex": _("The file contains ActiveX controls."),
    "pdf-script": _("The PDF contains JavaScript."),
    "pdf-launch": _("The PDF contains actions that start programs or send data."),
    "encrypted": _("The file is protected by a password, so its contents could not be checked."),
    "several-kinds": _("The file can be read as several file types at once."),
    "not-looked-into": _("The file has an unsupported structure and could not be checked."),
    "runs": _("The file is, or can contain, a program or script."),
    "name-differs": _("The file name does not match the type of the content."),
    "name-runs": _("Under its own name, the file would run as a program when opened."),
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
