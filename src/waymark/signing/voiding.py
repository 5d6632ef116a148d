"""A version that is edited is no longer the one that was put before its signers: what is pending on it is void."""

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.people.models.organisation import Organisation
from waymark.signing.asking import KIND
from waymark.signing.models.item import SigningItem
from waymark.trail.actors import Acts
from waymark.work.notify import notify


def void_pending(organisation: Organisation, kind: str, record_id: int, *, reason: str, by: Acts) -> int:
    """Void what is pending on a version, tell the signers, and return how much that was.

    A request of which nothing is left to sign is closed as void; the other versions of a request stay.
    """
    with transaction.atomic():
        found = SigningItem.objects.of(organisation).pending().about(kind, record_id)
        items = list(found.select_related("request__owner", "request__organisation"))
        for item in items:
            request = item.request
            item.void(reason, by=by)
            if not SigningItem.objects.of(organisation).filter(request=request, outcome="pending").exists():
                request.close_void(by=by, reason=reason)
            sentence = _("%(reference)s: “%(title)s” can no longer be signed. %(reason)s")
            named = {"reference": request.reference, "title": item.title, "reason": item.remark}
            notify(request.owner, sentence % named, about=(KIND, request.pk))
    return len(items)
