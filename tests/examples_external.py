"""Examples of external documents and of acknowledgement campaigns; `tests.examples` collects them."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from waymark.core.clock import day_in
from waymark.documents.external_choices import CheckResult, ExternalKind
from waymark.documents.models.external_document import Check, ExternalDocument
from waymark.people.models.member import Member
from waymark.work.owners import give

Act = Callable[[Any, Member, Member], object]
Kind = tuple[type[Any], str, Callable[[Member, int], Any], Mapping[str, Act]]
_REASON = "There is a reason for it."


def external(by: Member, number: int) -> ExternalDocument:
    """Return a new external document; kinds and watchers differ by number."""
    return ExternalDocument.add(
        by.organisation,
        owner=by if number % 3 else None,
        by=by,
        title=f"Manual {number}",
        kind=ExternalKind.values[number % len(ExternalKind.values)],
        issuer="Hersteller" if number % 2 else "Maker",
        edition=f"Edition {number}",
        edition_on=dt.date(2024, 1, 1 + number % 28),
        kept_at="Shelf 4",
        needed_for="A.10.3" if number % 2 else "",
        next_review_on=day_in(by.organisation.time_zone) + dt.timedelta(days=number - 2),
    )


def _check(one: ExternalDocument, by: Member, _other: Member) -> None:
    last = day_in(one.organisation.time_zone) - dt.timedelta(days=400)
    found = {"result": CheckResult.NEW_EDITION, "edition": f"{one.edition}!", "note": "Other limits"}
    one.review(Check(on=last, next_on=last + dt.timedelta(days=180), **found), by=by)  # type: ignore[arg-type]  # texts


def _edit(one: ExternalDocument, by: Member, _other: Member) -> None:
    one.edit(title=f"{one.title}!", kind=one.kind, issuer=one.issuer, edition=one.edition, by=by)


EXTERNAL: Kind = (
    ExternalDocument,
    "external_document",
    external,
    {
        "edit": _edit,
        "give": lambda one, by, other: give(one, by if one.owner_id == other.pk else other, by=by),
        "review": _check,
        "retire": lambda one, by, _other: one.retire(reason=_REASON, by=by),
        "reinstate": lambda one, by, _other: one.reinstate(reason=_REASON, by=by),
    },
)
EXTERNALS = (EXTERNAL,)
