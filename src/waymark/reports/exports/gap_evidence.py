"""The evidence behind a round with hashes and checks, and the end of the trail, so that both can be checked."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.conformity.backing import POINT, STANDING
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.standing import Standing
from waymark.conformity.picture import Picture
from waymark.core.dates import day
from waymark.evidence.models.capture import Capture
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.link import EvidenceLink
from waymark.evidence.models.verification import Outcome, Verification
from waymark.reports.paper import Block, Column, Heading, Kind, Paragraph, Table
from waymark.trail.models import Head

NAMED: Final = 200
"""So many pieces a report lists one by one; a longer list is nothing that anybody reads on paper."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The newest capture of a piece as the round had it, and its newest check."""

    capture: Capture
    check: Verification | None

    @property
    def hashes(self) -> list[str]:
        """Return the SHA-256 of each file, in order; a link or a note has none."""
        return [one.file.sha256 for one in sorted(self.capture.files.all(), key=lambda one: one.position)]


@dataclass(frozen=True, slots=True)
class Everything:
    """The pieces behind the points of a round: how many there are, how the newest of each was checked, and the first.

    `outcomes` counts by outcome, "" for unverified; `shown` are those that are named one by one, by number.
    """

    count: int
    outcomes: Mapping[str, int]
    shown: tuple[Shown, ...]


def evidence_of(assessment: GapAssessment, picture: Picture, *, most: int | None = None) -> Everything:
    """Return the newest capture of each piece behind the points of a round, as of its closing; at most six queries.

    With `most`, only so many are read in full, those with the lowest numbers.
    """
    organisation = assessment.organisation
    # A closed round is never written again, so its last change is its closing.
    moment = assessment.changed_at if assessment.is_closed else None
    points = [view.point.pk for one in picture.requirements for view in one.points]
    refs = [one.ref for one in picture.requirements]
    standings = Standing.objects.of(organisation).on(assessment.framework_id).with_refs(refs).values("pk")
    links = EvidenceLink.objects.of(organisation).filter(
        Q(kind=POINT, record_id__in=points) | Q(kind=STANDING, record_id__in=standings)
    )
    captures = Capture.objects.of(organisation)
    checks = Verification.objects.of(organisation)
    if moment is None:
        links = links.live()
    else:
        links = links.filter(created_at__lte=moment).filter(Q(ended_at=None) | Q(ended_at__gt=moment))
        captures, checks = captures.filter(created_at__lte=moment), checks.filter(created_at__lte=moment)
    # A file goes on to people who may not know of confidential evidence.
    confidential = Evidence.objects.of(organisation).confidential()
    behind = links.exclude(evidence__in=confidential).values("evidence")
    # A row with three columns for each piece; whole records only for those that are named.
    newest = captures.filter(evidence__in=behind).order_by("evidence__number").values_list("evidence__number")
    keys = [pk for _number, pk in newest.annotate(newest=Max("pk"))]
    outcomes = dict(checks.filter(capture__evidence__in=behind).order_by("revision").values_list("capture", "outcome"))
    named = keys[:most]
    found = captures.filter(pk__in=named).select_related("evidence", "collected_by").prefetch_related("files__file")
    given = checks.filter(capture__in=named).select_related("checked_by")
    by_capture = {one.capture_id: one for one in given.order_by("revision")}
    shown = (Shown(one, by_capture.get(one.pk)) for one in found.order_by("evidence__number"))
    return Everything(len(keys), Counter(outcomes.get(key, "") for key in keys), tuple(shown))


def evidence_block(assessment: GapAssessment, picture: Picture) -> list[Block]:
    """Return the evidence with hashes and checks, and how to check both it and the trail."""
    found = evidence_of(assessment, picture, most=NAMED)
    columns = (
        Column("reference", _("Reference"), 11, Kind.REFERENCE),
        Column("collected", _("Collected"), 24),
        Column("check", _("Checked"), 40),
        Column("hash", _("SHA-256 of each file"), 68),
    )
    rows = tuple(
        (one.capture.reference, _collected(one.capture), _check(one), "\n".join(one.hashes) or _no_file(one.capture))
        for one in found.shown
    )
    table = Table(
        caption=_("Evidence behind the points"),
        columns=columns,
        rows=rows,
        empty=_("No evidence is kept behind the points."),
    )
    blocks: list[Block] = [Heading(_("Evidence and how to check it")), Paragraph(_state(found)), table]
    if found.count > len(found.shown):
        more = found.count - len(found.shown)
        words = ngettext(
            "%(n)d more piece is not listed here; the data of this round (JSON) name it.",
            "%(n)d more pieces are not listed here; the data of this round (JSON) name all of them.",
            more,
        )
        blocks.append(Paragraph(words % {"n": more}))
    return [*blocks, Paragraph(_trail(assessment))]


def plain_evidence(assessment: GapAssessment, picture: Picture) -> dict[str, Any]:
    """Return the same as plain data."""
    head = Head.objects.get(pk=assessment.organisation_id)
    return {
        "evidence": [
            {
                "reference": one.capture.reference,
                "collected_on": one.capture.collected_on.isoformat(),
                "sha256": one.hashes,
                "outcome": one.check.outcome if one.check else None,
                "checked_by": one.check.checked_by.name if one.check else None,
                "interests": one.check.interests or "" if one.check else None,
                "checked_on": one.check.checked_on.isoformat() if one.check else None,
            }
            for one in evidence_of(assessment, picture).shown
        ],
        "trail": {"entries": head.seq, "hash": head.hash},
    }


def _collected(capture: Capture) -> str:
    by = capture.collector or capture.get_source_display()
    return f"{day(capture.collected_on)}, {by}"


def _check(one: Shown) -> str:
    if one.check is None:
        return _("Unverified")
    words = _("%(outcome)s by %(name)s, %(day)s")
    outcome = Outcome(one.check.outcome).label
    text = words % {"outcome": outcome, "name": one.check.checked_by.name, "day": day(one.check.checked_on)}
    if not one.check.interests:
        return text
    return _("%(check)s. Not independent: the checker owned %(refs)s.") % {"check": text, "refs": one.check.interests}


def _no_file(capture: Capture) -> str:
    return _("no file: %(form)s") % {"form": str(capture.get_form_display()).lower()}


def _state(found: Everything) -> str:
    words = _(
        "Pieces of evidence kept behind the points: %(all)d, of which %(verified)d verified, %(rejected)d rejected, "
        "%(open)d unverified. Evidence that is named in words only is kept nowhere and is printed beside its point."
    )
    return words % {
        "all": found.count,
        "verified": found.outcomes.get(Outcome.VERIFIED, 0),
        "rejected": found.outcomes.get(Outcome.REJECTED, 0),
        "open": found.outcomes.get("", 0),
    }


def _trail(assessment: GapAssessment) -> str:
    head = Head.objects.get(pk=assessment.organisation_id)
    words = _(
        "When this report was made, the last entry of the trail was number %(n)d, with the hash %(hash)s. To check: "
        "the installation computes every hash again with waymark trail verify, and its page Trail shows entry %(n)d "
        "with this hash; a file is the one meant here if sha256sum prints its hash."
    )
    return words % {"n": head.seq, "hash": head.hash}
