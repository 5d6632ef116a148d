"""One edition of a framework as plain immutable values: what a folder says, before it meets a database."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from waymark.catalogue.changes import ChangeList


class Kind(StrEnum):
    """What a node of a framework is."""

    GROUP = "group"  # a chapter of clauses, such as 4 or 10
    CLAUSE = "clause"  # a clause; one without points only groups others, such as 6.1
    AREA = "area"  # a chapter of controls, such as A.6 or A.6.2
    OBJECTIVE = "objective"  # the aim of an area, such as A.2.1; addressable, never rated
    CONTROL = "control"  # a control that may be chosen or left out, with a reason


class Basis(StrEnum):
    """What a point rests on. Only clause and control count for a figure; guidance never lowers a status."""

    CLAUSE = "clause"  # asked for by the clause itself
    CONTROL = "control"  # asked for by the bare control
    DEFINITION = "definition"  # follows from a definition; never lowers a status below partial
    GUIDANCE = "guidance"  # allowed or advised, not demanded; never lowers a status

    @classmethod
    def _missing_(cls, value: object) -> "Basis | None":
        return cls.CLAUSE if value == OLDER_CLAUSE else None

    @property
    def counts(self) -> bool:
        """Return whether points of this basis count for completion, readiness and every other figure."""
        return self in _COUNTING


_COUNTING = frozenset({Basis.CLAUSE, Basis.CONTROL})
OLDER_CLAUSE = "requirement"
"""What basis `clause` was called first: so it stands in rows that were loaded then, and in every digest."""


@dataclass(frozen=True, slots=True)
class Named:
    """An identifier with the words people read for it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PointText:
    """One separately checkable expectation; `ref` is the requirement's ref, a hyphen, `number` (from 1).

    `do` is the title of the task that closes a gap here, `done_when` what shows that it is done; both may be empty.
    """

    ref: str
    number: int
    basis: Basis
    text: str
    do: str = ""
    done_when: str = ""

    @property
    def texts(self) -> dict[str, str]:
        """Return everything a translation may replace, by field; empty fields are left out."""
        fields = {"text": self.text, "do": self.do, "done_when": self.done_when}
        return {name: value for name, value in fields.items() if value}


@dataclass(frozen=True, slots=True)
class Documented:
    """Documented information: `kind` is document or record; explicit means that the framework names it."""

    what: str
    kind: str
    is_explicit: bool


@dataclass(frozen=True, slots=True)
class Attributes:
    """How a control acts: in which life cycle stages, of which nature, to which effect."""

    lifecycle_stages: tuple[str, ...]
    nature: str
    effect: tuple[str, ...]
    documentation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node of the outline. Nodes with points are auditable; `order` counts from 1 in reading order.

    `group` is the ref of the outermost node above it (or itself), `parent` the ref of the next one above.
    `related` names controls for a clause and clauses for a control; `relates_to_all` means every control.
    `order_of_work` is the place in the building order, from 1; 0 for nodes that are never rated.
    `good_practice` is what neither the framework nor its guidance asks: shown, never rated.
    """

    ref: str
    kind: Kind
    title: str
    summary: str = ""
    parent: str = ""
    group: str = ""
    order: int = 0
    owner_role: str = ""
    questions: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    partial_if: str = ""
    exclusion_note: str = ""
    good_practice: tuple[str, ...] = ()
    documented: tuple[Documented, ...] = ()
    related: tuple[str, ...] = ()
    relates_to_all: bool = False
    feeds: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    attributes: Attributes | None = None
    order_of_work: int = 0
    points: tuple[PointText, ...] = ()

    @property
    def is_auditable(self) -> bool:
        """Return whether the node is rated."""
        return bool(self.points)

    @property
    def texts(self) -> dict[str, Any]:
        """Return everything a translation may replace, by field; empty fields are left out."""
        fields: dict[str, Any] = {
            "title": self.title,
            "summary": self.summary,
            "questions": list(self.questions),
            "evidence": list(self.evidence),
            "findings": list(self.findings),
            "partial_if": self.partial_if,
            "exclusion_note": self.exclusion_note,
            "good_practice": list(self.good_practice),
            "documented": [document.what for document in self.documented],
        }
        return {name: value for name, value in fields.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A relation from a requirement of this edition to an entry of another framework.

    `relation` is equal (same structure), subset, superset, intersects or supports; `confidence` high, medium or low.
    """

    id: str
    source: str
    framework: str
    target: str
    target_title: str
    relation: str
    confidence: str
    basis: str
    rationale: str


@dataclass(frozen=True, slots=True)
class TargetFramework:
    """A framework that mappings point to, with a note on its status."""

    id: str
    title: str
    nature: str
    note: str


@dataclass(frozen=True, slots=True)
class Objective:
    """A possible AI objective with a sample measure (informative)."""

    id: str
    title: str
    description: str
    sample_measure: str


@dataclass(frozen=True, slots=True)
class RiskSource:
    """A source of risk with examples (informative)."""

    id: str
    title: str
    description: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPattern:
    """A typical risk to start from; likelihood and consequence are suggestions on a scale of 1 to 5."""

    id: str
    title: str
    cause: str
    event: str
    for_organisation: str
    for_individuals: str
    for_society: str
    risk_sources: tuple[str, ...]
    objectives: tuple[str, ...]
    controls: tuple[str, ...]
    likelihood: int
    consequence: int
    treatment: str


@dataclass(frozen=True, slots=True)
class Library:
    """Help for thinking about objectives and risks; nothing in it is a requirement."""

    objectives: tuple[Objective, ...] = ()
    risk_sources: tuple[RiskSource, ...] = ()
    risk_patterns: tuple[RiskPattern, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the building order with the requirements it covers."""

    title: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Translation:
    """The texts of an edition in another language: id of a node or point, then field, then text or texts.

    It is no part of the edition's digest, so that a translation can be added to a loaded edition.
    """

    language: str
    texts: dict[str, dict[str, Any]]

    @property
    def digest(self) -> str:
        """Return SHA-256 (hex) over the canonical form."""
        return _digest({"language": self.language, "texts": self.texts})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """An edition of a framework, complete and sound; `waymark.catalogue.reading` is the only maker.

    `replaces` is the id of the edition before it, `changes` what became of that one's points; empty in a first edition.
    `retired` are ids of points that no edition uses again.
    """

    id: str
    title: str
    name: str
    edition: str
    language: str
    licence_note: str
    roles: tuple[Named, ...]
    applies_to: tuple[Named, ...]
    nodes: tuple[Node, ...]
    steps: tuple[Step, ...]
    library: Library
    targets: tuple[TargetFramework, ...]
    mappings: tuple[Mapping, ...]
    replaces: str = ""
    changes: ChangeList | None = None
    retired: tuple[str, ...] = ()
    folder: str = field(default="", compare=False)
    translations: tuple[Translation, ...] = field(default=(), compare=False)

    @property
    def digest(self) -> str:
        """Return SHA-256 (hex) over JSON with sorted keys, without translations and the folder's name."""
        content = asdict(self)
        del content["folder"], content["translations"]
        return _digest(_as_first_written(content))

    @property
    def auditable(self) -> tuple[Node, ...]:
        """Return the nodes that are rated, in reading order."""
        return tuple(node for node in self.nodes if node.is_auditable)

    def node(self, ref: str) -> Node:
        """Return one node. Raises KeyError where there is none."""
        return {node.ref: node for node in self.nodes}[ref]


def describe(edition: Edition) -> dict[str, Any]:
    """Return the edition as plain values for a console or JSON: identity, counts and outline."""
    points = [point for node in edition.nodes for point in node.points]
    auditable = edition.auditable
    return {
        "id": edition.id,
        "title": edition.title,
        "name": edition.name,
        "edition": edition.edition,
        "language": edition.language,
        "replaces": edition.replaces,
        "languages": [edition.language, *(translation.language for translation in edition.translations)],
        "digest": edition.digest,
        "licence_note": edition.licence_note,
        "counts": {
            "nodes": len(edition.nodes),
            "groups": _count(edition.nodes, Kind.GROUP),
            "areas": sum(node.kind == Kind.AREA and not node.parent for node in edition.nodes),
            "clauses": _count(auditable, Kind.CLAUSE),
            "controls": _count(auditable, Kind.CONTROL),
            "points": len(points),
            **{f"points_{basis}": sum(point.basis == basis for point in points) for basis in Basis},
            "actions": sum(bool(point.do) for point in points),
            "mappings": len(edition.mappings),
            "objectives": len(edition.library.objectives),
            "risk_sources": len(edition.library.risk_sources),
            "risk_patterns": len(edition.library.risk_patterns),
        },
        "outline": [
            {
                "ref": node.ref,
                "kind": str(node.kind),
                "title": node.title,
                "parent": node.parent,
                "points": len(node.points),
            }
            for node in edition.nodes
        ],
    }


def _count(nodes: tuple[Node, ...], kind: Kind) -> int:
    return sum(node.kind == kind for node in nodes)


def _as_first_written(content: dict[str, Any]) -> dict[str, Any]:
    # Editions that are loaded keep their digest: what the format learned later is left out where it is not used.
    for name in ("replaces", "changes", "retired"):
        if not content[name]:
            del content[name]
    for node in content["nodes"]:
        if not node["good_practice"]:
            del node["good_practice"]
        for point in node["points"]:
            if point["basis"] == Basis.CLAUSE:
                point["basis"] = OLDER_CLAUSE
    return content


def _digest(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
