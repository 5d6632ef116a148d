"""A demo goes as a whole; nothing real is ever deleted."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tests import factories
from waymark.conformity.models.assessment import GapAssessment
from waymark.people.inviting import invite
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.site.demo.loading import load_demo
from waymark.site.demo.removal import NotADemo, remove_demo
from waymark.trail.actors import CONSOLE
from waymark.trail.models import Entry, Head

pytestmark = pytest.mark.django_db


def _own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("waymark.")]


def _numbers() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in _own_models()}


def _mentions(organisation_pk: int) -> list[tuple[str, Any]]:
    """Return every row anywhere whose organisation is the given one."""
    return [
        (model._meta.label, row.pk)
        for model in _own_models()
        for field in model._meta.concrete_fields
        if field.attname == "organisation_id"
        for row in model._default_manager.filter(organisation_id=organisation_pk)
    ]


def test_removes_everything_and_leaves_one_entry() -> None:
    factories.organisation("Real")
    before = _numbers()
    demo = load_demo("alpha", by=CONSOLE)
    invite(Member.objects.of(demo).get(email="ceo@alpha.example.com"), by=CONSOLE)
    gone = demo.pk

    assert remove_demo(demo, by=CONSOLE) > 400

    assert _mentions(gone) == []
    before["trail.Entry"] += 1
    assert _numbers() == before
    last = Entry.objects.filter(organisation_id=0).order_by("-seq")[0]
    assert (last.record_id, last.actor_kind) == (gone, "console")
    assert "Alpha" in last.body
    connection.check_constraints()


def test_leaves_other_organisations_and_their_chains_alone() -> None:
    beta = load_demo("beta", by=CONSOLE)
    real = factories.organisation("Real", administrator=factories.user())
    rows = {pk: len(_mentions(pk)) for pk in (beta.pk, real.pk)}

    remove_demo(load_demo("alpha", by=CONSOLE), by=CONSOLE)

    assert {pk: len(_mentions(pk)) for pk in (beta.pk, real.pk)} == rows


def test_keeps_the_people_who_sign_in() -> None:
    runner = factories.user(runs=True)

    remove_demo(load_demo("alpha", by=CONSOLE), by=runner)

    assert User.objects.filter(pk=runner.pk, is_active=True).exists()


def test_can_be_loaded_again_afterwards() -> None:
    first = load_demo("alpha", by=CONSOLE)
    remove_demo(first, by=CONSOLE)
    second = load_demo("alpha", by=CONSOLE)

    assert second.slug == "alpha"
    assert GapAssessment.objects.of(second).numbered(1).get().figures["readiness"] == 50


def test_refuses_a_real_organisation(organisation: Organisation) -> None:
    before = _numbers()

    with pytest.raises(NotADemo) as refused:
        remove_demo(organisation, by=CONSOLE)

    assert refused.value.way_out
    assert _numbers() == before


def test_is_refused_by_the_database_itself_for_a_chain_that_is_real(organisation: Organisation) -> None:
    for rows in (Entry.objects.of(organisation), Head.objects.filter(organisation_id=organisation.pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete(rows.db)  # noqa: SLF001 -- as the removal itself does


def test_does_not_take_the_word_of_a_record_that_was_made_a_demo_in_memory(organisation: Organisation) -> None:
    organisation.sample = True
    before = _numbers()

    with pytest.raises(IntegrityError):
        remove_demo(organisation, by=CONSOLE)

    assert _numbers() == before
