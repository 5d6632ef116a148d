"""The evidence of a demo organisation, kept through the same acts that people use."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from waymark.catalogue.outline import Outline
from waymark.core.clock import day_in
from waymark.evidence.collecting import Collected, Naming, add_capture, name_evidence
from waymark.evidence.kinds import Confidentiality
from waymark.evidence.linking import link
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.site.demo.reading import DemoEvidence

_POINT = "catalogue.point"


def keep_evidence(
    organisation: Organisation, tree: Outline, given: tuple[DemoEvidence, ...], members: Mapping[str, Member]
) -> None:
    """Keep what the scenario tells of; what lies in the future of this machine's clock is not there yet."""
    today = day_in(organisation.time_zone)
    for place, one in enumerate(given, start=1):
        captures = [capture for capture in one.captures if capture["day"] <= today]
        if captures:
            _keep(organisation, tree, one, members, captures, f"demo-{organisation.slug}-{place}")


def _keep(
    organisation: Organisation,
    tree: Outline,
    one: DemoEvidence,
    members: Mapping[str, Member],
    captures: list[dict[str, Any]],
    key: str,
) -> None:
    owner = members[one.owner]
    naming = Naming(
        title=one.title,
        owner=owner,
        kind=one.kind,
        about=one.about,
        confidentiality=one.confidentiality or Confidentiality.INTERNAL,
    )
    evidence = name_evidence(organisation, naming, by=owner)
    for number, told in enumerate(captures, start=1):
        collected = Collected(
            key=f"{key}-{number}",
            collected_on=told["day"],
            note=told["note"],
            covers_from=_day(told, "from"),
            covers_until=_day(told, "until"),
        )
        add_capture(evidence, collected, by=members[told["by"]])
    for ref in one.points:
        link(evidence, _POINT, tree.point(ref).pk, by=owner)


def _day(told: dict[str, Any], name: str) -> dt.date | None:
    found: dt.date | None = told.get(name)
    return found
