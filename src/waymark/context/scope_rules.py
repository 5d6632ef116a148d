"""What must hold of a scope statement before it is kept, approved, or takes effect."""

import datetime as dt
import re
from typing import Any, Final

from django.utils.translation import gettext as _

from waymark.context.scope_content import MOST
from waymark.core.errors import RuleBroken
from waymark.core.text import normal

_NUMBER: Final = re.compile(r"(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})")


class VersionNumberWrong(RuleBroken):
    """A version has a number such as 1.1, and no other version has the same."""

    code = "scope-version-number"
    field = "version_number"


class ScopeReasonMissing(RuleBroken):
    """From the second version on, each says why it was made."""

    code = "scope-reason-missing"
    field = "reason"


class ScopeRowMissing(RuleBroken):
    """The row that is to be changed or removed is not there."""

    code = "scope-row-missing"
    field = "row"


class TooManyScopeRows(RuleBroken):
    """One part of a statement has a limited number of rows."""

    code = "too-many-scope-rows"


class ScopeSystemWrong(RuleBroken):
    """A scope names AI systems of the inventory that are in use."""

    code = "scope-system"
    field = "systems"


class ScopeRecordWrong(RuleBroken):
    """A scope names sites, factors and needs that are there and in use."""

    code = "scope-record"


class SystemInsideAndOutside(RuleBroken):
    """An AI system lies inside the scope or outside it."""

    code = "system-inside-and-outside"


class ScopeIncomplete(RuleBroken):
    """A scope says what it covers before it is approved."""

    code = "scope-incomplete"


class EffectiveTooEarly(RuleBroken):
    """A version takes effect on the day of its approval or later; an approval is not of a day to come."""

    code = "scope-effective-too-early"


class ScopeReviewDateWrong(RuleBroken):
    """The next review comes after the day on which the version takes effect."""

    code = "scope-review-date"
    field = "next_review_on"


def at_field(field: str, broken: RuleBroken) -> RuleBroken:
    """Return a refusal that belongs to another field each time."""
    broken.field = field
    return broken


def parsed_number(text: str) -> str:
    """Return a version number such as 1.1. Raises VersionNumberWrong for anything else."""
    found = normal(text).removeprefix("v")
    if not _NUMBER.fullmatch(found):
        raise VersionNumberWrong(
            _("“%(text)s” is no version number.") % {"text": found[:20]}, way_out=_("Give a number such as 1.1.")
        )
    return found


def require_unused_number(others: Any, number: str) -> None:
    """Raise VersionNumberWrong where another version has the number."""
    there = others.filter(version_number=number).first()
    if there is not None:
        raise VersionNumberWrong(
            _("%(reference)s has the number %(number)s already.") % {"reference": there.reference, "number": number},
            way_out=_("Give another number."),
        )


def require_reason(reason: str, before: Any) -> None:
    """Raise ScopeReasonMissing where a version follows another without saying why."""
    if before is not None and not normal(reason):
        raise ScopeReasonMissing(
            _("A version that follows another needs its reason."), way_out=_("Say why the scope changes.")
        )


def require_row(rows: list[Any], row: int | None) -> None:
    """Raise ScopeRowMissing for a row that is not there, and TooManyScopeRows where no other one has room."""
    if row is not None and not 1 <= row <= len(rows):
        raise ScopeRowMissing(_("There is no row %(row)d.") % {"row": row}, way_out=_("Reload the page."))
    if row is None and len(rows) >= MOST:
        raise TooManyScopeRows(
            _("A part of the scope has at most %(most)d rows.") % {"most": MOST}, way_out=_("Merge some of them.")
        )


def require_apart(systems: list[Any], outside: list[Any]) -> None:
    """Raise SystemInsideAndOutside where a system is named on both sides."""
    inside = {one["number"] for one in systems}
    both = next((one for one in outside if one["number"] in inside), None)
    if both is not None:
        raise SystemInsideAndOutside(
            _("SYS-%(number)d %(title)s is named inside the scope and outside it.") % both,
            way_out=_("Name it on one side only."),
        )


def require_complete(scope: Any) -> None:
    """Raise ScopeIncomplete unless a scope names sites, activities, and the sentence for the certificate."""
    needed = (
        (scope.sites, _("at least one site")),
        (scope.activities, _("at least one activity")),
        (normal(scope.sentence), _("the sentence for the certificate")),
    )
    missing = [words for value, words in needed if not value]
    if missing:
        raise ScopeIncomplete(
            _("The scope is not complete. It still needs: %(what)s.") % {"what": ", ".join(missing)},
            way_out=_("Fill it in, then request approval."),
        )
    covered = {one["number"] for one in scope.sites}
    for one in scope.activities:
        if one["site"] and one["site"]["number"] not in covered:
            raise ScopeIncomplete(
                _("“%(activity)s” takes place at SITE-%(number)d, which the scope does not name.")
                % {"activity": one["activity"], "number": one["site"]["number"]},
                way_out=_("Name the site, or change the activity."),
            )


def require_days(
    *,
    approved_on: dt.date,
    effective_from: dt.date | None,
    today: dt.date | None = None,
    field: str = "effective_from",
) -> None:
    """Raise EffectiveTooEarly where a version takes effect before its approval, or was approved in days to come."""
    if today is not None and approved_on > today:
        raise at_field(
            "approved_on",
            EffectiveTooEarly(_("The approval cannot be in the future."), way_out=_("Correct the day.")),
        )
    if effective_from is not None and effective_from < approved_on:
        raise at_field(
            field,
            EffectiveTooEarly(_("A version cannot take effect before its approval."), way_out=_("Correct the day.")),
        )


def require_review_ahead(next_review_on: dt.date, effective_from: dt.date) -> None:
    """Raise ScopeReviewDateWrong unless the review comes after the version took effect."""
    if next_review_on <= effective_from:
        raise ScopeReviewDateWrong(
            _("The next review must be after the day on which the version takes effect."),
            way_out=_("Correct the day."),
        )
