"""Extracts for public registers: nothing is invented, nothing is shortened."""

from typing import Any

import pytest
from django.urls import reverse

from tests.factories import client_of
from waymark.context.classifying_systems import classify_system
from waymark.context.describing import Details, describe
from waymark.context.extracting import OverLimit, extract
from waymark.context.inventory.reading import inventory
from waymark.context.models.system import AISystem
from waymark.people.models.member import Member

pytestmark = pytest.mark.django_db
REGISTERS = [one.id for one in inventory().registers]


@pytest.fixture
def system(administrator: Member) -> AISystem:
    return AISystem.add(
        administrator.organisation, owner=None, by=administrator, name="Letter sorter", purpose="Sorts letters"
    )


def values(system: AISystem, register: str) -> dict[str, str]:
    found = inventory().register(register)
    assert found is not None
    return extract(system, found).plain()


def page(member: Member, system: AISystem, register: str, name: str = "system_extract") -> Any:
    return client_of(member).get(reverse(name, args=[system.organisation.slug, system.number, register]))


@pytest.mark.parametrize("register", REGISTERS)
def test_shows_what_is_held_and_leaves_the_rest_empty(register: str, system: AISystem, administrator: Member) -> None:
    shown = page(administrator, system, register)
    assert shown.status_code == 200
    assert "Letter sorter" in shown.content.decode()
    assert page(administrator, system, register, "system_extract_file").status_code == 200


def test_invents_nothing(system: AISystem) -> None:
    found = values(system, "nl_algoritmeregister")
    held = {key for key, value in found.items() if value}
    assert held == {
        *("nl-naam", "nl-organisatie", "nl-status", "nl-doel-en-impact", "nl-taal", "nl-schema", "nl-bron-id"),
    }
    assert found["nl-status"] == "In ontwikkeling"


def test_asks_of_annex_viii_only_the_sections_that_are_ours(system: AISystem, administrator: Member) -> None:
    assert values(system, "eu_ai_act_annex_viii")["A.1"] == "Acme"
    facts = {"name": system.name, "purpose": system.purpose}
    system.edit(**facts, act_roles=["deployer"], by=administrator)
    answers = {one: ["none"] for one in ("q-exclusion", "q-prohibited", "q-annex-i-act", "q-transparency")}
    answers |= {"q-ai-system": ["yes"], "q-eu-link": ["yes"], "q-annex-iii": ["annex-iii-4-a"], "q-profiling": ["yes"]}
    classify_system(system, answers, is_public=False, reason="", by=administrator)
    found = inventory().register("eu_ai_act_annex_viii")
    assert found is not None
    made = extract(system, found)
    assert [one.is_for_us for one in made.parts] == [False, False, False]
    assert (made.missing, made.plain()["A.1"]) == (0, "")
    assert "Not ours to fill in" in page(administrator, system, "eu_ai_act_annex_viii").content.decode()
    classify_system(system, answers, is_public=True, reason="", by=administrator)
    assert [one.is_for_us for one in extract(system, found).parts] == [False, False, True]


def test_leaves_what_is_not_known_yet_empty(system: AISystem, administrator: Member, owner: Member) -> None:
    day = system.created_at.date()
    describe(system, "identity", Details({}, ["summary"], owner, day), by=administrator)
    assert values(system, "nl_algoritmeregister")["nl-korte-omschrijving"] == ""


@pytest.mark.parametrize(("length", "is_taken"), [(349, True), (350, False)])
def test_refuses_a_text_that_is_too_long_with_its_limit(
    length: int, system: AISystem, administrator: Member, *, is_taken: bool
) -> None:
    describe(system, "identity", Details({"summary": "x" * length}), by=administrator)
    if is_taken:
        assert len(values(system, "nl_algoritmeregister")["nl-korte-omschrijving"]) == length
        return
    with pytest.raises(OverLimit):
        values(system, "nl_algoritmeregister")
    shown = page(administrator, system, "nl_algoritmeregister").content.decode()
    assert "takes 350 characters, and there are 350" in shown
    assert page(administrator, system, "nl_algoritmeregister", "system_extract_file").status_code == 422


def test_knows_no_other_register(system: AISystem, administrator: Member) -> None:
    assert page(administrator, system, "never-was").status_code == 404


def test_prints_a_card_of_the_system(system: AISystem, administrator: Member, owner: Member) -> None:
    describe(system, "identity", Details({}, ["summary"], owner, system.created_at.date()), by=administrator)
    answer = client_of(administrator).get(reverse("system_card", args=[system.organisation.slug, 1]))
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
