"""Signing in, staying in, and being slowed down."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.urls import reverse

from tests import factories
from waymark.people import urls_sign_in
from waymark.people.models.member import Member
from waymark.people.models.user import User
from waymark.trail.actors import CONSOLE

OTHER = "another-long-phrase"


def sign_in(client: Client, email: str, password: str = factories.PASSWORD, **more: str) -> int:
    return client.post(reverse("account_login"), {"login": email, "password": password, **more}).status_code


def is_in(client: Client) -> bool:
    return client.get(reverse("you")).status_code == 200


def test_signs_in_with_an_address_however_it_is_written(db: None) -> None:
    factories.user(email="ada@example.org")
    client = Client()
    sign_in(client, " ADA@Example.org ")
    assert is_in(client)


def test_does_not_sign_in_somebody_deactivated(db: None) -> None:
    user = factories.user()
    user.deactivate(by=CONSOLE, reason="left")
    client = Client()
    answer = client.post(reverse("account_login"), {"login": user.email, "password": factories.PASSWORD}, follow=True)
    assert "deactivated" in answer.content.decode()
    assert not is_in(client)


def test_ends_a_session_when_its_person_is_deactivated(db: None) -> None:
    user = factories.user()
    client = factories.client_of(user)
    assert is_in(client)
    user.deactivate(by=CONSOLE, reason="left")
    assert not is_in(client)


def test_ends_the_other_sessions_when_the_password_changes(db: None) -> None:
    user = factories.user()
    here, elsewhere = Client(), Client()
    sign_in(here, user.email)
    sign_in(elsewhere, user.email)
    form = {"oldpassword": factories.PASSWORD, "password1": OTHER, "password2": OTHER}
    assert here.post(reverse("account_change_password"), form).status_code == 302
    assert is_in(here)
    assert not is_in(elsewhere)
    assert User.objects.get(pk=user.pk).version == 2


def wrong_answers(client: Client, email: str, times: int) -> list[str]:
    answers = []
    for number in range(times):
        answer = client.post(reverse("account_login"), {"login": email, "password": f"wrong-{number}"})
        answers.append(answer.content.decode().partition('class="error-summary"')[2].partition("</div>")[0])
    return answers


def test_slows_guessing_with_the_same_answers_for_unknown_addresses(db: None) -> None:
    factories.user(email="known@example.org")
    known = wrong_answers(Client(REMOTE_ADDR="192.0.2.1"), "known@example.org", 12)
    unknown = wrong_answers(Client(REMOTE_ADDR="192.0.2.2"), "unknown@example.org", 12)
    assert known == unknown
    assert "password is wrong" in known[9]
    assert "Too many wrong passwords" in known[10]


def test_slows_one_source_over_many_addresses(db: None) -> None:
    client = Client(REMOTE_ADDR="192.0.2.1")
    answers = [wrong_answers(client, f"somebody{number}@example.org", 1)[0] for number in range(21)]
    assert "password is wrong" in answers[19]
    assert "Too many wrong passwords" in answers[20]


def test_lets_a_known_browser_in_while_a_stranger_guesses(db: None) -> None:
    user = factories.user()
    known = Client(REMOTE_ADDR="192.0.2.1")
    sign_in(known, user.email)
    known.post(reverse("account_logout"))
    wrong_answers(Client(REMOTE_ADDR="198.51.100.7"), user.email, 12)
    stranger = Client(REMOTE_ADDR="192.0.2.3")
    sign_in(stranger, user.email)
    assert not is_in(stranger)
    sign_in(known, user.email)
    assert is_in(known)


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "\\\\evil.example", "https:evil"])
def test_leads_nowhere_else_after_signing_in(db: None, elsewhere: str) -> None:
    user = factories.user()
    answer = Client().post(
        reverse("account_login"), {"login": user.email, "password": factories.PASSWORD, "next": elsewhere}
    )
    assert answer["Location"] == "/"


def test_asks_for_its_token_to_sign_out(db: None) -> None:
    user = factories.user()
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(reverse("account_logout")).status_code == 403
    assert client.get(reverse("account_logout")).status_code == 200
    assert is_in(client)


def test_asks_for_the_second_step(db: None) -> None:
    user = factories.user()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    client = Client()
    answer = client.post(reverse("account_login"), {"login": user.email, "password": factories.PASSWORD}, follow=True)
    assert "Second step" in answer.content.decode()
    assert not is_in(client)


def test_has_no_open_registration_and_no_mail_addresses(db: None) -> None:
    for address in ("signup/", "email/", "confirm-email/", "login/code/", "password/reset/"):
        assert Client().get(f"/account/{address}").status_code == 404


def test_declares_every_view_of_sign_in(db: None) -> None:
    names = {str(pattern.name) for pattern in urls_sign_in.urlpatterns} - {"account_reset_password"}
    assert names == set(urls_sign_in.SIGN_IN_VIEWS)
    for name, policy in urls_sign_in.SIGN_IN_VIEWS.items():
        if policy == "signed in":
            address = reverse(name, args=[1] if name in {"mfa_remove_webauthn", "mfa_edit_webauthn"} else [])
            answer = Client().get(address)
            assert (answer.status_code, "/account/login/" in answer["Location"]) == (302, True), name


@pytest.mark.parametrize("name", ["account_login", "account_inactive", "account_reset_password"])
def test_shows_its_open_pages(db: None, name: str) -> None:
    answer = Client().get(reverse(name))
    assert answer.status_code == 200
    assert "wordmark" in answer.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "account_logout",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "usersessions_list",
    ],
)
def test_shows_its_own_pages_in_our_frame(db: None, name: str) -> None:
    user = factories.user()
    client = Client()
    sign_in(client, user.email)
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    if name != "mfa_activate_totp":
        TOTP.activate(user, "JBSWY3DPEHPK3PXP")
        client.post(reverse("mfa_generate_recovery_codes"))
    args = []
    if name in {"mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_list_webauthn"}:
        key = Authenticator.objects.create(
            user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "My <key>", "passwordless": True}
        )
        args = [] if name == "mfa_list_webauthn" else [key.pk]
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, (name, answer)
    page = answer.content.decode()
    assert "wordmark" in page
    assert "<key>" not in page


def test_shows_the_passkey_proof_without_inline_script(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    context = {"form": ReauthenticateWebAuthnForm(user=None), "js_data": {"request_options": {"x": "</script>"}}}
    page = render(request, "mfa/webauthn/reauthenticate.html", context).content.decode()
    assert 'type="application/json" id="js_data">{"request_options"' in page
    assert page.count("</script>") == page.count("<script")


def test_acts_with_new_roles_from_the_next_request(administrator: Member, reader: Member) -> None:
    client = factories.client_of(reader)
    address = reverse("new_member", args=[reader.organisation.slug])
    assert client.get(address).status_code == 403
    reader.grant(["administrator"], by=administrator)
    assert client.get(address).status_code == 200
    reader.grant(["reader"], by=administrator)
    assert client.get(address).status_code == 403


def test_goes_on_counting_however_much_else_is_kept(db: None) -> None:
    user = factories.user()
    stranger = Client(REMOTE_ADDR="192.0.2.1")
    wrong_answers(stranger, user.email, 12)
    for number in range(1000):
        cache.set(f"z{number}", 1)
    sign_in(stranger, user.email)
    assert not is_in(stranger)


def test_slows_a_flood_of_right_passwords_of_one_account_from_one_address(db: None) -> None:
    user = factories.user()
    for _time in range(100):
        # Each browser is new, and each becomes a known one.
        sign_in(Client(REMOTE_ADDR="192.0.2.1"), user.email)
    late = Client(REMOTE_ADDR="192.0.2.1")
    refused = late.post(reverse("account_login"), {"login": user.email, "password": factories.PASSWORD})
    assert "signed in very often" in refused.content.decode()
    assert not is_in(late)
    elsewhere = Client(REMOTE_ADDR="192.0.2.2")
    sign_in(elsewhere, user.email)
    assert is_in(elsewhere)
