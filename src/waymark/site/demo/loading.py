"""Loading a demo organisation through the same acts that people use, each on its day."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.catalogue.models.framework import Framework
from waymark.catalogue.outline import outline
from waymark.conformity.gap_tasks import make_tasks, proposals
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.standing import Standing
from waymark.conformity.rounds import Rating, RatingInput, close_round, judge_many, open_round
from waymark.core.clock import at, day_in
from waymark.core.errors import RuleBroken
from waymark.people.founding import found
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.people.rights import Role
from waymark.site.demo.evidence import evidence
from waymark.site.demo.reading import Demo, DemoRound, read_demo
from waymark.site.demo.scenes import Scene, Stage, moment_on, play
from waymark.site.demo.suppliers import suppliers
from waymark.trail.actors import Actor
from waymark.work.owners import assign_owner


class CatalogueMissing(RuleBroken):
    """A demo organisation needs the requirements it is rated against."""

    code = "catalogue-missing"


def load_demo(name: str, *, by: Actor) -> Organisation:
    """Load a demo organisation; one that is there already stays as it is.

    People who run the installation become its administrators, so that they can look around.
    """
    demo = read_demo(name)
    there = Organisation.objects.living().filter(slug=demo.slug, sample=True).first()
    if there is not None:
        return there
    framework = Framework.objects.filter(is_shipped=True).in_order().first()
    if framework is None:
        raise CatalogueMissing(
            _("The catalogue is not loaded yet, so there is nothing to rate."), way_out=_("Run: waymark init")
        )
    first = moment_on(min(one.started_on for one in demo.rounds), demo.time_zone)
    with transaction.atomic():
        with at(first - dt.timedelta(days=1)):
            organisation = found(
                demo.name, by=by, about=demo.about, time_zone=demo.time_zone, slug=demo.slug, sample=True
            )
            members = _name_members(organisation, demo, by)
            _name_owners(organisation, framework, demo, members, by=_manager(members))
        tree = outline(framework.pk, organisation.language)
        stage = Stage(organisation, tree, members, demo.folder)
        play([*_rounds(stage, framework, demo), *evidence(stage), *suppliers(stage)], organisation)
    return organisation


def _manager(members: dict[str, Member]) -> Member:
    return members.get("aims") or next(iter(members.values()))


def _plan(organisation: Organisation, *, by: Member) -> None:
    newest = GapAssessment.objects.of(organisation).select_related("organisation").newest_first()[0]
    members = list(Member.objects.of(organisation).active().by_name())
    found = proposals(newest, members, day_in(organisation.time_zone))
    planned = {one.key for one in found if one.gap.view.found.action}
    make_tasks(newest, found, planned, otherwise=None, by=by)


def _name_members(organisation: Organisation, demo: Demo, by: Actor) -> dict[str, Member]:
    members = {
        one.key: Member.add(
            organisation,
            name=one.name,
            post=one.post,
            email=one.email,
            roles=one.roles,
            owner_roles=one.owner_roles,
            by=by,
        )
        for one in demo.members
    }
    for user in User.objects.filter(runs_installation=True, is_active=True).order_by("pk"):
        roles = [Role.ADMINISTRATOR, Role.AIMS_MANAGER]
        Member.add(organisation, name=user.name, email=user.email, user=user, roles=roles, by=by)
    return members


def _name_owners(
    organisation: Organisation, framework: Framework, demo: Demo, members: dict[str, Member], by: Member
) -> None:
    standings = list(Standing.objects.of(organisation).on(framework).select_related("requirement"))
    keys = {standing.pk: demo.owner_of(standing.reference) for standing in standings}
    assign_owner(standings, {pk: members[key] if key else None for pk, key in keys.items()}, by=by)


def _rounds(stage: Stage, framework: Framework, demo: Demo) -> Iterator[Scene]:
    by = _manager(dict(stage.members))
    for one in demo.rounds:
        yield from _round(stage, framework, one, by, {})
    if demo.plans_tasks:
        yield Scene(demo.rounds[-1].closed_on, lambda: _plan(stage.organisation, by=by))


def _round(
    stage: Stage, framework: Framework, one: DemoRound, by: Member, made: dict[str, GapAssessment]
) -> Iterator[Scene]:
    tree = stage.tree

    def begin() -> None:
        controls = [control.ref for control in tree.controls]
        made["it"] = open_round(
            stage.organisation, framework, title=one.title, controls=controls, by=by, started_on=one.started_on
        )

    def rate() -> None:
        ratings = [
            Rating(
                tree.point(found.point),
                RatingInput(
                    found.verdict, found.finding, found.evidence, found.severity, found.action, found.target_on
                ),
            )
            for found in one.findings
        ]
        judge_many(made["it"], ratings, by=by, on=one.closed_on)
        close_round(made["it"], by=by, on=one.closed_on)

    yield Scene(one.started_on, begin)
    yield Scene(one.closed_on, rate)
