"""The context of a demo organisation (clause 4), through the verbs that people use."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from waymark.context.models.factor import Factor
from waymark.context.models.headcount import Headcount
from waymark.context.models.need import Need
from waymark.context.models.party import Party
from waymark.context.models.planned_change import PlannedChange
from waymark.context.models.site import Site
from waymark.people.models.member import Member
from waymark.records.reviewed import Review, ReviewResult
from waymark.records.reviewing import year_after
from waymark.site.demo.scenes import Scene, Stage, read


def factors(stage: Stage) -> Iterator[Scene]:
    """Yield the adding of each factor, and its review where there is one."""
    for one in read(stage.folder / "factors.yaml"):
        yield from _factor(stage, one, {})


def _factor(stage: Stage, one: dict[str, Any], made: dict[str, Factor]) -> Iterator[Scene]:
    owner = stage.members[one["owner"]]

    def add() -> None:
        known = {name: one[name] for name in ("title", "origin", "effect", "response", "climate") if name in one}
        made["it"] = Factor.add(
            stage.organisation, owner=owner, by=owner, **known, next_review_on=year_after(one["day"])
        )

    yield Scene(one["day"], add)
    if "review" in one:
        yield _review(made, one["review"], owner)


def parties(stage: Stage) -> Iterator[Scene]:
    """Yield the adding of each interested party and its needs, what is decided on these, and its review."""
    for one in read(stage.folder / "parties.yaml"):
        yield from _party(stage, one, {})


def _party(stage: Stage, one: dict[str, Any], made: dict[str, Party]) -> Iterator[Scene]:
    owner = stage.members[one["owner"]]

    def add() -> None:
        known = {name: one[name] for name in ("name", "kind", "about") if name in one}
        due = year_after(one["day"])
        made["it"] = Party.add(stage.organisation, owner=owner, by=owner, **known, next_review_on=due)

    yield Scene(one["day"], add)
    for need in one["needs"]:
        yield Scene(one["day"], partial(_need, made, need, owner))
    if "review" in one:
        yield _review(made, one["review"], owner)


def _need(made: dict[str, Party], given: dict[str, Any], owner: Member) -> None:
    known = {name: given[name] for name in ("text", "binding", "source") if name in given}
    need = Need.add(made["it"], owner=owner, by=owner, **known)
    if "declined" in given:
        need.decline(reason=given["declined"], by=owner)
    elif "met_by" in given:
        need.take_on(met_by=given["met_by"], by=owner)


def sites(stage: Stage) -> Iterator[Scene]:
    """Yield the adding of each site, and each count of the people there."""
    for one in read(stage.folder / "sites.yaml"):
        yield from _site(stage, one, {})


def _site(stage: Stage, one: dict[str, Any], made: dict[str, Site]) -> Iterator[Scene]:
    owner = stage.members[one["owner"]]

    def add() -> None:
        names = ("name", "functions", "address", "is_remote", "shared_services")
        known = {name: one[name] for name in names if name in one}
        made["it"] = Site.add(stage.organisation, owner=owner, by=owner, **known)

    def count(given: dict[str, Any]) -> None:
        known = {name: given[name] for name in ("role", "employment", "people")}
        Headcount.record(made["it"], counted_on=given["day"], by=owner, **known)

    yield Scene(one["day"], add)
    for given in one["counts"]:
        yield Scene(given["day"], partial(count, given))


def planned_changes(stage: Stage) -> Iterator[Scene]:
    """Yield the proposal of each planned change, its approval and its completion."""
    for one in read(stage.folder / "planned_changes.yaml"):
        yield from _planned_change(stage, one, {})


def _planned_change(stage: Stage, one: dict[str, Any], made: dict[str, PlannedChange]) -> Iterator[Scene]:
    owner = stage.members[one["owner"]]

    def propose() -> None:
        known = {name: one[name] for name in ("title", "purpose", "consequences", "resources")}
        by = stage.members[one["by"]]
        made["it"] = PlannedChange.propose(stage.organisation, owner=owner, by=by, due_on=one["due"], **known)

    yield Scene(one["day"], propose)
    if "approved" in one:
        approver = stage.members[one["approved"]["by"]]
        yield Scene(one["approved"]["day"], lambda: made["it"].approve(by=approver))
    if "completed" in one:
        outcome = one["completed"]["outcome"]
        yield Scene(one["completed"]["day"], lambda: made["it"].complete(outcome=outcome, by=owner))


def _review(made: dict[str, Any], given: dict[str, Any], owner: Member) -> Scene:
    def review() -> None:
        found = Review(on=given["day"], result=ReviewResult.SATISFACTORY, next_on=given["next"])
        made["it"].review(found, by=owner)

    return Scene(given["day"], review)
