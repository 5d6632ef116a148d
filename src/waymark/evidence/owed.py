"""What members owe about evidence: answers to requests, checks, and renewals; each as a question to the database."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Case, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from waymark.evidence.freshness import SOON, Condition
from waymark.evidence.models.evidence import Evidence, no_longer_counts
from waymark.evidence.models.request import EvidenceRequest
from waymark.evidence.queries import to_check
from waymark.evidence.record_kinds import EVIDENCE, REQUEST
from waymark.people.models.member import Member
from waymark.work.owed import Consequence, OwedSource, owed_rows, shown_as


def _answers(member: Member, _today: dt.date) -> Any:
    return owed_rows(
        EvidenceRequest.objects.of(member.organisation).open().owned_by(member),
        consequence=Consequence.MAJOR,
        what="what",
        due_on="due_on",
        about_kind="kind",
        about_id="record_id",
    )


def _checks(member: Member, _today: dt.date) -> Any:
    rows = to_check(member)
    if rows is None:
        return None
    return owed_rows(rows, consequence=Consequence.MINOR, what="title", due_on="check_due_on")


def _renewals(member: Member, today: dt.date) -> Any:
    owned = Evidence.objects.of(member.organisation).in_use().owned_by(member)
    return owed_rows(
        owned.going_stale_by(today + dt.timedelta(days=SOON)),
        consequence=Case(
            When(no_longer_counts(today), then=Value(Consequence.MAJOR)), default=Value(Consequence.MINOR)
        ),
        what="title",
        due_on=good_until(),
    )


def good_until() -> Coalesce:
    """Return the last day a piece of evidence is good for, as an expression; nothing where nothing was captured."""
    # SQLite calls the least of something and nothing nothing, PostgreSQL the something.
    return Coalesce(Least("valid_until", "fresh_until"), "fresh_until")


def _conditions(member: Member, today: dt.date, keys: Sequence[int]) -> Mapping[int, str]:
    items = Evidence.objects.of(member.organisation).filter(pk__in=keys)
    ages = ((one.pk, one.age) for one in items)
    return {pk: age.because(today) or str(Condition(age.condition(today)).label) for pk, age in ages}


SOURCES: Final = (
    OwedSource(
        name="evidence-requests",
        label=_("Requests for evidence"),
        rows=_answers,
        show=shown_as(_("Evidence requested"), REQUEST),
    ),
    OwedSource(
        name="evidence-checks",
        label=_("Checks of evidence"),
        rows=_checks,
        show=shown_as(_("Check of evidence"), EVIDENCE),
    ),
    OwedSource(
        name="evidence-renewals",
        label=_("Renewals of evidence"),
        rows=_renewals,
        show=shown_as(_("Renewal of evidence"), EVIDENCE),
        states=_conditions,
    ),
)
