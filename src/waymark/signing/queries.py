"""What the page of a request shows, and the signatures on the page of what was signed."""

from dataclasses import dataclass

from waymark.people.models.organisation import Organisation
from waymark.signing.models.item import SigningItem
from waymark.signing.models.request import SigningRequest
from waymark.signing.models.signature import Signature
from waymark.signing.signables import Subject, signable, subject_of


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One version of a request as its page shows it; `subject` is what it is now, None where it is gone."""

    item: SigningItem
    subject: Subject | None
    template: str
    signature: Signature | None

    @property
    def is_unchanged(self) -> bool:
        """Return whether the version still is what was put before the signer."""
        return self.subject is not None and self.subject.sha256 == self.item.sha256


def shown_items(request: SigningRequest) -> list[ShownItem]:
    """Return the versions of a request in their order, each as it is now."""
    organisation = request.organisation
    items = SigningItem.objects.of(organisation).filter(request=request).select_related("signature").in_order()
    found = []
    for one in items:
        one.organisation = organisation
        subject = subject_of(organisation, one.kind, one.record_id)
        signature = getattr(one, "signature", None)
        found.append(ShownItem(one, subject, signable(one.kind).template, signature))
    return found


def signatures_on(organisation: Organisation, kind: str, record_ids: list[int]) -> dict[int, list[Signature]]:
    """Return the signatures on some versions of a kind, by key of the version; one query."""
    found: dict[int, list[Signature]] = {}
    rows = Signature.objects.of(organisation).on(kind, record_ids).select_related("item__request")
    for one in rows:
        found.setdefault(one.record_id, []).append(one)
    return found


def items_on(organisation: Organisation, kind: str, record_id: int) -> list[SigningItem]:
    """Return everything that was asked about one version, the first first; one query."""
    rows = SigningItem.objects.of(organisation).about(kind, record_id)
    return list(rows.select_related("request__owner"))
