"""How events of documents come about that no act of an example brings, for `tests/trail/acts.py`."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from tests.evidence import made
from tests.evidence.files import samples
from tests.examples_documents import version
from tests.examples_external import CAMPAIGN, campaign
from waymark.core.clock import day_in
from waymark.documents import changing
from waymark.documents.from_word.reading import FromWord
from waymark.evidence.collecting import GivenFile


def upload(stage: Any) -> None:
    """Upload a file as the content of a draft."""
    changing.attach_file(version(stage.by, 1), a_file(), by=stage.by)


def a_file(content: bytes = b"%PDF-1.4 a policy", name: str = "policy.pdf") -> GivenFile:
    """Return a file that lies in the store."""
    return made.kept_file(content, name)


def taken_over(stage: Any) -> None:
    """Take over the text of an uploaded Word document."""
    one = version(stage.by, 1)
    changing.attach_file(one, a_file(samples.word("We use AI."), "policy.docx"), by=stage.by)
    changing.import_text(one, FromWord("We use AI.", ()), by=stage.by)


def file_dropped(stage: Any) -> None:
    """Use the text of a draft again after an upload."""
    one = version(stage.by, 1)
    changing.attach_file(one, a_file(), by=stage.by)
    changing.use_text(one, by=stage.by)


def in_force(stage: Any) -> None:
    """Record an approval outside, so that the next review follows from the interval."""
    one = version(stage.by, 1)
    today = day_in(stage.organisation.time_zone)
    changing.approve_outside(one, outside_by="The board", on=today, effective_from=today, by=stage.by)


def approval_file(stage: Any) -> None:
    """Keep the file of an approval outside."""
    one = version(stage.by, 1)
    today = day_in(stage.organisation.time_zone)
    changing.approve_outside(one, outside_by="The board", on=today, effective_from=today, by=stage.by)
    changing.add_approval_file(one, a_file(b"The board decided.", "minutes.txt"), by=stage.by)


def retention(stage: Any) -> None:
    """Change the retention of a document with a superseded version."""
    one = version(stage.by, 1)
    today = day_in(stage.organisation.time_zone) - dt.timedelta(days=3)
    changing.approve_outside(one, outside_by="The board", on=today, effective_from=today, by=stage.by)
    changing.withdraw_version(one, reason="It was wrong.", by=stage.by)
    changing.edit_document(one.document, retention_months=72, by=stage.by)


def asked(stage: Any) -> None:
    """Start a campaign, which asks its audience."""
    campaign(stage.by, 1)


def asked_again(stage: Any) -> None:
    """Widen a campaign whose request was withdrawn."""
    _model, _argument, _make, acts = CAMPAIGN
    acts["widen"](campaign(stage.by, 1), stage.by, stage.by)


DOCUMENT_ACTS: Final[Mapping[str, Callable[[Any], object]]] = {
    "document-version.file-attached": upload,
    "document-version.text-imported": taken_over,
    "document-version.approval-file-added": approval_file,
    "document-version.file-dropped": file_dropped,
    "document.review-scheduled": in_force,
    "document-version.retention-set": retention,
    "document-version.drafted": in_force,
    "campaign-reader.asked": asked,
    "campaign-reader.asked-again": asked_again,
}
