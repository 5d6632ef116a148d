"""Reads every stored file again and compares it with its hash: what is damaged, missing, or not known."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from waymark.evidence.files.refusals import FileMissing
from waymark.evidence.files.store import content_store, delete_unreferenced, hash_of, open_file
from waymark.evidence.models.capture import CaptureFile
from waymark.evidence.models.file import StoredFile
from waymark.people.models.organisation import Organisation

_BATCH: Final = 500
_YOUNG: Final = 2 * 24 * 60 * 60
"""Seconds: a form that is being mended may refer to a file that no record names yet."""


class Fault(StrEnum):
    """What can be wrong with a file."""

    DAMAGED = "damaged"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Checked:
    """One file that was looked at. `used_as` says where it is used: organisation, evidence and name."""

    sha256: str
    size: int
    fault: Fault | None = None
    used_as: tuple[str, ...] = ()


def verify(organisation: Organisation | None = None) -> Iterator[Checked]:
    """Check the files of one organisation, or all of them and what lies beside them; one by one, in constant memory."""
    files = StoredFile.objects.order_by("sha256")
    if organisation is not None:
        files = files.filter(organisation=organisation)
    before = ""
    for sha256, size in files.values_list("sha256", "size").iterator(_BATCH):
        # Two organisations may hold the same content; it lies in the store once.
        if sha256 != before:
            yield _checked(sha256, size)
        before = sha256
    if organisation is None:
        yield from _unknown()


def bytes_of(organisation: Organisation | None = None) -> int:
    """Return how many bytes `verify` will read, for showing how far it is."""
    files = StoredFile.objects.all() if organisation is None else StoredFile.objects.of(organisation)
    return sum(files.values("sha256").distinct().values_list("size", flat=True).iterator(_BATCH))


def remove_unknown() -> list[str]:
    """Remove content that no record has named for two days, and return its hashes. Nothing does so by itself.

    After a database was restored from an older copy than the files, the newest files are unknown, and still needed.
    """
    return delete_unreferenced(set(StoredFile.objects.values_list("sha256", flat=True).iterator(_BATCH)))


def _checked(sha256: str, size: int) -> Checked:
    try:
        with open_file(sha256) as file:
            found, length = hash_of(file)
    except FileMissing:
        return Checked(sha256, size, Fault.MISSING, _uses(sha256))
    except OSError:
        # A disk that cannot read a block says so; the file is as good as damaged.
        return Checked(sha256, size, Fault.DAMAGED, _uses(sha256))
    if (found, length) != (sha256, size):
        return Checked(sha256, size, Fault.DAMAGED, _uses(sha256))
    return Checked(sha256, size)


def _unknown() -> Iterator[Checked]:
    """Yield what lies in the store and no record names; what is young may still be named."""
    before = time.time() - _YOUNG
    everything = iter(content_store().hashes())
    while batch := list(islice(everything, _BATCH)):
        names = [name for name, _size, _at in batch]
        known = set(StoredFile.objects.filter(sha256__in=names).values_list("sha256", flat=True))
        for name, size, at in batch:
            if name not in known and at < before:
                yield Checked(name, size, Fault.UNKNOWN)


def _uses(sha256: str) -> tuple[str, ...]:
    uses = CaptureFile.objects.filter(file__sha256=sha256).select_related("capture__evidence", "organisation")
    return tuple(
        f"{one.organisation.slug} {one.capture.reference} {one.name}" for one in uses.order_by("organisation_id", "pk")
    )
