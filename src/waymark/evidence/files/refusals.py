"""Why a file is not taken as evidence, in sentences fit for a person."""

from django.utils.translation import gettext as _

from waymark.core.errors import RuleBroken
from waymark.core.sizes import size_in_words
from waymark.evidence.files.kinds import Kind

MIB = 1024 * 1024


class EvidenceFileRefused(RuleBroken):
    """A file that is not taken; nothing of it was kept."""


class FileEmpty(EvidenceFileRefused):
    """There is nothing in the file."""

    code = "file-empty"

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_("The file is empty."), way_out=_("Choose the evidence file."))


class FileTooLarge(EvidenceFileRefused):
    """The file is larger than this installation takes."""

    code = "evidence-too-large"

    def __init__(self, *, limit: int) -> None:
        """Name the limit, in bytes."""
        super().__init__(
            _("The file is larger than %(limit)s.") % {"limit": size_in_words(limit)},
            way_out=_("Split it, or link to where it is stored."),
        )


class FileOfWrongType(EvidenceFileRefused):
    """The file is a program, or starts one, whatever its name says."""

    code = "evidence-wrong-type"

    def __init__(self, name: str, kind: Kind) -> None:
        """Name the file and what it is."""
        super().__init__(
            _("“%(name)s” is not accepted: it is an executable file (%(kind)s).") % {"name": name, "kind": kind.label},
            way_out=_("Link to where it is stored, put it in a ZIP archive, or upload a screenshot."),
        )


class FileMissing(EvidenceFileRefused):
    """The store does not hold the file: it was lost or damaged from outside."""

    code = "file-missing"

    def __init__(self) -> None:
        """Say what helps."""
        super().__init__(
            _("This file is no longer in the store."),
            way_out=_("Ask the people who run this installation to restore it from a backup."),
        )
