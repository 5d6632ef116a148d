import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import client_of
from waymark.catalogue.models.framework import Requirement
from waymark.catalogue.models.wording import Wording, WordingWithdrawn
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.door import StaleRecord
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db
TEXT = "The organization shall do as its licensed copy says.\n<img src=x onerror=alert(1)>"


@pytest.fixture
def requirement() -> Requirement:
    return Requirement.objects.get(ref="6.1.4", framework__slug="iso-42001-2023-2")


def page(organisation: Organisation, ref: str = "6.1.4", name: str = "wording") -> str:
    return reverse(name, args=[organisation.slug, ref])


def sent(version: int = 0, text: str = TEXT) -> dict[str, str]:
    return {"text": text, "source": "Order 4711", "version": str(version)}


def test_attaches_wording_and_shows_it_as_text(organisation: Organisation, manager: Member) -> None:
    browser = client_of(manager)
    answer = browser.post(page(organisation), sent())
    assert (answer.status_code, answer["Location"]) == (303, page(organisation))
    shown = browser.get(page(organisation)).content.decode()
    assert "as its licensed copy says" in shown
    assert "<img src=x" not in shown
    assert "Order 4711" in shown


def test_keeps_the_text_out_of_the_trail(organisation: Organisation, manager: Member) -> None:
    client_of(manager).post(page(organisation), sent())
    entry = Entry.objects.of(organisation).newest_first()[0]
    assert entry.event == "wording.attached"
    assert "licensed copy" not in entry.body


def test_replaces_and_withdraws(organisation: Organisation, manager: Member) -> None:
    browser = client_of(manager)
    browser.post(page(organisation), sent())
    browser.post(page(organisation), sent(1, "Better wording."))
    gone = browser.post(page(organisation, name="wording_withdrawal"), {"reason": "Licence ended", "version": "2"})
    assert gone.status_code == 303
    wording = Wording.objects.of(organisation).get()
    assert (wording.text, wording.is_withdrawn, wording.version) == ("", True, 3)
    events = [entry.event for entry in Entry.objects.of(organisation).about(wording).newest_first()]
    assert events == ["wording.withdrawn", "wording.replaced", "wording.attached"]


def test_attaches_again_after_a_withdrawal(
    organisation: Organisation, manager: Member, requirement: Requirement
) -> None:
    wording = Wording.attach(organisation, requirement.pk, text="A", source="B", by=manager)
    wording.withdraw(by=manager, reason="Slip")
    with pytest.raises(WordingWithdrawn):
        wording.withdraw(by=manager, reason="Again")
    wording.replace(text="C", source="D", by=manager)
    assert not Wording.objects.of(organisation).in_force().get().is_withdrawn


def test_shows_both_versions_to_whoever_was_second(organisation: Organisation, manager: Member) -> None:
    browser = client_of(manager)
    browser.post(page(organisation), sent(0, "Theirs."))
    answer = browser.post(page(organisation), sent(0, "Mine."))
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs." in shown
    assert "Mine." in shown
    assert 'name="version" value="1"' in shown
    assert browser.post(page(organisation), sent(1, "Mine.")).status_code == 303


def test_refuses_to_withdraw_what_was_changed_meanwhile(organisation: Organisation, manager: Member) -> None:
    browser = client_of(manager)
    browser.post(page(organisation), sent())
    browser.post(page(organisation), sent(1))
    answer = browser.post(page(organisation, name="wording_withdrawal"), {"reason": "Old", "version": "1"})
    assert answer.status_code == 409
    assert Wording.objects.of(organisation).in_force().exists()


def test_lets_only_one_of_two_first_writers_win(
    organisation: Organisation, manager: Member, requirement: Requirement
) -> None:
    Wording.attach(organisation, requirement.pk, text="A", source="B", by=manager)
    with pytest.raises(StaleRecord):
        Wording.put(organisation, requirement.pk, text="C", source="D", version=0, by=manager)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "a\u202eb"},
        {"text": "x" * 20_001},
        {"source": ""},
        {"version": "-1"},
        {"state": "x"},
    ],
)
def test_refuses_with_the_form(organisation: Organisation, manager: Member, wrong: dict[str, str]) -> None:
    answer = client_of(manager).post(page(organisation), {**sent(), **wrong})
    assert answer.status_code == 422
    assert not Wording.objects.of(organisation).exists()


def test_lets_a_reader_read_and_nothing_more(organisation: Organisation, manager: Member, reader: Member) -> None:
    client_of(manager).post(page(organisation), sent())
    browser = client_of(reader)
    shown = browser.get(page(organisation))
    assert shown.status_code == 200
    assert "<textarea" not in shown.content.decode()
    assert browser.post(page(organisation), sent(1)).status_code == 403
    withdrawing = browser.post(page(organisation, name="wording_withdrawal"), {"reason": "r", "version": "1"})
    assert withdrawing.status_code == 403


def test_does_not_exist_for_an_outsider(organisation: Organisation, manager: Member, outsider: Member) -> None:
    client_of(manager).post(page(organisation), sent())
    browser = client_of(outsider)
    assert browser.get(page(organisation)).status_code == 404
    assert browser.post(page(organisation), sent(1)).status_code == 404
    assert "Order 4711" not in browser.get(page(outsider.organisation)).content.decode()


def test_asks_a_stranger_to_sign_in(organisation: Organisation) -> None:
    assert Client().get(page(organisation)).status_code == 302


@pytest.mark.parametrize("ref", ["6.1.5", "6.1", "A.2.1", "4"])
def test_has_no_page_for_what_is_never_rated(organisation: Organisation, manager: Member, ref: str) -> None:
    assert client_of(manager).get(page(organisation, ref)).status_code == 404


def test_takes_the_framework_from_the_address(organisation: Organisation, manager: Member) -> None:
    browser = client_of(manager)
    address = reverse("wording", args=[organisation.slug, "iso-42001-2023", "6.1.4"])
    assert browser.get(address).status_code == 200
    assert browser.get(address.replace("2023", "2099")).status_code == 404
