"""Organisations that have taken up one edition alone, for tests of what carries over."""

import datetime as dt
from pathlib import Path
from typing import Any

from tests import factories
from tests.catalogue import small
from waymark.catalogue.loading import load
from waymark.catalogue.models.framework import Framework
from waymark.catalogue.models.wording import Wording
from waymark.catalogue.outline import outline
from waymark.catalogue.reading.folder import read_edition
from waymark.conformity.adoption import adopt
from waymark.conformity.carrying.acts import carry_over
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.ratings import Rating, RatingInput
from waymark.conformity.rounds import judge, open_round
from waymark.conformity.scale import Verdict
from waymark.evidence.asking import RequestDraft, ask
from waymark.people.events import PeopleEvent
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.tasks.work import TaskDraft, create
from waymark.trail.actors import CONSOLE

DROPPED = {
    "clauses": small.SECOND_CLAUSES.split("  - id: 4.10\n")[0]
    .replace("entry_count: 2, point_count: 5", "entry_count: 1, point_count: 4")
    .replace("{clause: 4, guidance: 1}", "{clause: 3, guidance: 1}")
    .replace("    feeds: [4.10]\n", ""),
    "changes": small.CHANGES.replace("{clause: 4, guidance: 1}", "{clause: 3, guidance: 1}")
    .replace("rows: 5", "rows: 6")
    .replace("retired: 1", "retired: 2")
    .replace('"yes_review": 3, "no": 1', '"yes_review": 3, "no": 2')
    .replace("retired_ids: [4.1.1-2]", "retired_ids: [4.1.1-2, 4.10-1]")
    .replace(
        "other_changes:",
        '  - {id: 4.10-1, kind: retired, from: [4.10-1], to: [4.1.1-5], carry: "no", why: "It is advice now."}\n'
        "other_changes:",
    )
    .replace("kind: new, from: []", "kind: new, from: [4.10-1]"),
}
"""Parts of a second edition that has no requirement 4.10 any more; its point joined 4.1.1-5, without its verdict."""


def editions(path: Path, **files: str) -> tuple[Framework, Framework]:
    """Load the small edition and the one that replaces it; parts as for `small.second_folder`."""
    first = load(read_edition(small.folder(path / "first")), by=CONSOLE)
    return first, load(read_edition(small.second_folder(path / "second", **files)), by=CONSOLE)


def third_edition(path: Path) -> Framework:
    """Load an edition that replaces the second one and differs in a single point."""
    files = {
        "edition": small.SECOND.replace("small-1", "small-0")
        .replace("small-2", "small-3")
        .replace("small-0", "small-2"),
        "clauses": small.SECOND_CLAUSES.replace("That is done.", "That is done well."),
        "changes": "changes:\n"
        '  - {id: 4.10-1, kind: reworded, from: [4.10-1], to: [4.10-1], carry: "yes", why: "In other words."}\n',
    }
    return load(read_edition(small.folder(path / "third", **files)), by=CONSOLE)


def shipped() -> tuple[Framework, Framework]:
    """Return the two editions that come with the product."""
    second = Framework.objects.get(slug="iso-42001-2023-2")
    return Framework.objects.get(slug="iso-42001-2023"), second


def organisation_on(framework: Framework, slug: str = "carried", *, sample: bool = False) -> Organisation:
    """Return an organisation that has taken up an edition and nothing else, as one founded long ago."""
    organisation = Organisation(name=slug.title(), slug=slug, sample=sample)
    organisation.commit(PeopleEvent.FOUNDED, by=CONSOLE)
    adopt(framework, organisation, by=CONSOLE)
    return organisation


def manager_of(organisation: Organisation) -> Member:
    """Return its AIMS manager."""
    return factories.member(organisation, Role.AIMS_MANAGER, name="Mia Manager")


def round_on(organisation: Organisation, framework: Framework, *controls: str, by: Member) -> GapAssessment:
    """Open a round on an edition."""
    return open_round(organisation, framework, title="Before", controls=controls, by=by)


def rate(assessment: GapAssessment, ref: str, verdict: str, *, by: Member, **fields: Any) -> Judgement | None:
    """Judge one point of a round on whichever edition."""
    point = outline(assessment.framework_id).point(ref)
    return judge(assessment, Rating(point, RatingInput(verdict, **fields)), by=by)


def with_everything(path: Path, *, wording: str) -> GapAssessment:
    """Carry an organisation over that has one of everything that comes along, and a requirement that does not."""
    first, second = editions(path, **DROPPED)
    organisation = organisation_on(first)
    manager = manager_of(organisation)
    point, requirement = outline(first.pk).point("4.1.1-2"), outline(first.pk).requirement("4.1.1")
    rate(round_on(organisation, first, by=manager), point.ref, Verdict.PARTIAL, by=manager)
    create(organisation, TaskDraft(title="Keep it", about=("catalogue.point", point.pk)), by=manager)
    asked = RequestDraft(
        what="The log",
        asked_of=manager,
        due_on=dt.date(2099, 1, 1),
        kind="catalogue.point",
        record_id=point.pk,
    )
    ask(organisation, asked, by=manager)
    Wording.attach(organisation, requirement.pk, text=wording, source="Order 1", by=manager)
    return carry_over(organisation, second, by=manager)
