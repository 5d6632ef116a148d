"""The RACI table: proposed as a whole, adopted by a person, then the organisation's own, with its two rules."""

from typing import Any

import pytest
from django.urls import reverse

from tests.factories import client_of
from tests.site.console import run
from waymark.competence.models.raci import Part, RaciActivity, RaciLettersWrong
from waymark.competence.raci import RaciAdopted, adopt_activities, proposed_activities
from waymark.people.models.member import Member
from waymark.trail.models import Head

pytestmark = pytest.mark.django_db


def test_holds_nothing_until_somebody_adopts_it(administrator: Member) -> None:
    organisation = administrator.organisation
    assert len(proposed_activities(organisation)) == 12
    assert not RaciActivity.objects.of(organisation).exists()
    made = adopt_activities(organisation, by=administrator)
    assert [one.reference for one in made] == [f"RACI-{n}" for n in range(1, 13)]
    assert proposed_activities(organisation) == []
    with pytest.raises(RaciAdopted):
        adopt_activities(organisation, by=administrator)


def test_says_what_the_table_of_the_path_says(administrator: Member) -> None:
    rows = {one.starter: one for one in adopt_activities(administrator.organisation, by=administrator)}
    plan = rows["soa_treatment_plan"]
    assert (plan.top_management, plan.aims_manager, plan.risk_manager) == (Part.ACCOUNTABLE, "r", "r")
    assert (plan.remark, plan.outside) == ("Top management: approves, accepts residual risk", "checks")
    assert rows["internal_audit"].internal_auditor == Part.BOTH
    assert rows["internal_audit"].process_owner == Part.NONE


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"aims_manager": "r"},
        {"aims_manager": "a"},
        {"aims_manager": "ar", "top_management": "a"},
        {"aims_manager": "c", "top_management": "i"},
    ],
)
def test_refuses_other_letters_than_one_a_and_some_r(parts: dict[str, str], administrator: Member) -> None:
    (one, *_rest) = adopt_activities(administrator.organisation, by=administrator)
    before = Head.objects.get(pk=administrator.organisation_id).seq
    with pytest.raises(RaciLettersWrong):
        one.edit(title=one.title, by=administrator, **parts)
    with pytest.raises(RaciLettersWrong):
        RaciActivity.add(administrator.organisation, title="New", by=administrator, **parts)
    assert Head.objects.get(pk=administrator.organisation_id).seq == before


def test_adopts_and_changes_on_the_page(administrator: Member, reader: Member) -> None:
    slug = administrator.organisation.slug
    browser, address = client_of(administrator), reverse("raci", args=[slug])
    assert "Adopt proposed activities" in browser.get(address).content.decode()
    assert "Adopt proposed activities" not in client_of(reader).get(address).content.decode()
    assert browser.post(reverse("raci_adoption", args=[slug])).status_code == 303
    again = browser.post(reverse("raci_adoption", args=[slug]), follow=True).content.decode()
    assert "adopted already" in again
    wrong: dict[str, Any] = {"title": "Scope", "version": 1} | dict.fromkeys(
        ("top_management", "aims_manager", "process_owner", "ai_system_owner", "risk_manager", "internal_auditor"), "c"
    )
    answer = browser.post(reverse("raci_activity_edit", args=[slug, 1]), wrong)
    assert answer.status_code == 422
    right = {**wrong, "aims_manager": "ar"}
    assert browser.post(reverse("raci_activity_edit", args=[slug, 1]), right).status_code == 303
    assert RaciActivity.objects.get(number=1).aims_manager == Part.BOTH


def test_adopts_and_lists_at_the_console(administrator: Member) -> None:
    slug = administrator.organisation.slug
    assert "RACI-12: Contact with CB" in run("raci-activity", "adopt", "--org", slug).output
    assert "Gap assessment" in run("raci-activity", "list", "--org", slug, "--json").output
