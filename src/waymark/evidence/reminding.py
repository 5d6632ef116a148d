"""Reminders of evidence that was asked for, and of what turns stale."""

import datetime as dt
from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from waymark.evidence.forecasting import ageing_by
from waymark.evidence.freshness import Check
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.request import EvidenceRequest
from waymark.people.models.organisation import Organisation
from waymark.work.daily import becoming_due
from waymark.work.notify import NoticeDraft

_KIND, _REQUEST = "evidence.evidence", "evidence.evidencerequest"
_WEEK = dt.timedelta(days=7)


def evidence_due(organisation: Organisation, today: dt.date) -> Iterator[NoticeDraft]:
    """Yield what to tell members of evidence asked of them, and of what they own that turns or turned stale.

    What has been stale for longer than a week is no news, so that old evidence brought in at once floods no inbox.
    Three queries.
    """
    asked = EvidenceRequest.objects.of(organisation).open().filter(due_on__lte=today + _WEEK)
    for one in asked.select_related("owner"):
        yield becoming_due(one.owner, (_REQUEST, one.pk), one.reference, one.what, due_on=one.due_on, today=today)
    ageing = ageing_by(Evidence.objects.of(organisation), today + _WEEK)
    # Of what was rejected its owner has a task.
    known = (one for one in ageing if one.good_until is not None and one.age.check != Check.REJECTED)
    news = [one for one in known if abs(one.age.good_until - today) <= _WEEK]
    items = Evidence.objects.of(organisation).filter(number__in=[one.number for one in news]).select_related("owner")
    for item in items.order_by("number"):
        yield _ageing_notices(item, today)


def _ageing_notices(item: Evidence, today: dt.date) -> NoticeDraft:
    good_until = item.age.good_until
    is_stale = good_until < today
    words = (
        _("%(reference)s no longer counts as evidence: %(title)s")
        if is_stale
        else _("%(reference)s is good until %(day)s: %(title)s")
    )
    sentence = words % {"reference": item.reference, "day": date_format(good_until), "title": item.title}
    return (
        item.owner,
        sentence,
        (_KIND, item.pk),
        f"{'stale' if is_stale else 'ageing'}:evidence:{item.pk}:{good_until}",
    )
