"""The evidence of a demo organisation, through the verbs that people use."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from waymark.evidence.checking import verify
from waymark.evidence.collecting import CaptureDraft, EvidenceDraft, GivenFile, add_capture, create_evidence
from waymark.evidence.files.store import keep
from waymark.evidence.kinds import Confidentiality
from waymark.evidence.linking import link
from waymark.site.demo.reading import DemoEvidence
from waymark.site.demo.scenes import Scene, Stage, read

_POINT = "catalogue.point"
_MOST = 2**20


def evidence(stage: Stage) -> Iterator[Scene]:
    """Yield each capture of each piece on its day; the first one names the piece and links it to what it serves."""
    pieces = (DemoEvidence.of(one, stage.folder / "files") for one in read(stage.folder / "evidence.yaml"))
    for place, one in enumerate(pieces, start=1):
        yield from _scenes(stage, one, f"demo-{stage.organisation.slug}-{place}", {})


def _scenes(stage: Stage, one: DemoEvidence, key: str, made: dict[str, Any]) -> Iterator[Scene]:
    owner, members = stage.members[one.owner], stage.members

    def create() -> None:
        draft = EvidenceDraft(
            title=one.title,
            owner=owner,
            kind=one.kind,
            about=one.about,
            confidentiality=one.confidentiality or Confidentiality.INTERNAL,
        )
        made["it"] = create_evidence(stage.organisation, draft, by=owner)
        for ref in one.points:
            link(made["it"], _POINT, stage.tree.point(ref).pk, by=owner)

    def capture(number: int, entry: dict[str, Any]) -> None:
        collected = CaptureDraft(
            key=f"{key}-{number}",
            collected_on=entry["day"],
            note=entry["note"],
            files=_files(entry),
            covers_from=entry.get("from"),
            covers_until=entry.get("until"),
        )
        made["newest"] = add_capture(made["it"], collected, by=members[entry["by"]])

    yield Scene(one.captures[0]["day"], create)
    for number, entry in enumerate(one.captures, start=1):
        yield Scene(entry["day"], partial(capture, number, entry))
    # What was checked is the last capture of the scenario; an older one nobody has looked at.
    checker, statement = members[one.checked["by"]], one.checked["statement"]
    yield Scene(one.captures[-1]["day"], lambda: verify(made["newest"], by=checker, statement=statement))


def _files(entry: dict[str, Any]) -> tuple[GivenFile, ...]:
    path: Path | None = entry.get("file")
    return () if path is None else (GivenFile.of(path.name, keep(path, limit=_MOST)),)
