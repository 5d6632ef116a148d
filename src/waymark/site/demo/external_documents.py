"""The external documents of a demo organisation, through the verbs that people use."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from waymark.context.models.supplier import Supplier
from waymark.context.models.system import AISystem
from waymark.documents.models.external_document import Check, ExternalDocument
from waymark.people.models.member import Member
from waymark.site.demo.scenes import Scene, Stage, read

_KNOWN: Final = ("title", "kind", "issuer", "edition", "edition_on", "kept_at", "source", "needed_for", "about")


def external_documents(stage: Stage) -> Iterator[Scene]:
    """Yield the registering of each external document, and each check of it."""
    for one in read(stage.folder / "external_documents.yaml"):
        yield from _scenes(stage, one, {})


def _scenes(stage: Stage, one: dict[str, Any], made: dict[str, ExternalDocument]) -> Iterator[Scene]:
    owner = stage.members[one["owner"]]

    def add() -> None:
        known: dict[str, Any] = {name: one[name] for name in _KNOWN if name in one}
        if "system" in one:
            known["system"] = AISystem.objects.of(stage.organisation).get(name=one["system"])
        if "supplier" in one:
            known["supplier"] = Supplier.objects.of(stage.organisation).get(name=one["supplier"])
        due = one["checks"][0]["day"]
        made["it"] = ExternalDocument.add(stage.organisation, owner=owner, by=owner, next_review_on=due, **known)

    yield Scene(one["added"], add)
    for given in one["checks"]:
        yield Scene(given["day"], partial(_check, made, given, owner))


def _check(made: dict[str, ExternalDocument], given: dict[str, Any], owner: Member) -> None:
    found = {name: given[name] for name in ("result", "edition", "edition_on", "note") if name in given}
    made["it"].review(Check(on=given["day"], next_on=given["next"], **found), by=owner)
