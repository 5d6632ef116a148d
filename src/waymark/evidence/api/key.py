"""The key of one sending: what a program names with `Idempotency-Key`, bound to who sends it where."""

from django.utils.translation import gettext as _

from waymark.core.forms import new_key
from waymark.core.wire.described import KEY_HEADER
from waymark.core.wire.refused import UnreadableRequest
from waymark.evidence.collecting import CaptureDraft
from waymark.evidence.models.capture import Capture
from waymark.people.models.access import digest
from waymark.people.policy import OrganisationRequest
from waymark.people.submit import KeyReused

_LONGEST = 200


def key_of(request: OrganisationRequest) -> str:
    """Return the key of a sending: the same for the same header of the same member at the same address.

    Two members who count their requests from one would otherwise be given each other's captures.
    """
    named = request.headers.get(KEY_HEADER)
    if named is None:
        return new_key()
    if not (0 < len(named) <= _LONGEST and named.isascii() and named.isprintable()):
        raise UnreadableRequest(
            _("The header %(name)s must have 1 to %(most)d printable ASCII characters.")
            % {"name": KEY_HEADER, "most": _LONGEST},
            way_out=_("Send a random identifier, a new one for each new version."),
        )
    return digest(f"{request.member.pk} {request.path} {named}")


def require_same(capture: Capture, collected: CaptureDraft) -> None:
    """Raise KeyReused if the key named another sending, whose capture is there already."""
    hashes = [one.file.sha256 for one in capture.files.select_related("file").order_by("position")]
    there = (capture.link, capture.collected_on, capture.covers_from, capture.covers_until, capture.valid_until, hashes)
    sent = (
        collected.link,
        collected.collected_on,
        collected.covers_from,
        collected.covers_until,
        collected.valid_until,
        [one.sha256 for one in collected.files],
    )
    if there != sent or (capture.note, capture.role) != (collected.note, collected.role):
        raise KeyReused(
            _("This key was already used for another request, which created %(reference)s.")
            % {"reference": capture.reference},
            way_out=_("Use a new key for each new version, and repeat a key only to repeat its request."),
        )
