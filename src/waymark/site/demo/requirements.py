"""When a demo organisation wants its certificate, who answers for its requirements, which controls it leaves out."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from waymark.conformity.models.standing import Standing
from waymark.site.demo.reading import MANAGER, Demo
from waymark.site.demo.scenes import Scene, Stage, read
from waymark.work.owners import assign_owner


def requirements(stage: Stage, demo: Demo) -> Iterator[Scene]:
    """Yield the target date and the owners on the first day, and each decision to leave controls out on its day."""
    manager = stage.members[MANAGER]
    yield Scene(demo.founded_on, lambda: stage.organisation.set_target(demo.target_on, by=manager))
    yield Scene(demo.founded_on, partial(_assign_owners, stage, demo))
    for one in read(stage.folder / "applicability.yaml"):
        yield Scene(one["day"], partial(_leave_out, stage, one))


def _assign_owners(stage: Stage, demo: Demo) -> None:
    standings = list(Standing.objects.of(stage.organisation).select_related("requirement"))
    keys = {standing.pk: demo.owner_of(standing.reference) for standing in standings}
    owners = {pk: stage.members[key] if key else None for pk, key in keys.items()}
    assign_owner(standings, owners, by=stage.members[MANAGER])


def _leave_out(stage: Stage, one: dict[str, Any]) -> None:
    standings = Standing.objects.of(stage.organisation).with_refs(one["controls"])
    for standing in standings.select_related("requirement").order_by("requirement__order"):
        standing.leave_out(code=one["code"], reason=one["reason"], by=stage.members[one["by"]])
