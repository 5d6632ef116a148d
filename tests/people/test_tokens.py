"""API tokens: some rights of one member until a day, dead at once with whatever they rest on."""

import datetime as dt
from collections.abc import Callable

import pytest
from time_machine import travel

from tests import factories
from tests.factories import client_of
from tests.site.console import answer, run
from waymark.core.clock import now
from waymark.people.models.access import digest
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.token import MOST_LIVE, Token, TokenOverreaches, TokenTooLong, TokenUseless, TooManyTokens
from waymark.people.rights import Can, Role
from waymark.trail.actors import CONSOLE
from waymark.trail.models import Entry
from waymark.work.leaving import depart

pytestmark = pytest.mark.django_db


def issued(member: Member, *rights: Can, days: int = 30) -> tuple[Token, str]:
    return Token.issue(member, name="Nightly", rights=rights or [Can.READ], days=days, by=member)


def test_stores_a_hash_and_nothing_of_the_secret(owner: Member) -> None:
    token, secret = issued(owner)
    stored = Token.objects.values().get(pk=token.pk)
    assert stored["token_hash"] == digest(secret)
    assert secret not in str(stored)
    entry = Entry.objects.get(event="token.issued")
    assert secret not in entry.body
    assert digest(secret) not in entry.body
    assert Token.by_secret(secret) == token
    assert Token.by_secret(secret + "x") is None


def test_grants_what_was_chosen_as_far_as_the_member_still_holds_it(owner: Member) -> None:
    token, secret = issued(owner, Can.READ, Can.COLLECT)
    assert token.granted == {Can.READ, Can.COLLECT}
    owner.grant([Role.READER], by=CONSOLE)
    found = Token.by_secret(secret)
    assert found is not None
    assert found.granted == {Can.READ}


def test_limits_a_member_who_acts_through_it(administrator: Member) -> None:
    administrator.only = frozenset({Can.READ, Can.APPROVE})
    assert administrator.rights == {Can.READ}
    assert not administrator.can(Can.READ_CONFIDENTIAL)


def test_refuses_rights_the_member_does_not_hold(reader: Member) -> None:
    with pytest.raises(TokenOverreaches):
        issued(reader, Can.READ, Can.COLLECT)


@pytest.mark.parametrize("days", [0, -1, 366, 10**9])
def test_refuses_to_last_no_day_or_more_than_a_year(days: int, reader: Member) -> None:
    with pytest.raises(TokenTooLong):
        issued(reader, days=days)


def test_refuses_more_than_anybody_looks_after(reader: Member) -> None:
    first, _secret = issued(reader)
    for _number in range(MOST_LIVE - 1):
        issued(reader)
    with pytest.raises(TooManyTokens):
        issued(reader)
    first.revoke(by=reader)
    issued(reader)


def _leave(member: Member) -> None:
    depart(member, lambda _holding, _record: None, by=CONSOLE, reason="Moved on")


def _deactivate(member: Member) -> None:
    assert member.user is not None
    member.user.deactivate(by=CONSOLE, reason="Moved on")


ENDS: dict[str, Callable[[Member], object]] = {
    "revoked": lambda member: Token.objects.of_member(member).get().revoke(by=member),
    "left": _leave,
    "deactivated": _deactivate,
    "archived": lambda member: member.organisation.archive(by=CONSOLE, reason="Closed"),
}


@pytest.mark.parametrize("end", ENDS)
def test_is_dead_at_once(end: str, reader: Member) -> None:
    _token, secret = issued(reader)
    assert Token.by_secret(secret) is not None
    ENDS[end](reader)
    assert Token.by_secret(secret) is None


@pytest.mark.parametrize("end", [end for end in ENDS if end != "revoked"])
def test_is_not_issued_where_it_would_be_dead(end: str, reader: Member) -> None:
    ENDS[end](reader)
    reader.refresh_from_db()
    with pytest.raises(TokenUseless) as refused:
        issued(reader)
    assert refused.value.way_out
    assert not Token.objects.exists()


def test_is_not_issued_to_a_member_without_a_sign_in(organisation: Organisation) -> None:
    named = factories.member(organisation, Role.CONTRIBUTOR, name="Nightly export", signs_in=False)
    refused = run("token", "issue", "--org", organisation.slug, "--member", named.name, "--name", "Nightly")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "Nightly export does not sign in yet, so a token would not work. [token-useless]" in refused.stderr
    assert "Invite the member first" in refused.stderr
    assert not Token.objects.exists()
    named.join(factories.user(), by=CONSOLE)
    secret = run("token", "issue", "--org", organisation.slug, "--member", named.name, "--name", "Nightly").stdout
    assert Token.by_secret(secret.strip()) is not None


def test_expires(reader: Member) -> None:
    _token, secret = issued(reader, days=2)
    with travel(now() + dt.timedelta(days=2, seconds=-5), tick=False):
        assert Token.by_secret(secret) is not None
    with travel(now() + dt.timedelta(days=2, seconds=5), tick=False):
        assert Token.by_secret(secret) is None


def test_stays_dead_when_a_member_returns(reader: Member) -> None:
    _token, secret = issued(reader)
    _leave(reader)
    Member.objects.get(pk=reader.pk).rejoin(by=CONSOLE, reason="Back")
    assert Token.by_secret(secret) is None


def test_notes_its_use_once_an_hour_and_writes_no_entry(reader: Member) -> None:
    token, _secret = issued(reader)
    entries = Entry.objects.count()
    with travel("2026-11-25T10:00:00Z", tick=False):
        token.note_use()
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None
    with travel("2026-11-25T10:59:00Z", tick=False):
        token.note_use()
    token.refresh_from_db()
    assert token.last_used_at == first
    with travel("2026-11-25T11:00:00Z", tick=False):
        token.note_use()
    token.refresh_from_db()
    assert token.last_used_at == first + dt.timedelta(hours=1)
    assert Entry.objects.count() == entries
    Token.objects.get().revoke(by=reader)
    assert "last_used_at" not in Entry.objects.get(event="token.revoked").body


def test_shows_the_secret_once(reader: Member) -> None:
    browser, address = client_of(reader), f"/o/{reader.organisation.slug}/tokens"
    response = browser.post(address, {"name": "Nightly", "rights": ["read"], "days": "30"})
    token = Token.objects.get()
    secret = _secret_in(response.content.decode())
    assert response.status_code == 201
    assert "no-store" in response["Cache-Control"]
    assert digest(secret) == token.token_hash
    assert secret not in browser.get(address).content.decode()


def _secret_in(page: str) -> str:
    return "wmk_" + page.partition('value="wmk_')[2].partition('"')[0]


def test_offers_only_rights_one_holds(reader: Member) -> None:
    browser, address = client_of(reader), f"/o/{reader.organisation.slug}/tokens"
    assert 'value="collect"' not in browser.get(address).content.decode()
    response = browser.post(address, {"name": "Nightly", "rights": ["read", "collect"], "days": "30"})
    assert response.status_code == 422
    assert browser.post(address, {"name": "Nightly", "rights": ["read"], "days": "366"}).status_code == 422
    assert browser.post(address, {"name": "Nightly", "rights": ["read"]}).status_code == 422
    assert not Token.objects.exists()


def test_lets_a_member_revoke_their_own_only(reader: Member, owner: Member) -> None:
    own, _secret = issued(reader)
    theirs, _secret = issued(owner)
    browser, base = client_of(reader), f"/o/{reader.organisation.slug}"
    assert browser.post(f"{base}/tokens/{own.pk}/revocation").status_code == 303
    assert browser.post(f"{base}/tokens/{theirs.pk}/revocation").status_code == 404
    assert browser.post(f"{base}/members/tokens/{theirs.pk}/revocation").status_code == 403
    own.refresh_from_db()
    theirs.refresh_from_db()
    assert (own.is_revoked, theirs.is_revoked) == (True, False)
    # A double click changes nothing more.
    assert browser.post(f"{base}/tokens/{own.pk}/revocation").status_code == 303
    assert Entry.objects.about(own).count() == 2


def test_says_beside_the_tokens_what_a_revocation_refused(administrator: Member, owner: Member) -> None:
    own, _secret = issued(administrator)
    theirs, _secret = issued(owner)
    browser, base = client_of(administrator), f"/o/{owner.organisation.slug}"
    for address in (f"{base}/tokens/{own.pk}/revocation", f"{base}/members/tokens/{theirs.pk}/revocation"):
        refused = browser.post(address, {"surely": "on"})
        assert refused.status_code == 422
        assert "Unknown field: surely." in refused.content.decode()
    assert not Token.objects.exclude(revoked_at=None).exists()


def test_lets_an_administrator_see_and_revoke_all(administrator: Member, owner: Member) -> None:
    theirs, _secret = issued(owner)
    browser, base = client_of(administrator), f"/o/{owner.organisation.slug}"
    assert "Nightly" in browser.get(f"{base}/members/{owner.pk}").content.decode()
    assert browser.post(f"{base}/members/tokens/{theirs.pk}/revocation").status_code == 303
    theirs.refresh_from_db()
    assert theirs.is_revoked


def test_hides_tokens_from_colleagues(reader: Member, owner: Member) -> None:
    issued(owner)
    page = client_of(reader).get(f"/o/{owner.organisation.slug}/members/{owner.pk}").content.decode()
    assert "Nightly" not in page


def test_is_issued_listed_and_revoked_in_the_console(owner: Member) -> None:
    slug = owner.organisation.slug
    done = run("token", "issue", "--org", slug, "--member", owner.email, "--name", "CI", "--right", "collect")
    token = Token.objects.get()
    assert digest(done.stdout.strip()) == token.token_hash
    listed = answer("token", "list", "--org", slug)
    assert [(one["token"], one["rights"], one["works"]) for one in listed] == [(token.pk, ["collect"], True)]
    assert "CI" in run("token", "list", "--org", slug).stdout
    assert run("token", "revoke", "--org", slug, str(token.pk)).exit_code == 0
    assert run("token", "revoke", "--org", slug, "999").exit_code == 3
    assert answer("token", "list", "--org", slug)[0]["works"] is False


def test_refuses_in_the_console_what_the_page_refuses(reader: Member) -> None:
    slug = reader.organisation.slug
    done = run("token", "issue", "--org", slug, "--member", reader.email, "--name", "CI", "--right", "collect")
    assert done.exit_code == 1
    assert "[token-overreaches]" in done.stderr


def test_keeps_other_organisations_tokens_apart(reader: Member, outsider: Member) -> None:
    theirs, _secret = issued(outsider)
    done = run("token", "revoke", "--org", reader.organisation.slug, str(theirs.pk))
    assert done.exit_code == 3
    assert factories.client_of(reader).get(f"/o/{outsider.organisation.slug}/tokens").status_code == 404
