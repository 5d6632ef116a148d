"""The kinds of record of this package that others may point at; confidential ones are hidden from most."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.evidence.models.capture import Capture, CaptureFile
from waymark.evidence.models.evidence import Evidence, EvidenceQuerySet
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.models.request import EvidenceRequest
from waymark.evidence.models.verification import Verification
from waymark.people.holding import Held, HeldQuerySet
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.records import Part, RecordKind, RecordLine

_OFFERED = 20


def _items(organisation: Organisation, rows: EvidenceQuerySet) -> list[RecordLine]:
    return [
        RecordLine("evidence.evidence", pk, f"EV-{number}", title, _address(organisation, number))
        for pk, number, title in rows.values_list("pk", "number", "title")
    ]


def _address(organisation: Organisation, number: int) -> str:
    return reverse("evidence_item", args=[organisation.slug, number])


def _look_up_items(organisation: Organisation, keys: Sequence[int]) -> dict[int, RecordLine]:
    return {line.pk: line for line in _items(organisation, Evidence.objects.of(organisation).filter(pk__in=keys))}


def _choose_items(organisation: Organisation, text: str) -> list[RecordLine]:
    # Whoever picks from a list may not be allowed to see everything: confidential items are named by number only.
    shown = Evidence.objects.of(organisation).in_use().exclude(confidentiality="confidential")
    found = shown.called(text) if text else shown
    return _items(organisation, found.in_order("newest")[:_OFFERED])


def _readable_items(member: Member, keys: Sequence[int]) -> frozenset[int]:
    visible = Evidence.objects.of(member.organisation).visible_to(member)
    return frozenset(visible.filter(pk__in=keys).values_list("pk", flat=True))


def _look_up_requests(organisation: Organisation, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = EvidenceRequest.objects.of(organisation).filter(pk__in=keys)
    return {
        pk: RecordLine(
            "evidence.evidencerequest",
            pk,
            f"ER-{number}",
            what,
            reverse("evidence_request", args=[organisation.slug, number]),
        )
        for pk, number, what in rows.values_list("pk", "number", "what")
    }


def _part(kind: type[Held], label: Promise, path: str, title: str) -> RecordKind:
    """Return the kind of a record that is part of a piece of evidence, and as hidden as that."""
    name = kind._meta.label_lower
    rows = _rows(kind)

    def look_up(organisation: Organisation, keys: Sequence[int]) -> dict[int, RecordLine]:
        found = rows.of(organisation).filter(pk__in=keys).values_list("pk", f"{path}__number", title)
        return {pk: RecordLine(name, pk, f"EV-{n}", str(text), _address(organisation, n)) for pk, n, text in found}

    def readable(member: Member, keys: Sequence[int]) -> frozenset[int]:
        visible = Evidence.objects.of(member.organisation).visible_to(member).values("pk")
        own = rows.of(member.organisation).filter(pk__in=keys, **{f"{path}__in": visible})
        return frozenset(own.values_list("pk", flat=True))

    return RecordKind(name, name.partition(".")[2], label, look_up, readable=readable)


def _belonging(kind: type[Held], label: Promise, path: str, ends_with: str = "") -> Part:
    """Return the same rows as parts of their piece of evidence."""
    rows = _rows(kind)

    def keys(organisation: Organisation, evidence: int) -> Sequence[int]:
        return list(rows.of(organisation).filter(**{path: evidence}).order_by("pk").values_list("pk", flat=True))

    return Part(kind._meta.label_lower, label, keys, ends_with)


def _rows(kind: type[Held]) -> HeldQuerySet[Held]:
    rows: HeldQuerySet[Held] = kind._default_manager.all()  # type: ignore[assignment]  # every held model has one
    return rows


def name_captures(organisation_id: int, keys: Sequence[int]) -> Mapping[int, str]:
    """Return the references of captures: which piece of evidence, and which of its captures."""
    rows = Capture.objects.filter(organisation_id=organisation_id, pk__in=keys)
    return {pk: f"EV-{n}/{capture}" for pk, n, capture in rows.values_list("pk", "evidence__number", "number")}


EVIDENCE = RecordKind(
    "evidence.evidence",
    "evidence",
    _("Evidence"),
    _look_up_items,
    _choose_items,
    readable=_readable_items,
    parts=(
        _belonging(Capture, _("Captures"), "evidence"),
        _belonging(CaptureFile, _("Files"), "capture__evidence"),
        _belonging(Verification, _("Checks"), "capture__evidence"),
        _belonging(EvidenceLink, _("Links"), "evidence", ends_with="ended_at"),
    ),
)
REQUEST = RecordKind("evidence.evidencerequest", "evidence-request", _("Request for evidence"), _look_up_requests)
KINDS = (
    EVIDENCE,
    REQUEST,
    _part(Capture, _("Capture"), "evidence", "number"),
    _part(CaptureFile, _("File of a capture"), "capture__evidence", "name"),
    _part(Verification, _("Verification"), "capture__evidence", "outcome"),
    _part(EvidenceLink, _("Link of evidence"), "evidence", "why"),
)
