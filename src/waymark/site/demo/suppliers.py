"""The suppliers of a demo organisation, through the verbs that people use."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from waymark.context.models.supplier import Supplier
from waymark.records.reviewed import Review
from waymark.site.demo.scenes import Scene, Stage, read


def suppliers(stage: Stage) -> Iterator[Scene]:
    """Yield the adding of each supplier, and its review where the scenario tells of one."""
    for one in read(stage.folder / "suppliers.yaml"):
        yield from _scenes(stage, one, {})


def _scenes(stage: Stage, one: dict[str, Any], made: dict[str, Supplier]) -> Iterator[Scene]:
    owner = stage.members[one["owner"]]

    def add() -> None:
        known = {name: one[name] for name in ("name", "supplies", "matters_to")}
        made["it"] = Supplier.add(stage.organisation, owner=owner, by=owner, **known)

    def review() -> None:
        given = one["review"]
        made["it"].review(Review(on=given["day"], result=given["result"], next_on=given["next"]), by=owner)

    added: dt.date = one["added"]
    yield Scene(added, add)
    if "review" in one:
        yield Scene(one["review"]["day"], review)
