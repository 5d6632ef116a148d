"""The scope statement of a demo organisation in its versions, through the verbs that people use."""

from collections.abc import Iterator
from typing import Any

from waymark.context.models.factor import Factor
from waymark.context.models.need import Need
from waymark.context.models.scope_version import ScopeVersion
from waymark.context.models.site import Site
from waymark.context.models.system import AISystem
from waymark.context.scope_approval import request_approval
from waymark.context.scope_editing import (
    consider,
    cover,
    leave_out_system,
    set_activity,
    set_interface,
    set_outside,
)
from waymark.core.clock import now
from waymark.people.models.member import Member
from waymark.records.reviewed import Review
from waymark.records.reviewing import year_after
from waymark.signing.answering import Decision, answer
from waymark.signing.meanings import Means
from waymark.signing.models.item import Outcome
from waymark.signing.models.request import SigningRequest
from waymark.signing.presence import Presence
from waymark.site.demo.scenes import Scene, Stage, read


def scope(stage: Stage) -> Iterator[Scene]:
    """Yield the drafting of each version, the request for its approval, the signature, and its review."""
    for one in read(stage.folder / "scope.yaml"):
        yield from _version(stage, one, {})


def _version(stage: Stage, one: dict[str, Any], made: dict[str, Any]) -> Iterator[Scene]:
    by = stage.members[one["by"]]

    def draft() -> None:
        heading = {"version_number": one["version"], "reason": one.get("reason", ""), "summary": one.get("summary", "")}
        made["scope"] = ScopeVersion.draft(stage.organisation, owner=by, by=by, **heading)
        _write(made["scope"], one, by)
        if "sentence" in one:
            made["scope"].edit(units=one["units"], sentence=one["sentence"], by=by, **heading)

    yield Scene(one["drafted"], draft)
    if "asked" in one:
        signer, signed_on = stage.members[one["asked"]["of"]], one["asked"]["signed"]

        def ask() -> None:
            review = one.get("next_review", year_after(signed_on))
            made["request"] = request_approval(
                made["scope"], signer=signer, due_on=signed_on, next_review_on=review, by=by
            )

        yield Scene(one["asked"]["day"], ask)
        yield Scene(signed_on, lambda: _sign(made["request"], signer))
    for review in one.get("reviews", ()):
        yield _review(stage, one["version"], review, by)


def _write(made: ScopeVersion, one: dict[str, Any], by: Member) -> None:
    organisation = made.organisation
    if "systems" in one:
        cover(
            made,
            sites=_numbers(organisation, Site, one["sites"]),
            systems=_numbers(organisation, AISystem, one["systems"]),
            by=by,
        )
    for activity in one.get("activities", ()):
        site = _numbers(organisation, Site, [activity["site"]])[0] if "site" in activity else None
        set_activity(made, activity=activity["activity"], ai_role=activity["ai_role"], site=site, by=by)
    for row in one.get("outside", ()):
        set_outside(made, by=by, **row)
    for row in one.get("interfaces", ()):
        set_interface(made, by=by, **row)
    for name, reason in one.get("systems_outside", {}).items():
        leave_out_system(made, system=_numbers(organisation, AISystem, [name])[0], reason=reason, by=by)
    if "considered" in one:
        factors, needs = _numbers(organisation, Factor, one["factors"]), _numbers(organisation, Need, one["needs"])
        consider(made, factors=factors, needs=needs, considered=one["considered"], by=by)


def _numbers(organisation: Any, model: Any, names: list[str]) -> list[int]:
    known = {str(row): row.number for row in model.objects.of(organisation)}
    return [known[name] for name in names]


def _sign(request: SigningRequest, by: Member) -> None:
    decisions = {one.pk: Decision(Outcome.SIGNED, one.sha256) for one in request.items.all()}
    request.refresh_from_db()
    answer(request, decisions, by=by, presence=Presence(Means.DEMO, now()))


def _review(stage: Stage, version: str, given: dict[str, Any], by: Member) -> Scene:
    def review() -> None:
        found = ScopeVersion.objects.of(stage.organisation).get(version_number=version)
        known = {"result": given["result"], "note": given["note"], "next_on": given["next"]}
        found.review(Review(on=given["day"], **known), by=by)

    return Scene(given["day"], review)
