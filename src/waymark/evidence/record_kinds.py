"""The kinds of record of this package that others may point at; confidential evidence is hidden with all its parts."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.evidence.models.capture import Capture, CaptureFile
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.models.request import EvidenceRequest
from waymark.evidence.models.verification import Verification
from waymark.people.readers import Reader
from waymark.records.describing import kind_of, part_of
from waymark.records.kinds import RecordKind, RecordLine
from waymark.work.owned import owned_kind


def _of_evidence(model: Any, label: Promise, path: str, title: str) -> RecordKind:
    """Return the kind of a record that is part of a piece of evidence, and as hidden as that."""
    name: str = model._meta.label_lower

    def look_up(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
        visible = Evidence.objects.of(reader.organisation).visible_to(reader).values("pk")
        rows = model.objects.of(reader.organisation).filter(pk__in=keys, **{f"{path}__in": visible})
        slug = reader.organisation.slug
        return {
            pk: RecordLine(name, pk, f"EV-{n}", str(text), reverse("evidence_item", args=[slug, n]))
            for pk, n, text in rows.values_list("pk", f"{path}__number", title)
        }

    return RecordKind(kind=name, word=name.partition(".")[2], label=label, look_up=look_up, hides=True)


def name_captures(organisation_id: int, keys: Sequence[int]) -> Mapping[int, str]:
    """Return the references of captures: which piece of evidence, and which of its captures."""
    rows = Capture.objects.filter(organisation_id=organisation_id, pk__in=keys)
    return {pk: f"EV-{n}/{capture}" for pk, n, capture in rows.values_list("pk", "evidence__number", "number")}


EVIDENCE: Final = kind_of(
    Evidence,
    word="evidence",
    address="evidence_item",
    hides=True,
    offers=lambda rows: rows.filter(retired_on=None),
    parts=(
        part_of("evidence.capture", _("Versions"), Capture.objects, "evidence"),
        part_of("evidence.capturefile", _("Files"), CaptureFile.objects, "capture__evidence"),
        part_of("evidence.verification", _("Checks"), Verification.objects, "capture__evidence"),
        part_of("evidence.evidencelink", _("Links"), EvidenceLink.objects, "evidence", ends_with="ended_at"),
    ),
)
REQUEST: Final = kind_of(
    EvidenceRequest,
    word="evidence-request",
    address="evidence_request",
    offers=lambda rows: rows.filter(state="open"),
)
KINDS: Final = (
    EVIDENCE,
    REQUEST,
    _of_evidence(Capture, _("Version"), "evidence", "number"),
    _of_evidence(CaptureFile, _("File of a version"), "capture__evidence", "name"),
    _of_evidence(Verification, _("Verification"), "capture__evidence", "outcome"),
    _of_evidence(EvidenceLink, _("Link of evidence"), "evidence", "why"),
)
OWNED: Final = (
    owned_kind(
        Evidence,
        EVIDENCE,
        name="evidence",
        label=_("Evidence"),
        need=_("Keep it up to date: upload a new version when what it shows has changed."),
    ),
    owned_kind(
        EvidenceRequest,
        REQUEST,
        label=_("Requests for evidence"),
        need=_("Upload the requested evidence, or link to it."),
        due_on="due_on",
    ),
)
