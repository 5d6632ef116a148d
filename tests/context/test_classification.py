"""The legal class of a system: what follows from the answers, what stays, and the duties it brings."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from tests.evidence import made as evidence_made
from tests.evidence.api_calls import Program
from tests.examples_systems import CREDIT
from tests.factories import client_of
from waymark.context.acts.classification import CLASSIFY
from waymark.context.classifying_systems import (
    DutyNotOwed,
    DutyReasonMissing,
    GroundsMissing,
    QuestionOpen,
    classify_system,
    set_duty,
)
from waymark.context.models.classification import Classification, SystemDuty
from waymark.context.models.system import AISystem
from waymark.context.system_choices import LegalClass
from waymark.core.clock import day_in
from waymark.evidence.linking import link
from waymark.people.models.member import Member
from waymark.records.listing import reading_of
from waymark.work.owed import owed_by

pytestmark = pytest.mark.django_db
PLAIN = {**CREDIT, "q-annex-iii": ["none"], "q-profiling": []}


@pytest.fixture
def system(administrator: Member, owner: Member) -> AISystem:
    return AISystem.add(
        administrator.organisation,
        owner=owner,
        by=administrator,
        name="Credit score",
        purpose="Scores applications",
        act_roles=["deployer"],
    )


def kept(system: AISystem) -> AISystem:
    return AISystem.objects.select_related("organisation", "owner").get(pk=system.pk)


def classified(system: AISystem, by: Member, answers: Any = None, **more: Any) -> Classification:
    given = {"is_public": False, "reason": "", **more}
    return classify_system(kept(system), CREDIT if answers is None else answers, by=by, **given)


def to(act: str, system: AISystem) -> str:
    return reverse(act, args=[system.organisation.slug, system.number])


def post(browser: Client, address: str, **typed: Any) -> tuple[int, str]:
    answer = browser.post(address, typed)
    return answer.status_code, answer.content.decode()


def fields(answers: dict[str, list[str]]) -> dict[str, Any]:
    return {name.replace("-", "_"): value for name, value in answers.items() if value}


def test_keeps_class_version_day_and_person(system: AISystem, owner: Member) -> None:
    assert kept(system).is_class_due
    status, page = post(client_of(owner), to("system_classification", system), version=1, **fields(CREDIT))
    assert status == 303, page
    found = Classification.objects.get()
    assert (found.number, found.judged_by, found.judged_on) == (1, owner, day_in("UTC"))
    assert found.fria_owed
    again = kept(system)
    assert (again.legal_class, again.law_version) == (LegalClass.HIGH_RISK_USE, found.law_version)
    assert not again.is_class_due


def test_is_due_again_when_the_law_data_changed(system: AISystem, owner: Member) -> None:
    classified(system, owner)
    rows = AISystem.objects.of(system.organisation)
    assert not rows.class_due().exists()
    assert owed_by(owner, day_in("UTC")).total == 0
    rows.update(law_version="2025-01")
    assert owed_by(owner, day_in("UTC")).total == 1
    assert rows.class_due().exists()
    page = client_of(owner).get(reverse("systems", args=[system.organisation.slug]), {"class_due": "true"})
    assert "Credit score" in page.content.decode()


def test_says_in_the_list_that_a_class_is_the_strict_one(system: AISystem, owner: Member) -> None:
    address = reverse("systems", args=[system.organisation.slug])
    classified(system, owner, {**PLAIN, "q-prohibited": ["unsure"]})
    assert "Strictest answer: not decided yet" in client_of(owner).get(address).content.decode()
    classified(system, owner, PLAIN)
    assert "Strictest answer" not in client_of(owner).get(address).content.decode()


def test_proposes_the_answers_of_the_last_one(system: AISystem, owner: Member) -> None:
    classified(system, owner, reason="Scores people who ask for credit.")
    kept(system)
    form = CLASSIFY.first(kept(system), reading_of(owner))
    assert form["q_annex_iii"] == CREDIT["q-annex-iii"]
    assert form["q_profiling"] == CREDIT["q-profiling"][0]
    assert form["reason"] == "Scores people who ask for credit."


def test_asks_for_what_is_reached_and_has_no_answer(system: AISystem, owner: Member) -> None:
    with pytest.raises(QuestionOpen):
        classified(system, owner, {**CREDIT, "q-profiling": []})
    typed = fields({**CREDIT, "q-profiling": []})
    status, page = post(client_of(owner), to("system_classification", system), version=1, **typed)
    assert status == 422
    assert "has no answer" in page
    assert not Classification.objects.exists()


def test_takes_none_of_these_alone_only(system: AISystem, owner: Member) -> None:
    typed = fields({**CREDIT, "q-annex-iii": ["none", "annex-iii-5-b"]})
    assert post(client_of(owner), to("system_classification", system), version=1, **typed)[0] == 422


def test_takes_no_exception_without_grounds(system: AISystem, owner: Member) -> None:
    answers = {
        **CREDIT,
        "q-profiling": ["no"],
        "q-exception-condition": ["exception-narrow-task"],
        "q-exception-risk": ["yes"],
    }
    with pytest.raises(GroundsMissing):
        classified(system, owner, answers)
    assert classified(system, owner, answers, reason="It only sorts letters.").number == 1
    assert kept(system).legal_class == LegalClass.EXEMPTED
    assert not SystemDuty.objects.exists()


def test_counts_the_strict_answer_for_what_nobody_knows_and_shows_it(system: AISystem, owner: Member) -> None:
    found = classified(system, owner, {**PLAIN, "q-prohibited": ["unsure"]})
    assert kept(system).legal_class == LegalClass.PROHIBITED
    assert found.unsure == ["q-prohibited"]
    assert "the strict answer counts" in client_of(owner).get(to("system", system)).content.decode()


def test_stays_as_it_was_and_a_later_one_counts(system: AISystem, owner: Member) -> None:
    first = classified(system, owner)
    classified(system, owner, PLAIN)
    assert [one.number for one in Classification.objects.about(system)] == [2, 1]
    assert kept(system).legal_class == LegalClass.NO_SPECIAL
    for change in (
        lambda: Classification.objects.filter(pk=first.pk).update(reason="x"),
        lambda: Classification.objects.filter(pk=first.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_brings_the_duties_of_our_roles_and_lets_them_fall_away(system: AISystem, owner: Member) -> None:
    classified(system, owner)
    names = set(SystemDuty.objects.filter(is_owed=True).values_list("duty", flat=True))
    assert {"duty-fria", "duty-oversight-people", "duty-literacy"} <= names
    assert "duty-risk-management" not in names
    classified(system, owner, PLAIN)
    assert not SystemDuty.objects.filter(is_owed=True).exists()
    classified(system, owner)
    assert set(SystemDuty.objects.filter(is_owed=True).values_list("duty", flat=True)) == names


def test_gives_a_duty_its_owner_its_date_and_its_state(system: AISystem, owner: Member, administrator: Member) -> None:
    classified(system, administrator)
    typed = {"duty": "duty-fria", "owner": owner.pk, "due_on": day_in("UTC") + dt.timedelta(3), "state": "open"}
    version = kept(system).version
    status, page = post(client_of(administrator), to("system_duties", system), version=version, **typed)
    assert status == 303, page
    assert owed_by(owner, day_in("UTC")).total == 1
    page = client_of(owner).get(reverse("my_work", args=[owner.organisation.slug])).content.decode()
    assert "#duty-fria" in page
    set_duty(kept(system), duty="duty-fria", owner=owner, due_on=None, state="met", by=owner)
    assert owed_by(owner, day_in("UTC")).total == 0


def test_refuses_a_duty_that_is_not_owed_or_has_no_reason(system: AISystem, owner: Member) -> None:
    classified(system, owner)
    with pytest.raises(DutyNotOwed):
        set_duty(kept(system), duty="duty-gpai-notify", owner=None, due_on=None, state="met", by=owner)
    with pytest.raises(DutyReasonMissing):
        set_duty(kept(system), duty="duty-fria", owner=None, due_on=None, state="not_applicable", by=owner)


def test_shows_the_evidence_behind_a_duty(system: AISystem, owner: Member, administrator: Member) -> None:
    classified(system, owner)
    item = evidence_made.evidence(administrator, "Assessment of rights")
    link(item, "context.systemduty", SystemDuty.objects.get(duty="duty-fria").pk, by=administrator)
    page = client_of(owner).get(to("system", system)).content.decode()
    sheet = page.split('id="duty-fria"', 1)[1].split("</li>", 1)[0]
    assert item.reference in sheet


def test_is_made_by_a_program(system: AISystem, manager: Member) -> None:
    program = Program(manager)
    made = program.post("/systems/1/classification", {**_single(CREDIT), "version": 1})
    assert made.status_code == 201, made.content
    assert made.json()["legal_class"] == "class-high-risk-annex-iii"


def _single(answers: dict[str, list[str]]) -> dict[str, Any]:
    radio = {"q-ai-system", "q-eu-link", "q-profiling"}
    return {name.replace("-", "_"): value[0] if name in radio else value for name, value in answers.items() if value}
