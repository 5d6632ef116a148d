"""Loading a demo organisation through the same acts that people use, each on its day."""

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.catalogue.models.framework import Framework
from waymark.catalogue.outline import outline
from waymark.conformity.gap_tasks import create_tasks, proposals
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.ratings import Rating, RatingInput
from waymark.conformity.rounds import close_round, judge_many, open_round
from waymark.core.clock import at, day_in
from waymark.core.errors import RuleBroken
from waymark.people.founding import found
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.people.rights import Role
from waymark.records.backing import together
from waymark.site.demo.campaigns import campaigns
from waymark.site.demo.competence import competence
from waymark.site.demo.context import factors, obligations, parties, planned_changes, sites
from waymark.site.demo.documents import documents
from waymark.site.demo.evidence import evidence
from waymark.site.demo.external_documents import external_documents
from waymark.site.demo.reading import MANAGER, Demo, DemoMember, DemoRound, read_demo
from waymark.site.demo.requirements import requirements
from waymark.site.demo.scenes import Scene, Stage, moment_on, play
from waymark.site.demo.scope import scope
from waymark.site.demo.suppliers import supplier_notices, suppliers
from waymark.site.demo.systems import systems
from waymark.trail.actors import Actor, Acts


class CatalogueMissing(RuleBroken):
    """A demo organisation needs the requirements it is rated against."""

    code = "catalogue-missing"


def load_demo(name: str, *, by: Actor) -> Organisation:
    """Load a demo organisation; one that is there already stays as it is.

    People who run the installation become its administrators today, so that they can look around.
    """
    demo = read_demo(name)
    there = Organisation.objects.living().filter(slug=demo.slug, sample=True).first()
    if there is not None:
        return there
    framework = Framework.objects.filter(is_shipped=True).newest().in_order().first()
    if framework is None:
        raise CatalogueMissing(
            _("The catalogue is not loaded yet, so there is nothing to rate."), way_out=_("Run: waymark init")
        )
    with transaction.atomic(), together():
        with at(moment_on(demo.founded_on, demo.time_zone)):
            organisation = found(
                demo.name, by=by, about=demo.about, time_zone=demo.time_zone, slug=demo.slug, sample=True
            )
            members = _add_members(organisation, demo, by)
        stage = Stage(organisation, outline(framework.pk, organisation.language), members, demo.folder)
        rounds = _rounds(stage, framework, demo)
        records = [
            *evidence(stage),
            *suppliers(stage),
            *supplier_notices(stage),
            *factors(stage),
            *parties(stage),
            *obligations(stage),
            *sites(stage),
            *planned_changes(stage),
            *systems(stage),
            *external_documents(stage),
            *campaigns(stage),
            *scope(stage),
            *competence(stage),
            *documents(stage),
        ]
        play([*requirements(stage, demo), *rounds, *records], organisation)
        _add_runners(organisation, by)
    return organisation


def _plan(organisation: Organisation, *, by: Member) -> None:
    newest = GapAssessment.objects.of(organisation).select_related("organisation").newest_first()[0]
    members = list(Member.objects.of(organisation).active().by_name())
    found = proposals(newest, members, day_in(organisation.time_zone))
    planned = {one.key for one in found if one.gap.view.found.action}
    create_tasks(newest, found, planned, otherwise=None, by=by)


def _add_members(organisation: Organisation, demo: Demo, by: Actor) -> dict[str, Member]:
    # Nobody of the scenario can act before they are a member. So whoever loads the demo, at the console or in the
    # browser, founds the organisation and names the AIMS manager, who is its administrator and names all others.
    manager = next(one for one in demo.members if one.key == MANAGER)
    members = {MANAGER: _name(organisation, manager, by)}
    for one in demo.members:
        if one.key != MANAGER:
            members[one.key] = _name(organisation, one, members[MANAGER])
    return members


def _name(organisation: Organisation, one: DemoMember, by: Acts) -> Member:
    return Member.add(
        organisation,
        name=one.name,
        post=one.post,
        email=one.email,
        roles=one.roles,
        owner_roles=one.owner_roles,
        by=by,
    )


def _add_runners(organisation: Organisation, by: Actor) -> None:
    for user in User.objects.filter(runs_installation=True, is_active=True).order_by("pk"):
        roles = [Role.ADMINISTRATOR, Role.AIMS_MANAGER]
        Member.add(organisation, name=user.name, email=user.email, user=user, roles=roles, by=by)


def _rounds(stage: Stage, framework: Framework, demo: Demo) -> Iterator[Scene]:
    by = stage.members[MANAGER]
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
        ratings += [
            Rating(point, RatingInput("not_applicable", reason, reason_code=code))
            for ref, (code, reason) in one.excluded.items()
            for point in tree.requirement(ref).points
        ]
        judge_many(made["it"], ratings, by=by, on=one.closed_on)
        if one.report:
            made["it"].describe(one.report, by=by)
        close_round(made["it"], by=by, on=one.closed_on)

    yield Scene(one.started_on, begin)
    yield Scene(one.closed_on, rate)
