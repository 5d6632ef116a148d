"""The five steps of the path as far as they can be measured today; later steps say what they wait for."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.conformity.totals import Total
from waymark.readiness.next_act import Situation


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, a note on where it stands, whether it is done, and whether the organisation is on it."""

    name: str | Promise
    note: str
    sentence: str
    is_done: bool = False
    is_here: bool = False


def steps_for(now: Situation, progress: Total | None) -> tuple[Step, ...]:
    """Return the five steps. Step 1 is done with the first closed round in which every point had a rating.

    `progress` is how many points of the open round are rated, and how many there are.
    """
    measured = now.last is not None and not now.left_unrated
    return (
        Step(
            _("Gap assessment"),
            _gap_note(now, progress),
            _("You are on step 1 of 5: the gap assessment"),
            is_done=measured,
            is_here=not measured,
        ),
        Step(
            _("Implement the AIMS"),
            ngettext("%(n)d gap to close", "%(n)d gaps to close", now.gaps) % {"n": now.gaps}
            if measured
            else _("starts with the list of gaps"),
            _("You are on step 2 of 5: implement the AIMS"),
            is_here=measured,
        ),
        Step(_("Audit and review"), _("needs an AIMS in operation"), ""),
        Step(_("Stage 1 and stage 2"), _("needs an internal audit and a management review"), ""),
        Step(_("Stay certified"), _("starts with the decision"), ""),
    )


def _gap_note(now: Situation, progress: Total | None) -> str:
    if progress is not None:
        return progress.rated
    if now.left_unrated:
        text = ngettext("closed with %(n)d point unrated", "closed with %(n)d points unrated", now.left_unrated)
        return text % {"n": now.left_unrated}
    if now.last is not None:
        return _("closed: %(title)s") % {"title": now.last.title}
    return _("not started")
