"""The organisation the figures are taken from."""

import datetime as dt
import random
from collections.abc import Callable

from django.core.management import call_command

from waymark.catalogue.loading import load
from waymark.catalogue.models.framework import Framework
from waymark.catalogue.outline import outline
from waymark.catalogue.reading.folder import read_edition, shipped_folders
from waymark.conformity.adoption import set_due
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.standing import Standing
from waymark.conformity.ratings import Rating, RatingInput
from waymark.conformity.rounds import close_round, judge_many, open_round
from waymark.people.founding import found
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.trail.actors import CONSOLE
from waymark.trail.models import Entry

ROUNDS, JUDGED, ENTRIES = 100, 150, 50_000


def prepare() -> tuple[User, Framework]:
    """Lay the schema and the catalogue; return somebody who can sign in and the framework."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    framework = [load(read_edition(folder), by=CONSOLE, is_shipped=True) for folder in shipped_folders()][-1]
    user = User.register(email="bench@example.org", name="Bea Bench", by=CONSOLE, runs=True)
    return user, framework


def grown(user: User, framework: Framework, slug: str, *, rounds: int, announce: Callable[[str], None]) -> Organisation:
    """Return an organisation with this many closed rounds and one open."""
    organisation = found(slug.title(), by=CONSOLE, slug=slug, administrator=user)
    member = Member.objects.of(organisation).get(user=user)
    tree = outline(framework.pk, "en")
    chance = random.Random(42001)  # noqa: S311 -- the same organisation at every run
    controls = [one.ref for one in tree.controls]
    for number in range(rounds + 1):
        day = dt.date(2016, 1, 1) + dt.timedelta(days=30 * number)
        assessment = open_round(
            organisation, framework, title=f"Round {number + 1}", controls=controls, by=member, started_on=day
        )
        points = chance.sample(tree.points, JUDGED) if number < rounds else tree.points
        judge_many(assessment, [Rating(point, rating_input(chance)) for point in points], by=member, on=day)
        if number < rounds:
            close_round(assessment, by=member, reason="The rest is measured in another round.", on=day)
        if number % 10 == 0:
            announce(f"{slug}: round {number + 1} of {rounds + 1}")
    return organisation


def lengthen(organisation: Organisation, *, announce: Callable[[str], None]) -> None:
    """Add changes until the trail has its length."""
    member = Member.objects.of(organisation).get(name="Bea Bench")
    standings = list(Standing.objects.of(organisation).select_related("requirement"))
    day = dt.date(2026, 1, 1)
    while Entry.objects.of(organisation).count() < ENTRIES:
        for _turn in range(20):
            day += dt.timedelta(days=1)
            set_due(standings, day, by=member)
        announce(f"{Entry.objects.of(organisation).count()} entries")


def newest(organisation: Organisation) -> GapAssessment:
    """Return the open round."""
    assessment = GapAssessment.objects.of(organisation).open().newest_first().first()
    assert assessment is not None  # noqa: S101 -- `grown` has made one
    return assessment


def rating_input(chance: random.Random) -> RatingInput:
    """Return what somebody found at a point, by chance."""
    verdict = chance.choice(["in_place", "partial", "missing"])
    text = "The procedure is written, but the last two releases went out without the review it asks for."
    return RatingInput(verdict, finding=text, evidence="Release record of March" if chance.random() > 0.5 else "")  # noqa: PLR2004 -- half of them
