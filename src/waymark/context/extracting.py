"""Extracts for public registers: what the inventory holds in the order of a register, and nothing that it does not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from waymark.context.inventory.choices import ExtractField, ExtractSection, PublicRegister
from waymark.context.inventory.words import choice_in_words
from waymark.context.models.classification import Classification
from waymark.context.models.system import AISystem
from waymark.context.models.system_answer import SystemAnswer
from waymark.context.models.system_metric import SystemMetric
from waymark.context.system_choices import LegalClass, Origin, PersonalData
from waymark.core.clock import day_in
from waymark.core.errors import RuleBroken

_HIGH_RISK: Final = frozenset({LegalClass.HIGH_RISK_USE, LegalClass.HIGH_RISK_PRODUCT, LegalClass.HIGH_RISK_SECTOR})
_UNION: Final = "eu_ai_act_annex_viii"
_PROVIDING: Final = frozenset({"provider", "authorised_representative"})
_STATUS: Final[Mapping[str, Mapping[str, str]]] = {
    "nl-status": {"planned": "In ontwikkeling", "live": "In gebruik", "retired": "Buiten gebruik"},
    "A.7": {"live": "on_the_market_or_in_service", "retired": "no_longer"},
    "B.8": {"live": "on_the_market_or_in_service", "retired": "no_longer"},
    "0.3": {"live": "Production", "retired": "Retired"},
}
"""What the state of a system is called by a register; a state without a word of its own stays empty."""


class OverLimit(RuleBroken):
    """A public register takes texts up to a limit; nothing is shortened for it."""

    code = "over-limit"


@dataclass(frozen=True, slots=True)
class ExtractLine:
    """One field of a register with the value that the inventory holds; an empty one stays empty.

    `excess` is by how many characters it is too long, 0 where it is not.
    """

    field: ExtractField
    value: str
    excess: int

    @property
    def number(self) -> str:
        """Return the number that the register gives the field; empty where it gives none."""
        return self.field.id if self.field.id[0].isdigit() or self.field.id[0].isupper() else ""

    @property
    def is_held(self) -> bool:
        """Return whether the inventory has a place for it at all."""
        return bool(self.field.sources)

    @property
    def is_missing(self) -> bool:
        """Return whether the register asks for it and there is nothing."""
        return self.field.obligation == "required" and not self.value


@dataclass(frozen=True, slots=True)
class ExtractPart:
    """One section of an extract; one that is not for this system stays empty, and nothing in it is missing."""

    id: str
    title: str
    lines: Sequence[ExtractLine]
    is_for_us: bool = True

    @property
    def number(self) -> str:
        """Return the number that the register gives the section; empty where it gives none."""
        return self.id if self.id[0].isdigit() or self.id[0].isupper() else ""


@dataclass(frozen=True, slots=True)
class Extract:
    """A system in the order of one public register."""

    register: PublicRegister
    parts: Sequence[ExtractPart]

    @property
    def too_long(self) -> Sequence[ExtractLine]:
        """Return the texts that the register would not take."""
        return [line for part in self.parts for line in part.lines if line.excess]

    @property
    def missing(self) -> int:
        """Return how many required fields are empty."""
        return sum(line.is_missing for part in self.parts if part.is_for_us for line in part.lines)

    def plain(self) -> dict[str, str]:
        """Return every field with its value, as a program gets it. Raises OverLimit, naming field and limit."""
        for line in self.too_long:
            raise OverLimit(
                _("“%(name)s” takes %(limit)d characters, and there are %(count)d.")
                % {"name": line.field.name, "limit": line.field.limit, "count": len(line.value)},
                way_out=_("Shorten the text in the inventory; nothing is shortened for you."),
            )
        return {line.field.id: line.value for part in self.parts for line in part.lines}


def extract(system: AISystem, register: PublicRegister) -> Extract:
    """Return a system in the order of a register; three queries for its details, measures and legal class."""
    answers = {one.field: one for one in SystemAnswer.objects.about(system)}
    measured = [
        f"{one}: {one.value_shown} {one.unit}" for one in SystemMetric.objects.about(system) if one.value is not None
    ]
    answers["metrics"] = SystemAnswer(field="metrics", text="\n".join(measured))
    newest = Classification.objects.about(system).first() if system.law_version else None
    return Extract(register, [_part(section, register, system, answers, newest) for section in register.sections])


def _part(
    section: ExtractSection,
    register: PublicRegister,
    system: AISystem,
    answers: Mapping[str, SystemAnswer],
    newest: Classification | None,
) -> ExtractPart:
    lines = [_line(one, register, system, answers) for one in section.fields]
    is_for_us = register.id != _UNION or _registers(section.id, system, newest)
    if not is_for_us:
        lines = [ExtractLine(one.field, "", 0) for one in lines]
    return ExtractPart(section.id, section.title, lines, is_for_us=is_for_us)


def _registers(section: str, system: AISystem, newest: Classification | None) -> bool:
    """Return whether a section of Annex VIII is ours to fill in (Art. 49); every one is where nobody has decided."""
    roles = frozenset(system.act_roles)
    if newest is None or not roles:
        return True
    is_listed, is_provider = LegalClass.HIGH_RISK_USE in newest.classes, bool(roles & _PROVIDING)
    return {
        "A": is_provider and is_listed,
        "B": is_provider and LegalClass.EXEMPTED in newest.classes,
        "C": "deployer" in roles and newest.is_public and is_listed,
    }.get(section, True)


def _line(
    field: ExtractField, register: PublicRegister, system: AISystem, answers: Mapping[str, SystemAnswer]
) -> ExtractLine:
    if field.id in _STATUS:
        value = _STATUS[field.id].get(system.state, "")
    elif field.id == "nl-publicatiecategorie":
        value = "Hoog-risico AI-systemen" if system.legal_class in _HIGH_RISK else ""
    elif field.type == "yes_no":
        value = _("Yes") if system.supplier is not None else ""
    else:
        found = [_value(one, register, system, answers) for one in field.sources]
        value = "\n".join(dict.fromkeys(one for one in found if one))
    most = field.limit - 1 if register.is_below else field.limit
    return ExtractLine(field, value, max(0, len(value) - most) if field.limit else 0)


_OWN: Final[Mapping[str, Callable[[AISystem], str]]] = {
    "ref": lambda one: one.reference,
    "name": lambda one: one.name,
    "purpose": lambda one: one.purpose,
    "unit": lambda one: one.unit,
    "supplier": lambda one: one.supplier.name if one.supplier else "",
    "origin": lambda one: "" if one.origin == Origin.OPEN else str(one.get_origin_display()),
    "personal_data": lambda one: "" if one.personal_data == PersonalData.OPEN else str(one.get_personal_data_display()),
    "decision_effect": lambda one: "" if one.decision_effect == "open" else str(one.get_decision_effect_display()),
    "legal_class": lambda one: "" if one.legal_class == LegalClass.OPEN else str(one.get_legal_class_display()),
    "go_live_on": lambda one: one.live_on.strftime("%Y-%m") if one.live_on else "",
    "retired_on": lambda one: one.out_of_use_on.strftime("%Y-%m") if one.out_of_use_on else "",
    "stage": lambda one: str(one.get_stage_display()),
}


def _value(source: str, register: PublicRegister, system: AISystem, answers: Mapping[str, SystemAnswer]) -> str:
    """Return what one source holds; empty where nothing does, such as assessments that are not here yet."""
    where, _dot, name = source.partition(".")
    if where == "organisation":
        return system.organisation.name if name == "name" else ""
    if where == "record":
        today = day_in(system.organisation.time_zone).isoformat()
        known = {
            "extract_language": register.language,
            "extract_schema": register.edition,
            "extract_date": today,
        }
        return known.get(name, "")
    if name in _OWN:
        return _OWN[name](system)
    answer = answers.get(name)
    if answer is None or answer.is_not_known:
        return ""
    return answer.text or ", ".join(choice_in_words(one) for one in answer.picked)
