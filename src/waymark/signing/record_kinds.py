"""The kinds of this package as others name them, and what of it members own."""

from collections.abc import Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.people.readers import Reader
from waymark.records.describing import kind_of, part_of
from waymark.records.kinds import RecordKind, RecordLine
from waymark.signing.models.item import SigningItem
from waymark.signing.models.request import SigningRequest
from waymark.signing.models.rules import SigningRules
from waymark.signing.models.signature import Signature
from waymark.work.owned import owned_kind


def _of_request(model: Any, word: str, label: Promise, path: str) -> RecordKind:
    """Return the kind of a record that is part of a request and shown on its page."""
    name: str = model._meta.label_lower

    def look_up(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
        rows = model.objects.of(reader.organisation).filter(pk__in=keys)
        slug = reader.organisation.slug
        return {
            pk: RecordLine(name, pk, f"SIG-{n}", str(title), reverse("signing_request", args=[slug, n]))
            for pk, n, title in rows.values_list("pk", f"{path}__number", "title")
        }

    return RecordKind(kind=name, word=word, label=label, look_up=look_up)


def _rules(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = SigningRules.objects.of(reader.organisation).filter(pk__in=keys)
    address = reverse("signing_rules", args=[reader.organisation.slug])
    return {one.pk: RecordLine("signing.signingrules", one.pk, "", str(one), address) for one in rows}


REQUEST: Final = kind_of(
    SigningRequest,
    word="signing-request",
    address="signing_request",
    offers=lambda rows: rows.filter(state="open"),
    parts=(
        part_of("signing.signingitem", _("Versions"), SigningItem.objects, "request"),
        part_of("signing.signature", _("Signatures"), Signature.objects, "item__request"),
    ),
)
KINDS: Final = (
    REQUEST,
    _of_request(SigningItem, "signing-item", _("Version put before a signer"), "request"),
    _of_request(Signature, "signature", _("Signature"), "item__request"),
    RecordKind(kind="signing.signingrules", word="signing-rules", label=_("Rules on signatures"), look_up=_rules),
)
OWNED: Final = (
    owned_kind(
        SigningRequest,
        REQUEST,
        label=_("Requests for signatures"),
        need=_("Read each version, then sign it or request changes."),
        due_on="due_on",
    ),
)
