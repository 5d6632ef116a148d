"""A session that ends under an open page: what was typed comes back, to whoever typed it and to nobody else."""

import datetime as dt
import re
from typing import Any
from unittest.mock import ANY

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.factories import client_of
from waymark.context.models.supplier import Supplier
from waymark.people import interrupted
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import CONSOLE
from waymark.trail.models import Head

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
WORDS = "Written for an hour"
FROM_HERE = {"Origin": "http://testserver"}


def browser_of(member: Member) -> Client:
    """Return the browser of a member who has looked at a page."""
    browser = client_of(member)
    browser.get("/you")
    return browser


def end_session(browser: Client) -> None:
    Session.objects.filter(session_key=browser.session.session_key).update(
        expire_date=timezone.now() - dt.timedelta(hours=1)
    )


def sign_in(browser: Client, member: Member) -> None:
    assert member.user is not None
    browser.post(reverse("account_login"), {"login": member.user.email, "password": factories.PASSWORD})


def new_supplier(organisation: Organisation) -> str:
    return reverse("supplier_new", args=[organisation.slug])


def send(browser: Client, organisation: Organisation, **more: Any) -> str:
    """Send the form of a new supplier, and return where the answer leads after the sign-in."""
    typed = {"name": "Cloud host", "supplies": WORDS, "key": "once", **more}
    answer = browser.post(new_supplier(organisation), typed)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))
    return f"{new_supplier(organisation)}?{interrupted.RESTORED}"


def test_brings_a_form_back_filled_and_saves_nothing_until_it_is_sent_again(
    administrator: Member, organisation: Organisation
) -> None:
    browser = browser_of(administrator)
    end_session(browser)
    back = send(browser, organisation)
    sign_in(browser, administrator)
    before = Head.objects.get(pk=organisation.pk).seq
    page = browser.get(back).content.decode()
    assert WORDS in page
    assert "You were signed out before this was saved. The form was kept and is filled in again below" in page
    assert not Supplier.objects.exists()
    assert Head.objects.get(pk=organisation.pk).seq == before
    sent = {"name": "Cloud host", "supplies": WORDS, "key": "once"}
    assert browser.post(new_supplier(organisation), sent).status_code == 303
    assert Supplier.objects.get().supplies == WORDS


def test_brings_a_form_back_once(administrator: Member, organisation: Organisation) -> None:
    browser = browser_of(administrator)
    end_session(browser)
    back = send(browser, organisation)
    sign_in(browser, administrator)
    assert WORDS in browser.get(back).content.decode()
    assert WORDS not in browser.get(back).content.decode()


def test_shows_nobody_else_what_was_typed(administrator: Member, manager: Member, organisation: Organisation) -> None:
    browser = browser_of(administrator)
    end_session(browser)
    back = send(browser, organisation)
    sign_in(browser, manager)
    assert WORDS not in browser.get(back).content.decode()
    browser.post(reverse("account_logout"))
    sign_in(browser, administrator)
    assert WORDS not in browser.get(back).content.decode()


def test_keeps_nothing_that_a_stranger_sends(organisation: Organisation, administrator: Member) -> None:
    browser = Client()
    answer = browser.post(new_supplier(organisation), {"name": WORDS})
    assert answer.status_code == 302
    assert not browser.session.keys()
    forged = Client()
    forged.cookies["waymark_reader"] = f"{administrator.user_id}:forged"
    forged.post(new_supplier(organisation), {"name": WORDS})
    assert not forged.session.keys()


def test_keeps_no_password_and_no_file_and_names_the_file(administrator: Member, organisation: Organisation) -> None:
    browser = browser_of(administrator)
    end_session(browser)
    address = reverse("evidence_new", args=[organisation.slug])
    file = SimpleUploadedFile("minutes <1>.txt", b"words")
    browser.post(address, {"title": WORDS, "password": "horses", "files": file, "key": "once"})
    kept = browser.session["interrupted"]
    assert kept["files"] == ["minutes <1>.txt"]
    assert "horses" not in str(kept)
    sign_in(browser, administrator)
    page = browser.get(f"{address}?{interrupted.RESTORED}").content.decode()
    assert WORDS in page
    assert "Choose this file again: minutes &lt;1&gt;.txt" in page


def test_does_no_act_that_has_nothing_to_show(administrator: Member, organisation: Organisation) -> None:
    supplier = Supplier.add(organisation, owner=administrator, by=administrator, name="Host", supplies="Servers")
    browser = browser_of(administrator)
    end_session(browser)
    page, act = (
        reverse(name, args=[organisation.slug, supplier.number]) for name in ("supplier", "supplier_retirement")
    )
    browser.post(act, {"reason": WORDS, "version": 1}, headers={"Referer": f"http://testserver{page}"})
    sign_in(browser, administrator)
    shown = browser.get(f"{act}?{interrupted.RESTORED}").content.decode()
    assert WORDS in shown
    assert not Supplier.objects.get().is_retired


def test_forgets_what_waited_for_too_long(
    administrator: Member, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(administrator)
    end_session(browser)
    back = send(browser, organisation)
    sign_in(browser, administrator)
    monkeypatch.setattr(interrupted, "_PATIENCE", -1)
    assert WORDS not in browser.get(back).content.decode()


def test_keeps_no_more_than_a_session_holds(
    administrator: Member, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interrupted, "_LONGEST", 100)
    browser = browser_of(administrator)
    end_session(browser)
    send(browser, organisation, matters_to="x" * 101)
    assert "interrupted" not in browser.session


def test_answers_a_part_with_a_refusal_that_moves_nothing(administrator: Member, organisation: Organisation) -> None:
    browser = browser_of(administrator)
    end_session(browser)
    answer = browser.get(f"/o/{organisation.slug}/suppliers/?q=x", headers=HTMX)
    assert answer.status_code == 401
    assert answer.headers["HX-Reswap"] == "none"
    assert "You were signed out" in answer.content.decode()
    sent = browser.post(new_supplier(organisation), {"name": WORDS}, headers=HTMX)
    assert sent.status_code == 401
    assert "interrupted" not in browser.session


def test_answers_a_part_after_the_member_left_as_if_nothing_were_there(
    owner: Member, administrator: Member, organisation: Organisation
) -> None:
    browser = browser_of(owner)
    owner.leave(by=administrator, reason="Moved on")
    answer = browser.get(f"/o/{organisation.slug}/suppliers/?q=x", headers=HTMX)
    assert answer.status_code == 404


def test_tells_an_open_page_who_signed_in_and_the_new_token(administrator: Member) -> None:
    browser = browser_of(administrator)
    answer = browser.get(reverse("signed_in_again"), headers={"Accept": "application/json"})
    assert answer.json() == {"user": administrator.user_id, "token": ANY}
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "You are signed in again" in browser.get(reverse("signed_in_again")).content.decode()
    assert Client().get(reverse("signed_in_again")).status_code == 302


def test_asks_to_sign_in_first_and_promises_nothing_of_a_mere_search(owner: Member) -> None:
    page = client_of(owner).get("/you").content.decode()
    dialog = page.partition('id="signed-out"')[2].partition("</dialog>")[0]
    assert re.findall(r"<(?:a|button)\b[^>]*\bautofocus\b[^>]*>([^<]+)<", dialog) == ["Sign in"]
    assert "not saved" not in dialog


def test_keeps_nothing_for_an_account_that_is_closed(administrator: Member, organisation: Organisation) -> None:
    browser = browser_of(administrator)
    end_session(browser)
    assert administrator.user
    administrator.user.deactivate(by=CONSOLE, reason="Gone")
    browser.post(new_supplier(organisation), {"name": WORDS})
    assert not browser.session.keys()


def test_asks_to_sign_in_where_the_token_went_with_all_other_cookies(owner: Member) -> None:
    address = reverse("gap_judgements", args=["acme", 1, "4.1", "4.1-1"])
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(address, {"finding": "Typed."}, headers={"HX-Request": "true"}).status_code == 401
    # A whole form that does not say whose page it stood on is refused, and so is a part where somebody is signed in.
    assert browser.post(address, {"finding": "Typed."}).status_code == 403
    assert owner.user is not None
    browser.force_login(owner.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.post(address, {"finding": "Typed."}, headers={"HX-Request": "true"}).status_code == 403


def without_cookies() -> Client:
    """Return a browser that has lost everything, and whose forms are checked for their token as in earnest."""
    return Client(enforce_csrf_checks=True)


def typed_as(member: Member, **more: str) -> dict[str, str]:
    """Return what the form of a new supplier sends from a page of a member."""
    page = client_of(member).get(f"/o/{member.organisation.slug}/suppliers/new").content.decode()
    found = re.search(r'name="signed_in_as" value="([^"]+)"', page)
    assert found
    return {"name": "Cloud host", "supplies": WORDS, "key": "once", "signed_in_as": found[1], **more}


def test_brings_a_form_back_to_a_browser_that_lost_all_its_cookies(
    administrator: Member, organisation: Organisation
) -> None:
    browser, address = without_cookies(), new_supplier(organisation)
    answer = browser.post(address, typed_as(administrator), headers=FROM_HERE)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert "signed_in_as" not in str(browser.session["interrupted"])
    browser.handler.enforce_csrf_checks = False
    sign_in(browser, administrator)
    before = Head.objects.get(pk=organisation.pk).seq
    page = browser.get(f"{address}?{interrupted.RESTORED}").content.decode()
    assert WORDS in page
    assert "The form was kept and is filled in again below" in page
    assert not Supplier.objects.exists()
    assert Head.objects.get(pk=organisation.pk).seq == before


def test_shows_nobody_else_what_a_browser_without_cookies_sent(
    administrator: Member, manager: Member, organisation: Organisation
) -> None:
    browser, address = without_cookies(), new_supplier(organisation)
    browser.post(address, typed_as(administrator), headers=FROM_HERE)
    browser.handler.enforce_csrf_checks = False
    sign_in(browser, manager)
    assert WORDS not in browser.get(f"{address}?{interrupted.RESTORED}").content.decode()


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "null"}, {"Origin": "https://elsewhere.example"}], ids=["none", "null", "another"]
)
def test_keeps_no_form_that_another_site_may_have_sent(
    administrator: Member, organisation: Organisation, headers: dict[str, str]
) -> None:
    browser = without_cookies()
    answer = browser.post(new_supplier(organisation), typed_as(administrator), headers=headers)
    assert answer.status_code == 403
    assert "sessionid" not in browser.cookies


def test_keeps_no_form_without_cookies_that_is_not_signed(administrator: Member, organisation: Organisation) -> None:
    browser = browser_of(administrator)
    cookie = browser.cookies["waymark_reader"].value
    for name in ("", "1", f"{administrator.user_id}:forged", cookie):
        stranger = without_cookies()
        typed = typed_as(administrator, signed_in_as=name)
        assert stranger.post(new_supplier(organisation), typed, headers=FROM_HERE).status_code == 403
        assert "sessionid" not in stranger.cookies


def test_refuses_a_form_without_its_token_as_before_where_somebody_is_signed_in(
    administrator: Member, organisation: Organisation
) -> None:
    assert administrator.user is not None
    browser = without_cookies()
    browser.force_login(administrator.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = browser.post(new_supplier(organisation), typed_as(administrator), headers=FROM_HERE)
    assert answer.status_code == 403
    assert "interrupted" not in browser.session
    assert not Supplier.objects.exists()


def test_refuses_a_wrong_token_of_a_browser_that_has_one(administrator: Member, organisation: Organisation) -> None:
    browser = without_cookies()
    browser.get(reverse("account_login"))
    assert "csrftoken" in browser.cookies
    answer = browser.post(new_supplier(organisation), typed_as(administrator), headers=FROM_HERE)
    assert answer.status_code == 403


def test_keeps_no_form_of_the_sign_in_itself(administrator: Member) -> None:
    browser = without_cookies()
    typed = {"signed_in_as": typed_as(administrator)["signed_in_as"]}
    # Shown again, the form of signing out would sign out whoever has just signed in.
    for name in ("account_logout", "account_login", "account_change_password"):
        assert browser.post(reverse(name), typed, headers=FROM_HERE).status_code == 403
    assert "sessionid" not in browser.cookies


def test_names_nobody_in_the_forms_of_a_stranger() -> None:
    assert "signed_in_as" not in Client().get(reverse("account_login")).content.decode()
