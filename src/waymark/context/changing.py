"""Editing a system, and entering what a change of it makes due: one act, one transaction."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from waymark.context.classifying_systems import classify_system
from waymark.context.describing import Details, describe
from waymark.context.firing import CLASS_CHANGED, NEW_SYSTEM, RETIREMENT, fire, fire_change, kinds_of_change
from waymark.context.inventory.words import label_of
from waymark.context.models.classification import Classification
from waymark.context.models.system import AISystem
from waymark.context.system_choices import LegalClass
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import Acts

_FACTS = ("purpose", "supplier", "decision_effect", "origin", "unit")


def add_system(organisation: Organisation, *, by: Acts, **known: Any) -> AISystem:
    """Return a new system; its first assessments are due. Raises what `AISystem.add` raises."""
    with transaction.atomic():
        system = AISystem.add(organisation, by=by, **known)
        fire(system, NEW_SYSTEM, system.name, by=by)
    return system


def edit_system(system: AISystem, *, is_change: bool = False, by: Acts, **known: Any) -> None:
    """Edit the main facts; of a system that has changed itself, fire what that makes due.

    Raises what `AISystem.edit` raises.
    """
    before = {name: getattr(system, name) for name in _FACTS}
    with transaction.atomic():
        system.edit(by=by, **known)
        if is_change:
            _fire_for(system, [name for name in _FACTS if getattr(system, name) != before[name]], by=by)


def describe_system(system: AISystem, section: str, *, details: Details, is_change: bool = False, by: Acts) -> None:
    """Answer a section; of a system that has changed itself, fire what the other answers make due.

    Raises what `describe` raises.
    """
    with transaction.atomic():
        other = describe(system, section, details, by=by)
        if is_change:
            _fire_for(system, other, by=by)


def classify_again(system: AISystem, *, by: Acts, **given: Any) -> Classification:
    """Classify a system; another class than before makes its assessments due. Raises what `classify_system` raises."""
    before = system.legal_class
    with transaction.atomic():
        made = classify_system(system, by=by, **given)
        if before not in {LegalClass.OPEN, system.legal_class}:
            title = f"{LegalClass(before).label} → {LegalClass(system.legal_class).label}"
            fire(system, CLASS_CHANGED, title, by=by)
    return made


def retire_system(system: AISystem, *, by: Acts, **given: Any) -> None:
    """Take a system out of use; the Statement of Applicability and open risks are to be looked at.

    Raises what `AISystem.retire` raises.
    """
    with transaction.atomic():
        system.retire(by=by, **given)
        fire(system, RETIREMENT, system.retired_reason.splitlines()[0][:200], by=by)


def _fire_for(system: AISystem, fields: Iterable[str], *, by: Acts) -> None:
    for one in kinds_of_change(fields):
        edited = [label_of(name) for name in fields if name in one.fields]
        fire_change(system, one.id, ", ".join(edited)[:200], by=by)
