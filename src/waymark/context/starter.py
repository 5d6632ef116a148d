"""Reads `data/obligations.yaml`: obligations and needs that an organisation may take on, adapt or decline.

Nothing here applies to anybody by itself: a row is proposed on a page, and a person saves it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from waymark.catalogue.rows import Faults, Row
from waymark.context.package_data import flag, ids_of, prose, require_sound, root_in

FILE: Final = Path(__file__).parent / "data" / "obligations.yaml"
BINDINGS: Final = ("law", "contract", "promise", "wish")
GROUPS: Final = ("inside", "affected", "outside", "authority")
_CONFIDENCE: Final = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class TypicalNeed:
    """What parties of a kind usually need; `binding` says why it usually binds, `met_by` where it is usually met."""

    text: str
    binding: str
    met_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartyKind:
    """A kind of interested party. `is_only_affected`: its people neither buy nor use what affects them."""

    id: str
    title: str
    group: str
    is_only_affected: bool
    needs: tuple[TypicalNeed, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An obligation one may have; `when` is the condition to check, `met_by` where it is usually met."""

    id: str
    source: str
    reference: str
    what: str
    when: str
    who: tuple[str, ...]
    met_by: tuple[str, ...]
    evidence: tuple[str, ...]
    confidence: str
    needs_national_check: bool


@dataclass(frozen=True, slots=True)
class Starter:
    """Everything the file holds. `edition` counts its editions; `sources` and `who` are the words behind ids."""

    edition: int
    reviewed: str
    sources: dict[str, str]
    who: dict[str, str]
    candidates: tuple[Candidate, ...]
    party_kinds: tuple[PartyKind, ...]

    def party_kind(self, key: str) -> PartyKind | None:
        """Return a kind of party by its id, or None."""
        return next((one for one in self.party_kinds if one.id == key), None)

    def candidate(self, key: str) -> Candidate | None:
        """Return a candidate by its id, or None."""
        return next((one for one in self.candidates if one.id == key), None)


@cache
def starter() -> Starter:
    """Return what the shipped file holds; read once. Raises UnsoundData."""
    return read_starter(FILE.read_bytes())


def read_starter(content: bytes) -> Starter:
    """Return what a file holds. Raises UnsoundData with every fault."""
    faults = Faults()
    root = root_in(content, FILE.name, faults)
    root.allow("edition", "meta", "obligations", "party_kinds")
    meta = root.row("meta", needed=True)
    meta.allow(
        *("serves", "reviewed", "rules", "source_kinds", "who_kinds", "confidence"),
        *("obligation_count", "party_kind_count", "need_count"),
    )
    sources, who = _words(meta.row("source_kinds", needed=True)), _words(meta.row("who_kinds", needed=True))
    obligations, kinds = root.rows("obligations", needed=True), root.rows("party_kinds", needed=True)
    ids_of(obligations)
    ids_of(kinds)
    found = Starter(
        edition=root.number("edition", least=1),
        reviewed=meta.text("reviewed"),
        sources=sources,
        who=who,
        candidates=tuple(_candidate(row, sources, who) for row in obligations),
        party_kinds=tuple(_party_kind(row) for row in kinds),
    )
    _compare_counts(meta, found)
    require_sound(faults)
    return found


def _words(row: Row) -> dict[str, str]:
    return {name: row.text(name) for name in row.names()}


def _candidate(row: Row, sources: Collection[str], who: Collection[str]) -> Candidate:
    row.allow(
        *("id", "source", "reference", "law_items", "who", "when", "what", "processes", "controls", "evidence"),
        *("confidence", "check_national_law"),
    )
    return Candidate(
        id=row.text("id"),
        source=row.choice("source", sources),
        reference=row.text("reference", most=200),
        what=row.text("what", most=500),
        when=prose(row, "when"),
        who=row.choices("who", who),
        met_by=(*row.texts("processes"), *row.texts("controls")),
        evidence=row.texts("evidence"),
        confidence=row.choice("confidence", _CONFIDENCE),
        needs_national_check=flag(row, "check_national_law"),
    )


def _party_kind(row: Row) -> PartyKind:
    row.allow("id", "title", "group", "neither_buys_nor_uses", "needs")
    return PartyKind(
        id=row.text("id", most=40),
        title=row.text("title", most=200),
        group=row.choice("group", GROUPS),
        is_only_affected=flag(row, "neither_buys_nor_uses"),
        needs=tuple(_need(one) for one in row.rows("needs", needed=True)),
    )


def _need(row: Row) -> TypicalNeed:
    row.allow("need", "binding", "met_by")
    return TypicalNeed(row.text("need", most=300), row.choice("binding", BINDINGS), row.texts("met_by"))


def _compare_counts(meta: Row, found: Starter) -> None:
    counted = {
        "obligation_count": len(found.candidates),
        "party_kind_count": len(found.party_kinds),
        "need_count": sum(len(one.needs) for one in found.party_kinds),
    }
    for name, count in counted.items():
        if meta.number(name) != count:
            meta.faults.note("count", f"“{name}” differs from the {count} in the file.", meta)
