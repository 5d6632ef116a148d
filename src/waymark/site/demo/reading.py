"""The demo organisations as data: facts, members, owners and rounds. No data access."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

DEMOS = ("alpha", "beta", "gamma")
MANAGER = "aims"
"""The key of the member who runs the AIMS, and does what the scenario gives to nobody else."""
_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A role account; `key` is its name inside the data."""

    key: str
    name: str
    post: str
    email: str
    roles: tuple[str, ...]
    owner_roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoFinding:
    """What was found about one point."""

    point: str
    verdict: str
    finding: str = ""
    evidence: str = ""
    severity: int | None = None
    action: str = ""
    target_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DemoRound:
    """One closed gap assessment; `excluded` has reason code and reason of each control that is not applicable.

    `report` has what a person wrote for its report.
    """

    title: str
    started_on: dt.date
    closed_on: dt.date
    findings: tuple[DemoFinding, ...]
    excluded: dict[str, tuple[str, str]]
    report: dict[str, str]


@dataclass(frozen=True, slots=True)
class DemoEvidence:
    """One piece of evidence: `points` are references, `captures` say `day`, `by`, `note`, and `from` and `until`.

    A capture may name a `file` of the folder `files`, here its path. `checked` says `by` whom the newest capture is
    verified and with which `statement`.
    """

    title: str
    kind: str
    owner: str
    about: str
    confidentiality: str
    points: tuple[str, ...]
    captures: tuple[dict[str, Any], ...]
    checked: dict[str, str]

    @classmethod
    def of(cls, given: dict[str, Any], files: Path) -> "DemoEvidence":
        """Return a piece as the data has it."""
        words = {name: str(given.get(name, "")) for name in ("title", "kind", "owner", "about", "confidentiality")}
        captures = tuple({**one, "file": files / one["file"]} if "file" in one else one for one in given["captures"])
        points = tuple(str(point) for point in given["points"])
        return cls(**words, points=points, captures=captures, checked=given["checked"])


@dataclass(frozen=True, slots=True)
class Demo:
    """One organisation; `owners` maps the beginning of a requirement's number to a member's key.

    `target_on` is when it wants its certificate. With `plans_tasks`, each gap of the newest round for which an action
    is planned becomes a task.
    """

    slug: str
    name: str
    about: str
    time_zone: str
    founded_on: dt.date
    target_on: dt.date
    members: tuple[DemoMember, ...]
    owners: dict[str, str]
    rounds: tuple[DemoRound, ...]
    plans_tasks: bool
    folder: Path

    def owner_of(self, ref: str) -> str | None:
        """Return the key of who owns a requirement: the longest beginning of its number counts."""
        parts = ref.split(".")
        beginnings = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        return next((self.owners[one] for one in beginnings if one in self.owners), None)


def read_demo(name: str) -> Demo:
    """Return one of the demo organisations that come with the package. Raises KeyError for any other name."""
    if name not in DEMOS:
        raise KeyError(name)
    folder = _DATA / name
    facts = _read(folder / "organisation.yaml")
    return Demo(
        slug=facts["slug"],
        name=facts["name"],
        about=facts["about"],
        time_zone=facts["time_zone"],
        founded_on=facts["founded"],
        target_on=facts["certificate_target"],
        members=tuple(_member(one) for one in facts["members"]),
        owners={str(ref): key for ref, key in facts["owners"].items()},
        rounds=tuple(_round(_read(folder / f"{one}.yaml")) for one in facts["rounds"]),
        plans_tasks=bool(facts.get("plans_tasks")),
        folder=folder,
    )


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _member(given: dict[str, Any]) -> DemoMember:
    lists = {name: tuple(given.get(name, ())) for name in ("roles", "owner_roles")}
    return DemoMember(given["key"], given["name"], given.get("post", ""), given.get("email", ""), **lists)


def _round(given: dict[str, Any]) -> DemoRound:
    findings = [
        _finding(str(point), verdict, raw)
        for verdict, points in given["points"].items()
        if verdict != "not_applicable"
        for point, raw in points.items()
    ]
    excluded = {ref: (one["code"], one["reason"]) for ref, one in given["points"].get("not_applicable", {}).items()}
    begun, closed = (dt.date.fromisoformat(str(given[name])) for name in ("started_on", "closed_on"))
    return DemoRound(given["title"], begun, closed, tuple(findings), excluded, given.get("report", {}))


def _finding(point: str, verdict: str, raw: Any) -> DemoFinding:
    if not isinstance(raw, dict):
        # A bare sentence is the evidence of a point in place and the finding of every other.
        text = str(raw or "")
        return (
            DemoFinding(point, verdict, evidence=text) if verdict == "in_place" else DemoFinding(point, verdict, text)
        )
    due = raw.get("target_on")
    return DemoFinding(
        point,
        verdict,
        finding=raw.get("finding", ""),
        evidence=raw.get("evidence", ""),
        severity=raw.get("severity"),
        action=raw.get("action", ""),
        target_on=dt.date.fromisoformat(str(due)) if due else None,
    )
