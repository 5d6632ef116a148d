"""The evidence of a demo organisation, kept through the same acts that people use."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from waymark.catalogue.outline import Outline
from waymark.core.clock import day_in
from waymark.evidence.checking import verify
from waymark.evidence.collecting import CaptureDraft, EvidenceDraft, GivenFile, add_capture, create_evidence
from waymark.evidence.files.store import keep
from waymark.evidence.kinds import Confidentiality
from waymark.evidence.linking import link
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.site.demo.reading import DemoEvidence

_POINT = "catalogue.point"
_MOST = 2**20


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
    draft = EvidenceDraft(
        title=one.title,
        owner=owner,
        kind=one.kind,
        about=one.about,
        confidentiality=one.confidentiality or Confidentiality.INTERNAL,
    )
    evidence = create_evidence(organisation, draft, by=owner)
    for number, entry in enumerate(captures, start=1):
        collected = CaptureDraft(
            key=f"{key}-{number}",
            collected_on=entry["day"],
            note=entry["note"],
            files=_files(entry),
            covers_from=entry.get("from"),
            covers_until=entry.get("until"),
        )
        newest = add_capture(evidence, collected, by=members[entry["by"]])
    for ref in one.points:
        link(evidence, _POINT, tree.point(ref).pk, by=owner)
    if len(captures) == len(one.captures):
        # What was checked is the last capture of the scenario; an older one nobody has looked at.
        verify(newest, by=members[one.checked["by"]], statement=one.checked["statement"])


def _files(entry: dict[str, Any]) -> tuple[GivenFile, ...]:
    path: Path | None = entry.get("file")
    return () if path is None else (GivenFile.of(path.name, keep(path, limit=_MOST)),)
