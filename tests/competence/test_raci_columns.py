"""The columns of the RACI table: proposed, then chosen by the organisation, with their order, in the trail."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.factories import client_of
from tests.site.console import answer as console_answer
from tests.site.console import run
from waymark.competence.holding import AssignmentDraft, adopt, assign
from waymark.competence.models.raci import COLUMNS, Part, RaciActivity, RaciLettersWrong
from waymark.competence.models.raci_columns import RaciColumns
from waymark.competence.models.role import AimsRole
from waymark.competence.raci import adopt_activities
from waymark.competence.raci_columns import (
    RaciColumnNeeded,
    RaciColumnUnknown,
    arrange_columns,
    columns_of,
    offered_columns,
)
from waymark.competence.starter import starter
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.token import Token
from waymark.trail.models import Entry, Head

pytestmark = pytest.mark.django_db
PROPOSED = list(starter().raci_columns)


def titles(organisation: Organisation) -> list[str]:
    return [one.title for one in columns_of(organisation)]


def own_role(by: Member, title: str = "Works council") -> AimsRole:
    return AimsRole.add(by.organisation, by=by, title=title, purpose="Is heard")


def test_proposes_the_six_roles_of_the_file_in_its_order(organisation: Organisation) -> None:
    assert [one.key for one in columns_of(organisation)] == PROPOSED == list(COLUMNS)
    assert not RaciColumns.objects.exists()


def test_offers_every_proposed_role_and_those_of_the_organisation(administrator: Member) -> None:
    role = own_role(administrator)
    retired = own_role(administrator, "Old")
    retired.retire(reason="Not used", by=administrator)
    keys = [one.key for one in offered_columns(administrator.organisation)]
    assert keys[:6] == PROPOSED
    assert set(keys) == {*(one.id for one in starter().roles), role.reference}


def test_keeps_order_and_own_roles_in_the_trail(administrator: Member) -> None:
    organisation, role = administrator.organisation, own_role(administrator)
    chosen = ["data_steward", *PROPOSED, role.reference]
    kept = arrange_columns(organisation, chosen, by=administrator)
    assert titles(organisation) == ["Data steward", *(str(one.label) for one in COLUMNS), "Works council"]
    arrange_columns(organisation, PROPOSED, by=administrator)
    events = Entry.objects.of(organisation).about(kept).values_list("event", flat=True)
    assert list(events) == ["raci-columns.set"] * 2
    assert RaciColumns.objects.of(organisation).count() == 1


def test_calls_a_column_as_the_organisation_calls_the_role(administrator: Member) -> None:
    (role,) = adopt(administrator.organisation, ["risk_manager"], by=administrator)
    role.edit(title="Head of risk", purpose=role.purpose, by=administrator)
    assert "Head of risk" in titles(administrator.organisation)


@pytest.mark.parametrize("wrong", [["emperor"], ["ROLE-4711"], ["role_1"]])
def test_refuses_what_is_no_role(wrong: list[str], administrator: Member) -> None:
    with pytest.raises(RaciColumnUnknown):
        arrange_columns(administrator.organisation, [*PROPOSED, *wrong], by=administrator)


@pytest.mark.parametrize("wrong", [[], ["risk_manager", "risk_manager"]])
def test_refuses_no_columns_and_the_same_one_twice(wrong: list[str], administrator: Member) -> None:
    before = Head.objects.get(pk=administrator.organisation_id).seq
    with pytest.raises(ValidationError):
        arrange_columns(administrator.organisation, wrong, by=administrator)
    assert Head.objects.get(pk=administrator.organisation_id).seq == before


def test_refuses_to_take_away_who_is_accountable_or_alone_does_the_work(administrator: Member) -> None:
    organisation = administrator.organisation
    adopt_activities(organisation, by=administrator)
    for key, references in (("risk_manager", "RACI-3, RACI-4"), ("process_owner", "RACI-7")):
        with pytest.raises(RaciColumnNeeded, match=references):
            arrange_columns(organisation, [one for one in PROPOSED if one != key], by=administrator)
    for one in RaciActivity.objects.of(organisation).select_related("organisation"):
        if one.number in {3, 4}:
            one.edit(title=one.title, by=administrator, top_management="a", aims_manager="r")
    without = [one for one in PROPOSED if one != "risk_manager"]
    arrange_columns(organisation, without, by=administrator)
    assert "Risk manager" not in titles(organisation)


def test_keeps_the_letters_of_a_role_without_a_column(administrator: Member) -> None:
    organisation = administrator.organisation
    one = RaciActivity.add(organisation, by=administrator, title="Release", aims_manager="ar", risk_manager="c")
    arrange_columns(organisation, [key for key in PROPOSED if key != "risk_manager"], by=administrator)
    one.edit(title="Release", by=administrator, aims_manager="ar", process_owner="i")
    assert one.risk_manager == Part.CONSULTED
    with pytest.raises(TypeError):
        one.edit(title="Release", by=administrator, aims_manager="ar", risk_manager="i")
    arrange_columns(organisation, PROPOSED, by=administrator)
    assert RaciActivity.objects.get(pk=one.pk).part_of("risk_manager") == "C"


def test_gives_letters_to_further_roles_and_counts_them(administrator: Member) -> None:
    organisation, role = administrator.organisation, own_role(administrator)
    arrange_columns(organisation, [*PROPOSED, "data_steward", role.reference], by=administrator)
    parts = {"data_steward": "ar", role.reference: "c"}
    one = RaciActivity.add(organisation, by=administrator, title="Data", **parts)
    assert one.further == sorted([f"{role.reference}=c", "data_steward=ar"])
    assert (one.part_of("data_steward"), one.part_of(role.reference), one.part_of("aims_manager")) == ("A/R", "C", "–")
    with pytest.raises(RaciLettersWrong):
        one.edit(title="Data", by=administrator, **{**parts, "aims_manager": "a"})
    with pytest.raises(RaciColumnNeeded):
        arrange_columns(organisation, PROPOSED, by=administrator)


def test_takes_no_retired_activity_back_whose_accountable_role_has_no_column(administrator: Member) -> None:
    organisation = administrator.organisation
    one = RaciActivity.add(organisation, by=administrator, title="Release", risk_manager="ar")
    one.retire(reason="Not done", by=administrator)
    arrange_columns(organisation, [key for key in PROPOSED if key != "risk_manager"], by=administrator)
    with pytest.raises(RaciLettersWrong):
        one.reinstate(reason="Done again", by=administrator)


def test_adopts_no_proposed_table_whose_accountable_role_has_no_column(administrator: Member) -> None:
    organisation = administrator.organisation
    arrange_columns(organisation, ["aims_manager", "risk_manager"], by=administrator)
    with pytest.raises(RaciLettersWrong):
        adopt_activities(organisation, by=administrator)
    assert not RaciActivity.objects.exists()


def test_shows_the_chosen_columns_on_the_page_in_files_and_in_the_form(administrator: Member) -> None:
    organisation, role = administrator.organisation, own_role(administrator)
    RaciActivity.add(organisation, by=administrator, title="Release", aims_manager="ar")
    browser, slug = client_of(administrator), organisation.slug
    address = reverse("raci_columns", args=[slug])
    places = {f"place-{key}": str(place) for place, key in enumerate([role.reference, *reversed(PROPOSED)], start=1)}
    assert browser.post(address, places).status_code == 303
    page = browser.get(reverse("raci", args=[slug])).content.decode()
    heads = page[page.index("<thead>") : page.index("</thead>")]
    assert heads.index("Works council") < heads.index("Internal auditor") < heads.index("Top management")
    file = browser.get(reverse("register_file", args=[slug, "raci", "csv"])).getvalue().decode()
    assert "Works council" in file.splitlines()[0]
    letters = {role.reference: "c", **dict.fromkeys(PROPOSED, "none"), "aims_manager": "ar", "title": "Release"}
    edited = browser.post(reverse("raci_activity_edit", args=[slug, 1]), {**letters, "version": 1})
    assert edited.status_code == 303
    assert RaciActivity.objects.get().part_of(role.reference) == "C"
    one = browser.get(reverse("raci_activity", args=[slug, 1])).content.decode()
    assert "Works council" in one
    assert "Columns of RACI table set" in browser.get(address).content.decode()


def test_lets_only_who_manages_the_aims_choose_them(administrator: Member, reader: Member) -> None:
    address = reverse("raci_columns", args=[administrator.organisation.slug])
    page = client_of(reader).get(address).content.decode()
    assert "Internal auditor" in page
    assert "Save columns" not in page
    assert client_of(reader).post(address, {}).status_code == 403
    refused = client_of(administrator).post(address, {"place-aims_manager": "0"})
    assert refused.status_code == 422
    assert client_of(administrator).post(address, {}).status_code == 422


def test_chooses_and_edits_in_the_api_and_at_the_console(administrator: Member, client: Client) -> None:
    organisation, role = administrator.organisation, own_role(administrator)
    RaciActivity.add(organisation, by=administrator, title="Release", aims_manager="ar", process_owner="c")
    secret = Token.issue(administrator, name="Any", rights=tuple(administrator.rights), days=1, by=administrator)[1]
    known: dict[str, Any] = {"content_type": "application/json", "headers": {"Authorization": f"Bearer {secret}"}}
    address = reverse("api:raci_columns", args=[organisation.slug])
    assert client.get(address, headers=known["headers"]).json() == {"columns": PROPOSED}
    chosen = [*PROPOSED, role.reference]
    assert client.post(address, {"columns": chosen}, **known).json() == {"columns": chosen}
    assert client.post(address, {"columns": ["aims_manager", "emperor"]}, **known).status_code == 422
    edit = reverse("api:raci_activity_edit", args=[organisation.slug, 1])
    made = client.post(edit, {"version": 1, "further": f"{role.reference}=i"}, **known)
    assert (made.status_code, made.json()["further"], made.json()["process_owner"]) == (201, "ROLE-1=i", "c")
    assert client.post(edit, {"version": 2, "further": "data_steward=i"}, **known).status_code == 422
    words = ("--org", organisation.slug)
    assert run("raci-activity", "columns", *words).output == ", ".join(chosen) + "\n"
    assert "data_steward" in run("raci-activity", "columns", *words, *chosen, "data_steward").output
    assert run("raci-activity", "edit", "RACI-1", *words, "--data-steward", "c").exit_code == 0
    (row,) = console_answer("raci-activity", "list", *words)
    assert row["further"] == "ROLE-1=i, data_steward=c"


def test_shows_holders_and_deputies_of_the_columns(
    administrator: Member, owner: Member, django_assert_max_num_queries: Any
) -> None:
    organisation = administrator.organisation
    manager, auditor = adopt(organisation, ["aims_manager", "internal_auditor"], by=administrator)
    day = day_in(organisation.time_zone)
    assign(manager, AssignmentDraft(member=administrator, held_from=day), by=administrator)
    browser, address = client_of(administrator), reverse("raci", args=[organisation.slug])
    with django_assert_max_num_queries(12):
        page = browser.get(address).content.decode()
    assert page.count("no deputy") == 2
    assert page.count("no holder") == 1
    assert "role not adopted" in page
    assign(manager, AssignmentDraft(member=owner, held_from=day, is_deputy=True), by=administrator)
    page = browser.get(address).content.decode()
    assert page.count("no deputy") == 1
    assert owner.name in page
    lacking = console_answer("aims-role", "list", "--org", organisation.slug, "--no-deputy")
    assert [row["reference"] for row in lacking] == [auditor.reference]
