"""Keeps the index of the search in step with the evidence: what is indexed, and what is out of date."""

from collections.abc import Iterator

from waymark.evidence.models.capture import Capture, CaptureFile
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.file import FileText, TextState
from waymark.evidence.search import index
from waymark.evidence.search.dialect import Document

LONGEST = 500_000
"""Characters that are indexed of one piece of evidence: those of the newest captures."""
BATCH = 200


def index_evidence(evidence_id: int) -> None:
    """Index one piece of evidence as it is now; one that is gone is taken out."""
    evidence = Evidence.objects.filter(pk=evidence_id).first()
    if evidence is None:
        index.drop(evidence_id)
    else:
        index.put(document_of(evidence))


def index_outdated(*, batch: int = BATCH) -> int:
    """Index what changed since it was indexed, at most a batch of it; return how much that was."""
    keys = index.outdated(batch)
    for key in keys:
        index_evidence(key)
    return len(keys)


def reindex() -> Iterator[int]:
    """Index everything, and yield after each piece of evidence how many are done."""
    keys = Evidence.objects.order_by("pk").values_list("pk", flat=True)
    for count, key in enumerate(list(keys), start=1):
        index_evidence(key)
        yield count


def evidence_with(file_id: int) -> list[int]:
    """Return the keys of the evidence in which a file is used."""
    uses = CaptureFile.objects.filter(file_id=file_id).values_list("capture__evidence_id", flat=True)
    return sorted(set(uses))


def document_of(evidence: Evidence) -> Document:
    """Return what is indexed: title, notes with links and names of files, and the text of its files, newest first."""
    captures = Capture.objects.filter(evidence=evidence).newest_first()
    notes = [evidence.reference, evidence.about]
    for capture in captures.only("note", "link", "role"):
        notes += [capture.note, capture.link, capture.role]
    files = CaptureFile.objects.filter(capture__evidence=evidence).order_by("-capture__number", "position")
    names = dict.fromkeys(files.values_list("name", flat=True))
    return Document(
        evidence_id=evidence.pk,
        version=evidence.version,
        title=evidence.title,
        notes="\n".join(one for one in (*notes, *names) if one)[:LONGEST],
        text=_text(list(dict.fromkeys(files.values_list("file_id", flat=True)))),
    )


def _text(file_ids: list[int]) -> str:
    """Return the texts of files, one after the other, as far as there is room; each file counts once."""
    pieces: list[str] = []
    room = LONGEST
    for file_id in file_ids:
        read = FileText.objects.filter(file_id=file_id, state=TextState.READ).values_list("text", flat=True).first()
        if read:
            pieces.append(read[:room])
            room -= len(pieces[-1])
        if room <= 0:
            break
    return "\n".join(pieces)
