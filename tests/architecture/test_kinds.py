"""What is easily forgotten about a kind of record: its place in the menu, what is owed of it, reminders, a demo."""

import datetime as dt
from typing import Any

import pytest
from django.db import models

from tests.architecture.house import our_models
from tests.examples import EXAMPLES, example_of
from waymark.conformity.models.assessment import GapAssessment
from waymark.context.models.supplier import Supplier
from waymark.core.clock import day_in
from waymark.evidence.models.evidence import Evidence
from waymark.people.models.member import Member
from waymark.records.governed import Governed
from waymark.records.registers import registers
from waymark.site.menu import entries
from waymark.work import daily, owed

GOVERNED = [one for one in our_models() if issubclass(one, Governed)]
NOT_IN_THE_MENU = {
    "competences": "a button on the list of competence leads there, and the palette does as a place of it",
    "competence_proofs": "as the needed competences",
    "expiring": "as the needed competences",
    "separations": "a button on the list of AIMS roles leads there, and the palette does as a place of it",
    "awareness": "a button on the list of trainings leads there, and the palette does as a place of it",
    "evidence_requests": "a button on the list of evidence leads there",
    "ownership": "the palette leads there as a place of the members, and My work leads each to their own page",
    "campaign_readers": "the page of each campaign leads there, and the palette does as a place of the campaigns",
    "headcounts": "the page of each site leads there, and the palette does as a place of the sites",
    "inventory_units": "a button on the list of AI systems leads there",
    "system_requests": "a button on the list of AI systems leads there",
    "master_list": "a button on the list of documents leads there, and the palette does as a place of it",
    "document_versions": "the palette leads there as a place of the documents, and each document shows its own",
    "obligation_candidates": "a button on the list of obligations leads there, and the palette does as their place",
    "points": "the path and each gap assessment lead there, and the palette does as a place of the requirements",
}
"""Lists without an entry of their own, each with the reason."""
NOT_OWED = {
    (Supplier, "contract_ends_on"): "the review tells of it in time; nothing is done on the day itself",
    (Evidence, "check_due_on"): "whoever may verify owes the check, not the owner; nobody in particular is reminded",
}
"""Days ahead on which an owner owes nothing, each with the reason."""


def lies_ahead(name: str) -> bool:
    """Return whether a column is called as days are on which something is to be done or ends."""
    return name.endswith(("due_on", "ends_on", "_until")) or (name.startswith("next_") and name.endswith("_on"))


AHEAD = [
    (model, field.name)
    for model in GOVERNED
    for field in model._meta.concrete_fields
    if isinstance(field, models.DateField) and lies_ahead(field.name)
]
OWED = pytest.mark.parametrize(
    ("model", "column"), [one for one in AHEAD if one not in NOT_OWED], ids=lambda one: getattr(one, "__name__", one)
)


@pytest.mark.parametrize("name", [one.name for one in registers()])
def test_every_list_is_in_the_menu(name: str) -> None:
    in_menu = name in {one.address for one in entries()}
    assert in_menu is (name not in NOT_IN_THE_MENU), "site/menu.py has no entry for it in the hub of its step"


def due_in_three_days(model: type[Any], column: str, owner: Member) -> Any:
    """Return a new record of an owner, with one day of it set behind the verbs: how it gets there is no matter here."""
    record = example_of(model).make(owner, 1)
    model.objects.filter(pk=record.pk).update(**{column: day_in("UTC") + dt.timedelta(days=3)})
    return model.objects.select_related("owner").get(pk=record.pk)


@pytest.mark.django_db
@OWED
def test_what_falls_due_stands_on_my_work(model: type[Any], column: str, administrator: Member) -> None:
    record = due_in_three_days(model, column, administrator)
    asked = [one.rows(record.owner, day_in("UTC")) for one in owed.sources()]
    keys = {row.pk for rows in asked if rows is not None and rows.model is model for row in rows}
    assert record.pk in keys, (
        "the package's record_kinds.py makes no source of what is owed, or wiring.py registers none"
    )


@pytest.mark.django_db
@OWED
def test_owners_are_reminded_of_what_falls_due(model: type[Any], column: str, administrator: Member) -> None:
    record = due_in_three_days(model, column, administrator)
    drafts = [draft for one in daily.reminders() for draft in one(record.organisation, day_in("UTC"))]
    reminded = {about for member, _sentence, about, _occasion in drafts if member == record.owner}
    is_there = (model._meta.label_lower, record.pk) in reminded
    assert is_there, "the package's record_kinds.py makes no reminders (work.daily), or wiring.py registers none"


def test_declares_only_exceptions_that_exist() -> None:
    assert set(NOT_OWED) <= set(AHEAD)
    assert set(NOT_IN_THE_MENU) <= {one.name for one in registers()}
    assert {one.model for one in EXAMPLES} == set(GOVERNED)
    assert GapAssessment not in {model for model, _column in AHEAD}
