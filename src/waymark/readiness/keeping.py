"""Keeps the figures of organisations, and works them out again where the end of a chain or the day has moved."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from waymark.core.clock import day_in, now
from waymark.core.jobs import job
from waymark.core.storage import write_beside
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.readiness.figures import Figures, from_kept, to_keep, work_out
from waymark.readiness.models import KeptFigures
from waymark.trail.models import Entry, Head

BATCH = 50


@dataclass(frozen=True, slots=True)
class KnownFigures:
    """What is known of an organisation, and of when. `is_current`: nothing has changed since."""

    figures: Figures
    worked_out_at: dt.datetime
    is_current: bool


def known_figures(organisations: Sequence[Organisation], *, at_most: int) -> dict[int, KnownFigures]:
    """Return the figures of organisations, by key; an organisation whose figures are not known yet is left out.

    So many of those that have moved are worked out at once and kept; first those of which nothing is known, then those
    that have waited longest. The others come as they were. Two queries where nothing has moved.
    """
    kept = {one.organisation_id: one for one in KeptFigures.objects.of_any(organisations)}
    heads = _heads(organisations)
    current = {one.pk for one in organisations if _is_current(kept.get(one.pk), heads.get(one.pk), _today(one))}
    moved = sorted((one for one in organisations if one.pk not in current), key=lambda one: _waiting(kept, one))
    made = keep(moved[:at_most])
    current |= {one.organisation_id for one in made}
    kept |= {one.organisation_id: one for one in made}
    return {
        pk: KnownFigures(from_kept(one.figures), one.worked_out_at, is_current=pk in current)
        for pk, one in kept.items()
    }


def keep(organisations: Iterable[Organisation]) -> list[KeptFigures]:
    """Work out the figures of organisations as of now, keep them in place of what was if possible, and return them."""
    made = [_made(one) for one in organisations]
    if made:
        write_beside(
            lambda: KeptFigures.objects.bulk_create(
                made,
                update_conflicts=True,
                unique_fields=["organisation"],
                update_fields=["head", "day", "worked_out_at", "figures"],
            )
        )
    return made


@job(every=dt.timedelta(minutes=10), label=_("Calculating portfolio figures"))
def keep_figures() -> None:
    """Work out what has moved in the organisations of people who are members of several."""
    shared = Member.objects.in_several().values("organisation")
    organisations = list(Organisation.objects.living().filter(pk__in=shared).order_by("pk"))
    for first in range(0, len(organisations), BATCH):
        known_figures(organisations[first : first + BATCH], at_most=BATCH)


def _made(organisation: Organisation) -> KeptFigures:
    # The end of the chain first: what is written while the figures are worked out makes them outdated, never wrong.
    last = Entry.objects.of(organisation).newest_first().first()
    today = _today(organisation)
    return KeptFigures(
        organisation=organisation,
        head=last.hash if last else "",
        day=today,
        worked_out_at=now(),
        figures=to_keep(work_out(organisation, today, last)),
    )


def _heads(organisations: Iterable[Organisation]) -> dict[int, str]:
    heads = Head.objects.filter(organisation_id__in=[one.pk for one in organisations])
    return dict(heads.values_list("organisation_id", "hash"))


def _is_current(kept: KeptFigures | None, head: str | None, today: dt.date) -> bool:
    return kept is not None and kept.day == today and kept.head == (head or "")


def _waiting(kept: Mapping[int, KeptFigures], organisation: Organisation) -> tuple[bool, float]:
    one = kept.get(organisation.pk)
    return (False, 0.0) if one is None else (True, one.worked_out_at.timestamp())


def _today(organisation: Organisation) -> dt.date:
    return day_in(organisation.time_zone)
