"""The context of a demo organisation (clause 4), through the verbs that people use."""

from collections.abc import Iterator
from typing import Any

from waymark.context.models.factor import Factor
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


def _review(made: dict[str, Any], given: dict[str, Any], owner: Member) -> Scene:
    def review() -> None:
        found = Review(on=given["day"], result=ReviewResult.SATISFACTORY, next_on=given["next"])
        made["it"].review(found, by=owner)

    return Scene(given["day"], review)
