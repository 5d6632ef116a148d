"""The search leads to everything one may open, and to nothing else: on a page, and in the palette over any page."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from tests import factories
from tests.architecture.house import inside_organisations
from tests.evidence import made
from tests.factories import client_of
from tests.site.found import lines
from waymark.context.models.supplier import Supplier
from waymark.evidence.kinds import Confidentiality
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.site.menu import OWN, entries
from waymark.site.search import destinations
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}
# Pages without a record in their address that the search does not lead to.
ELSEWHERE = {
    "organisation_archive": "an act at the end of the settings",
    "competence_proof_changes": "takes an act on many",
    "evidence_changes": "takes an act on many",
    "evidence_request_changes": "takes an act on many",
    "raci_adoption": "an act on the page of the RACI table",
    "requirement_assignments": "takes an act on many",
    "factor_changes": "takes an act on many",
    "need_changes": "takes an act on many",
    "party_changes": "takes an act on many",
    "signing_request_changes": "takes an act on many",
    "planned_change_changes": "takes an act on many",
    "site_changes": "takes an act on many",
    "obligation_changes": "takes an act on many",
    "supplier_notice_changes": "takes an act on many",
    "supplier_changes": "takes an act on many",
    "system_changes": "takes an act on many",
    "campaign_changes": "takes an act on many",
    "document_changes": "takes an act on many",
    "document_version_changes": "takes an act on many",
    "external_document_changes": "takes an act on many",
    "scope_changes": "takes an act on many",
    "inventory_unit_changes": "takes an act on many",
    "trigger_changes": "takes an act on many",
    "task_changes": "takes an act on many",
    "training_changes": "takes an act on many",
    "task_subjects": "a part of the form of a new task",
    "notices_reading": "an act on the page of notices",
    "trail_export": "a file of the page of the trail",
    "trail_checkpoint": "a file of the page of the trail",
    "demo_removal": "an act at the end of the settings",
    "organisation_search": "the search itself",
    "records_offered": "what the editor of a text offers while somebody types",
    "text_preview": "how a text will look, opened from its editor",
    "members_preview": "a step between the list of new members and adding them",
    "evidence_targets": "what the form of new evidence offers while somebody types",
    "certificate_target": "an act on the path page",
    "logo_image": "the picture that the page of the logo shows",
    "logo_removal": "an act on the page of the logo",
    "first_work": "the first page of a new owner, who is led there",
}


def searched(member: Member, text: str = "", *, part: bool = True) -> str:
    address = reverse("organisation_search", args=[member.organisation.slug])
    answer = client_of(member).get(address, {"q": text}, headers=PART if part else {})
    assert answer.status_code == 200
    return answer.content.decode()


def labels(shown: str) -> list[str]:
    return [words for _url, words in lines(shown)]


def headings(shown: str) -> list[str]:
    return re.findall(r'<p class="palette__label"[^>]*>([^<]+)</p>', shown)


@pytest.mark.parametrize("role", Role)
def test_offers_each_role_only_what_opens(role: Role, organisation: Organisation) -> None:
    member = factories.member(organisation, role)
    browser = client_of(member)
    refused = {url: code for url, _w in lines(searched(member)) if (code := browser.get(url).status_code) != 200}
    assert refused == {}


def test_leads_an_administrator_to_every_page_that_needs_no_record(administrator: Member) -> None:
    slug = administrator.organisation.slug
    offered = {url for url, _words in lines(searched(administrator))}
    offered |= {url for url, _words in lines(searched(administrator, "API tokens"))}
    pages = {one.name for one in inside_organisations() if one.arguments == ("slug",)}
    assert {name for name in pages if reverse(name, args=[slug]) not in offered} == set(ELSEWHERE)


def test_declares_no_other_right_than_the_page(administrator: Member) -> None:
    policies = {one.name: one.policy for one in inside_organisations()}
    places = [place for entry in entries() for place in entry.places]
    for place in places:
        assert policies[place.address].startswith(f"needs {place.right}"), place.address
    assert all(policies[entry.address].startswith(f"needs {entry.right}") for entry in entries())
    assert len(OWN) > 1


def test_offers_a_reader_nothing_to_begin_but_what_anyone_may(reader: Member, administrator: Member) -> None:
    verbs = ("Add", "Create", "New", "Propose ")
    assert [one for one in labels(searched(reader)) if one.startswith(verbs)] == ["Propose AI system"]
    assert {"Add supplier", "New task", "New gap assessment", "Add member"} <= set(labels(searched(administrator)))


@pytest.mark.parametrize("text", ["add supp", "supplier add", "new supplier", "CREATE supplier"])
def test_finds_an_act_by_its_words(text: str, administrator: Member) -> None:
    assert "Add supplier" in labels(searched(administrator, text))


def test_finds_a_page_by_what_it_is_about_after_what_is_called_so(administrator: Member) -> None:
    Supplier.add(administrator.organisation, owner=None, by=administrator, name="Verdict host", supplies="Servers")
    shown = headings(searched(administrator, "verdict"))
    assert shown.index("Suppliers") < shown.index("Go to")
    shown = headings(searched(administrator, "tasks"))
    assert shown[0] == "Go to"


def test_puts_what_is_named_by_its_reference_before_everything(administrator: Member) -> None:
    made.evidence(administrator, "The policy is published")
    assert labels(searched(administrator, "ev-1"))[0] == "EV-1 The policy is published"
    assert labels(searched(administrator, "6.1.2"))[0].startswith("6.1.2 ")


def test_shows_nothing_that_is_hidden(administrator: Member, reader: Member) -> None:
    made.evidence(administrator, "A secret plan", confidentiality=Confidentiality.CONFIDENTIAL)
    for text in ("secret", "EV-1"):
        for part in (True, False):
            assert "secret plan" not in searched(reader, text, part=part)
            assert "secret plan" in searched(administrator, text, part=part)


def test_switches_to_other_organisations_of_the_person_only(administrator: Member, outsider: Member) -> None:
    assert administrator.user is not None
    factories.member(factories.organisation("Second Home"), Role.READER, who=administrator.user)
    shown = searched(administrator, "home")
    assert ("/o/second-home/", "Second Home") in lines(shown)
    assert "Switch to" not in headings(searched(administrator, outsider.organisation.name))
    assert "Switch to" not in headings(searched(administrator, administrator.organisation.name))


def test_finds_what_is_a_persons_own(reader: Member) -> None:
    assert ("/you", "Your account") in lines(searched(reader, "you"))
    assert "Background work" not in labels(searched(reader, "background"))


def test_works_where_no_organisation_is_open(administrator: Member) -> None:
    shown = client_of(administrator).get("/search", headers=PART).content.decode()
    assert {"Acme", "Your account", "Password"} <= set(labels(shown))
    shown = client_of(administrator).get("/search", {"q": "acm"}).content.decode()
    assert labels(shown) == ["Acme"]


def outside(member: Member, text: str, *, part: bool = True) -> list[tuple[str, str]]:
    answer = client_of(member).get("/search", {"q": text}, headers=PART if part else {})
    assert answer.status_code == 200
    return lines(answer.content.decode())


def in_another(member: Member, name: str, *roles: Role) -> Member:
    return factories.member(factories.organisation(name), *roles, who=member.user)


@pytest.mark.parametrize("part", [True, False])
def test_finds_records_of_all_ones_organisations_with_their_names(administrator: Member, part: bool) -> None:  # noqa: FBT001 -- a parameter
    elsewhere = in_another(administrator, "Second Home", Role.AIMS_MANAGER)
    for member, name in ((administrator, "Cloud host"), (elsewhere, "Cloud vault")):
        Supplier.add(member.organisation, owner=None, by=member, name=name, supplies="Servers")
    wanted = {
        ("/o/acme/suppliers/1", "SUP-1 Cloud host Acme"),
        ("/o/second-home/suppliers/1", "SUP-1 Cloud vault Second Home"),
    }
    for text in ("cloud", "sup-1"):
        assert wanted <= set(outside(administrator, text, part=part)), text
    assert outside(administrator, "cloud vault", part=part)[0] == (
        "/o/second-home/suppliers/1",
        "SUP-1 Cloud vault Second Home",
    )


def test_finds_nothing_of_an_organisation_one_left_or_never_joined(administrator: Member, outsider: Member) -> None:
    former = in_another(administrator, "Second Home", Role.AIMS_MANAGER)
    for member in (former, outsider):
        Supplier.add(member.organisation, owner=None, by=member, name="Cloud host", supplies="Servers")
    assert len(outside(administrator, "cloud host")) == 2
    former.leave(by=CONSOLE, reason="Gone")
    assert [words for _url, words in outside(administrator, "cloud host")] == ["All results for “cloud host”"]


def test_keeps_outside_to_what_one_may_read_in_each_organisation(administrator: Member) -> None:
    elsewhere = in_another(administrator, "Second Home", Role.READER)
    colleague = factories.member(elsewhere.organisation, Role.AIMS_MANAGER)
    made.evidence(colleague, "A secret plan", confidentiality=Confidentiality.CONFIDENTIAL)
    made.evidence(colleague, "An open plan")
    made.evidence(administrator, "Our secret plan", confidentiality=Confidentiality.CONFIDENTIAL)
    for part in (True, False):
        for text in ("plan", "EV-1"):
            shown = " ".join(words for _url, words in outside(administrator, text, part=part))
            assert "A secret plan" not in shown
            assert "Our secret plan Acme" in shown


@pytest.mark.parametrize("part", [True, False])
def test_finds_outside_what_can_be_begun_in_each_organisation(administrator: Member, part: bool) -> None:  # noqa: FBT001 -- a parameter
    in_another(administrator, "Second Home", Role.AIMS_MANAGER)
    in_another(administrator, "Reading Room", Role.READER)
    found = outside(administrator, "add supplier", part=part)
    assert [one for one in found if "suppliers/new" in one[0]] == [
        ("/o/acme/suppliers/new", "Add supplier Acme"),
        ("/o/second-home/suppliers/new", "Add supplier Second Home"),
    ]
    only = outside(administrator, "add supplier second", part=part)
    assert ("/o/second-home/suppliers/new", "Add supplier Second Home") in only
    assert ("/o/acme/suppliers/new", "Add supplier Acme") not in only
    # The name alone finds the organisation, and no act in it.
    assert not [url for url, _words in outside(administrator, "second", part=part) if url.endswith("/new")]


def test_offers_outside_what_can_be_begun_there(administrator: Member) -> None:
    create = (reverse("new_organisation"), "Create organisation")
    assert create not in outside(administrator, "create organisation")
    installer = client_of(factories.user("Iris", runs=True))
    assert create in lines(installer.get("/search", {"q": "create organisation"}, headers=PART).content.decode())
    assert (reverse("mfa_add_webauthn"), "Add passkey") in outside(administrator, "add pass")
    assert (reverse("usersessions_list"), "Where you are signed in") in outside(administrator, "where signed")


def test_asks_outside_as_often_for_many_organisations_as_for_one(
    administrator: Member, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = client_of(administrator)
    for number in range(3):
        in_another(administrator, f"Client {number}", Role.READER, Role.AIMS_MANAGER)
        # Session, person, memberships; records.
        with django_assert_num_queries(4):
            browser.get("/search", {"q": "risk"}, headers=PART)


def test_is_a_page_without_a_script(administrator: Member) -> None:
    Supplier.add(administrator.organisation, owner=None, by=administrator, name="Cloud host", supplies="Backups")
    shown = searched(administrator, "backups", part=False)
    assert "<h1>Search</h1>" in shown
    assert 'value="backups"' in shown
    assert "SUP-1 Cloud host" in labels(shown)
    # In the palette titles alone count; its last line leads to the page.
    last = lines(searched(administrator, "backups"))[-1]
    assert last == ("/o/acme/search?q=backups", "All results for “backups”")


def test_leads_to_the_list_where_there_are_more(administrator: Member) -> None:
    for number in range(21):
        Supplier.add(
            administrator.organisation, owner=None, by=administrator, name=f"Cloud & host {number}", supplies="Servers"
        )
    shown = unescape(searched(administrator, "cloud & host", part=False))
    (every,) = re.findall(r'href="([^"]*)">Show all in the list', shown)
    assert every == "/o/acme/suppliers/?" + urlencode({"q": "cloud & host"})
    assert "21" in client_of(administrator).get(every).content.decode()


def test_says_on_the_page_when_nothing_is_found(reader: Member) -> None:
    shown = searched(reader, "zwiebelturm", part=False)
    assert "matches “zwiebelturm”" in shown
    assert labels(searched(reader, "zwiebelturm")) == ["All results for “zwiebelturm”"]


@pytest.mark.parametrize("part", [True, False])
@pytest.mark.parametrize("text", ["a" * 3000, "\N{ARABIC-INDIC DIGIT ONE}" * 3000, "\0" * 3000 + "a" * 3000, "%" * 201])
def test_says_that_a_text_is_too_long(text: str, part: bool, reader: Member) -> None:  # noqa: FBT001 -- a parameter
    address = reverse("organisation_search", args=[reader.organisation.slug])
    answer = client_of(reader).get(address, {"q": text}, headers=PART if part else {})
    assert answer.status_code == 422
    assert "Search for at most 200 characters." in answer.content.decode()
    assert lines(answer.content.decode()) == []


@pytest.mark.parametrize("text", ["\0", "\u202eabc", "a\nb", "%_'\"\\", "<b>", "\ud7ff\ue000\uffff", " ", "a" * 200])
def test_answers_any_text(text: str, reader: Member) -> None:
    for part in (True, False):
        shown = searched(reader, text, part=part)
        assert "<b>" not in shown.replace("<bdi", "")
        assert not set("\0\u202e\uffff") & set(shown)


def test_finds_words_around_a_sign_that_no_text_may_hold(administrator: Member) -> None:
    Supplier.add(administrator.organisation, owner=None, by=administrator, name="Cloud host", supplies="Servers")
    assert "SUP-1 Cloud host" in labels(searched(administrator, "cl\0 \u202ehost"))


def test_names_a_parameter_that_it_does_not_know(reader: Member) -> None:
    answer = client_of(reader).get(reverse("organisation_search", args=[reader.organisation.slug]), {"query": "x"})
    assert answer.status_code == 422
    assert "Unknown field: query" in answer.content.decode()


@pytest.mark.parametrize("address", ["/search", "/o/acme/search"])
def test_asks_to_sign_in_over_the_page(address: str, organisation: Organisation) -> None:
    assert Client().get(address, headers=PART).status_code == 401
    assert Client().get(address).status_code == 302


def test_asks_the_database_little(reader: Member, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    browser = client_of(reader)
    address = reverse("organisation_search", args=[reader.organisation.slug])
    # Session, person and membership; whether a reader has work of their own; records, requirements, points and people.
    with django_assert_num_queries(8):
        browser.get(address, {"q": "risk"}, headers=PART)
    with django_assert_num_queries(4):
        browser.get(address, headers=PART)


@pytest.mark.parametrize("text", ["", "\N{SNOWMAN}"])
def test_ranks_nothing_by_no_words(text: str) -> None:
    found, is_called = destinations.matching([destinations.Destination("Tasks", "/")], text)
    assert (bool(found), is_called) == (not text, not text)
