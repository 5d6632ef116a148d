"""The suppliers of a demo organisation, through the verbs that people use."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from waymark.context.models.supplier import Supplier
from waymark.context.models.supplier_notice import SupplierNotice
from waymark.context.models.trigger import SystemTrigger
from waymark.context.noticing import log_notice
from waymark.people.models.member import Member
from waymark.records.reviewed import Review
from waymark.site.demo.scenes import Scene, Stage, read

_STEPS: Final[dict[str, Callable[..., None]]] = {
    "screened": SupplierNotice.screen,
    "decided": SupplierNotice.decide,
    "informed": SupplierNotice.inform,
}


def suppliers(stage: Stage) -> Iterator[Scene]:
    """Yield the adding of each supplier, and its review where the scenario tells of one."""
    for one in read(stage.folder / "suppliers.yaml"):
        yield from _scenes(stage, one, {})


def _scenes(stage: Stage, one: dict[str, Any], made: dict[str, Supplier]) -> Iterator[Scene]:
    owner = stage.members[one["owner"]]

    def add() -> None:
        names = ("name", "supplies", "matters_to", "responsibilities", "must_notify")
        known = {name: one[name] for name in names if name in one}
        made["it"] = Supplier.add(stage.organisation, owner=owner, by=owner, **known)

    def review() -> None:
        given = one["review"]
        made["it"].review(Review(on=given["day"], result=given["result"], next_on=given["next"]), by=owner)

    added: dt.date = one["added"]
    yield Scene(added, add)
    if "review" in one:
        yield Scene(one["review"]["day"], review)


def supplier_notices(stage: Stage) -> Iterator[Scene]:
    """Yield the logging of each notice, each step that was done about it, and what its triggers led to."""
    for one in read(stage.folder / "supplier_notices.yaml"):
        yield from _notice(stage, one, {})


def _notice(stage: Stage, one: dict[str, Any], made: dict[str, SupplierNotice]) -> Iterator[Scene]:
    owner = stage.members[one["owner"]]

    def log() -> None:
        supplier = Supplier.objects.of(stage.organisation).get(name=one["supplier"])
        supplier.organisation = stage.organisation
        known = {name: one[name] for name in ("title", "kind", "details")}
        known |= {"arrived_on": one["day"], "effective_on": one["effective"]}
        made["it"] = log_notice(supplier, owner=owner, by=owner, **known)

    def settle() -> None:
        fired = SystemTrigger.objects.of(stage.organisation).filter(source=made["it"].reference).open()
        for trigger in fired.select_related("owner"):
            trigger.organisation = stage.organisation
            trigger.settle(outcome=one["settled"]["outcome"], by=owner)

    # Somebody may have had it for long before it was entered here.
    yield Scene(one.get("logged", one["day"]), log)
    for step, verb in _STEPS.items():
        if step in one:
            yield Scene(one[step]["day"], partial(_step, made, verb, one[step], owner))
    if "settled" in one:
        yield Scene(one["settled"]["day"], settle)


def _step(made: dict[str, SupplierNotice], verb: Callable[..., None], given: dict[str, Any], owner: Member) -> None:
    words = {name: value for name, value in given.items() if name != "day"}
    verb(made["it"], on=given["day"], by=owner, **words)
