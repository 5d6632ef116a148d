"""The records held against their chains, and the stored files against their hashes, as lines and as data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from waymark.evidence.verifying import Checked
from waymark.evidence.verifying import verify as verify_files
from waymark.people.models.organisation import Organisation
from waymark.site.console.output import many, out, shown
from waymark.trail.comparison import Difference, RecordFinding, compare_records

MOST = 1000
"""How many findings are kept for JSON; on lines each is printed as it is found."""


@dataclass
class Compared:
    """What was found of one chain's records; `findings` are the first ones, `total` counts all.

    Among them, `unreadable` counts the records that could not be compared, because an entry cannot be read.
    """

    organisation_id: int
    count: int = 0
    total: int = 0
    unreadable: int = 0
    findings: list[RecordFinding] = field(default_factory=list)


@dataclass
class FilesRead:
    """What was found of the stored files: how many were read, and the first ones with a fault."""

    count: int = 0
    total: int = 0
    faults: list[Checked] = field(default_factory=list)


def compare(organisation_id: int, name: str, *, prints: bool) -> Compared:
    """Compare the records of one chain, and print each finding as it comes."""
    found = Compared(organisation_id)

    def count(compared: int) -> None:
        found.count = compared

    for one in compare_records(organisation_id, watch=count):
        found.total += 1
        found.unreadable += one.difference is Difference.UNREADABLE
        if found.total <= MOST:
            found.findings.append(one)
        if prints:
            out.print(f"[bold red]✗[/bold red] {shown(f'{name}: {one}')}")
            for column in one.columns:
                out.print(f"    {shown(column)}")
    if prints:
        mark = "[bold red]✗[/bold red]" if found.total else "[green]✓[/green]"
        out.print(f"{mark} {shown(name)}: {many(found.count - found.unreadable, 'record')} compared, {_ends(found)}.")
    return found


def _ends(found: Compared) -> str:
    if not found.total:
        return "each as the chain says"
    differing = found.total - found.unreadable
    parts = [many(differing, "differs", "differ")] if differing else []
    return ", ".join([*parts, f"{found.unreadable:,} could not be compared"] if found.unreadable else parts)


def read_files(holders: Sequence[Organisation | None], *, prints: bool) -> FilesRead:
    """Read the stored files of each holder again (None for all there are), and print each fault as it comes."""
    found = FilesRead()
    for one in chain.from_iterable(map(verify_files, holders)):
        found.count += 1
        if one.fault is None:
            continue
        found.total += 1
        if found.total <= MOST:
            found.faults.append(one)
        if prints:
            out.print(
                f"[bold red]✗[/bold red] {one.fault}: {shown(one.sha256)} {shown('; '.join(one.used_as))}".rstrip()
            )
    if prints:
        mark = "[bold red]✗[/bold red]" if found.total else "[green]✓[/green]"
        out.print(f"{mark} {many(found.count, 'stored file')} read, {many(found.total, 'fault')}.")
    return found


def as_data(compared: Iterable[Compared], files: FilesRead, names: dict[int, str]) -> dict[str, Any]:
    """Return both for JSON."""
    return {
        "records": [
            {
                "organisation": one.organisation_id,
                "name": names.get(one.organisation_id),
                "compared": one.count,
                "differing": one.total,
                "findings": [_finding(finding) for finding in one.findings],
            }
            for one in compared
        ],
        "files": {
            "read": files.count,
            "faulty": files.total,
            "findings": [
                {"sha256": one.sha256, "fault": str(one.fault), "used_as": one.used_as} for one in files.faults
            ],
        },
    }


def _finding(one: RecordFinding) -> dict[str, Any]:
    columns = [{"name": column.name, "chain": column.stated, "row": column.stored} for column in one.columns]
    found = {"kind": one.kind, "record": one.record_id, "difference": one.difference.value, "columns": columns}
    return {**found, "entries": list(one.entries)} if one.entries else found
