"""What an assessor should look at again: verdicts that contradict each other, and verdicts that lean on another system.

Warnings are shown wherever a round is read and refuse nothing. No data access.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils.translation import gettext as _

from waymark.conformity.found import Found
from waymark.conformity.picture import Picture, RequirementView
from waymark.conformity.scale import Verdict

_RULES: Final = Path(__file__).with_name("dependencies.yaml")
_RATED: Final = {"in_place": (Verdict.IN_PLACE,), "partial": (Verdict.PARTIAL, Verdict.IN_PLACE)}
_OTHER_SYSTEMS: Final = re.compile(
    r"\b(?:ISO|IEC|EN|DIN)(?:[\s/-]*(?:ISO|IEC|EN))*[\s-]*(?:9001|14001|20000|22301|27001|27002|27701|45001)\b"
    r"|\b(?:27001|27701)\b|\b(?:ISMS|QMS|PIMS)\b",
    re.IGNORECASE,
)
_PASSAGE: Final = re.compile(r"^[ \t]*AIMS[ \t]*:[ \t]*\S.{3,}", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning: the requirement, the point or requirement it is about, what it stands against, and why."""

    requirement: str
    ref: str
    against: str
    text: str


def warnings_in(picture: Picture) -> tuple[Warned, ...]:
    """Return every warning of a round, contradictions first."""
    return (*_contradictions(picture), *_without_passage(picture))


def needs_passage(found: Found) -> bool:
    """Return whether a verdict names another management system but not the passage that is about the AIMS.

    The passage is a line of the finding that begins with `AIMS:`.
    """
    if found.verdict not in _RATED["partial"] or not _OTHER_SYSTEMS.search(f"{found.finding}\n{found.evidence}"):
        return False
    return not _PASSAGE.search(found.finding)


@cache
def dependencies() -> tuple[dict[str, Any], ...]:
    """Return the rules of the package, as they stand in its data."""
    return tuple(yaml.safe_load(_RULES.read_text(encoding="utf-8")))


def _contradictions(picture: Picture) -> Iterator[Warned]:
    verdicts = _verdicts(picture)
    for rule in dependencies():
        needs = rule["needs"]
        for ref in rule.get("claims", ()):
            if verdicts.get(ref) in _RATED[rule["from"]] and verdicts.get(needs) == Verdict.MISSING:
                yield _contradiction(rule, ref, Verdict(verdicts[ref]).label)
        for ref in rule.get("excluded", ()):
            if needs in verdicts and verdicts.get(ref) == Verdict.NOT_APPLICABLE:
                yield _contradiction(rule, ref, Verdict.NOT_APPLICABLE.label)


def _contradiction(rule: dict[str, Any], ref: str, verdict: Any) -> Warned:
    needs = rule["needs"]
    if "excluded" in rule:
        return Warned(ref, ref, needs, _("%(ref)s is not applicable. %(why)s") % {"ref": ref, "why": rule["text"]})
    words = _("%(ref)s: %(verdict)s, while %(needs)s is missing. %(why)s")
    whole = ref.partition("-")[0]
    text = words % {"ref": ref, "verdict": str(verdict).lower(), "needs": needs, "why": rule["text"]}
    return Warned(whole, ref, needs, text)


def _without_passage(picture: Picture) -> Iterator[Warned]:
    words = _(
        "%(ref)s leans on another management system. Add a line to the finding that begins with AIMS: and names the "
        "passage about AI."
    )
    for one in picture.requirements:
        for view in one.points:
            if needs_passage(view.found):
                yield Warned(one.ref, view.point.ref, "", words % {"ref": view.point.ref})


def _verdicts(picture: Picture) -> dict[str, str]:
    verdicts = {one.ref: str(_verdict(one)) for one in picture.requirements}
    return verdicts | {view.point.ref: str(view.found.verdict) for one in picture.requirements for view in one.points}


def _verdict(one: RequirementView) -> Verdict:
    return Verdict.NOT_APPLICABLE if one.assignment.left_out else one.status.verdict
