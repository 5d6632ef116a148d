"""Exact versions are put before a member, who signs each or asks for changes; a signature stays as it was given."""

import datetime as dt
import hashlib

import pytest
from django.db import DatabaseError, transaction

from tests import factories
from tests.signing import subjects
from waymark.core.errors import RuleBroken
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.signing.answering import Decision, answer
from waymark.signing.asking import SigningDraft, ask_to_sign
from waymark.signing.meanings import CONSENT, Meaning, Means
from waymark.signing.models.item import Outcome, SigningItem
from waymark.signing.models.signature import Signature
from waymark.signing.refusals import NothingToSign, NotTheSigner, OutcomeMissing, PresenceMissing, VersionChanged
from waymark.signing.voiding import void_pending
from waymark.work.models.notice import Notice

pytestmark = pytest.mark.django_db


def test_keeps_who_signed_what_as_it_was_then(owner: Member, manager: Member) -> None:
    owner.describe(by=manager, name=owner.name, post="Head of data", email=owner.email, owner_roles=[])
    one = subjects.supplier(manager)
    (signature,) = subjects.signed(subjects.asked(owner, manager, one))
    text = f"Supplier SUP-{one.number}\nCloud host\nServers\n"
    assert signature.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert (signature.name, signature.means, signature.consent) == (
        owner.name,
        Means.PASSWORD,
        str(CONSENT[Meaning.REVIEWED]),
    )
    assert signature.role == "Head of data, Contributor"
    assert signature.sha256 in signature.sentence
    assert subjects.ANNOUNCED[one.pk][-1] == "reviewed"


def test_signs_a_bundle_on_one_proof_with_an_outcome_each(owner: Member, manager: Member) -> None:
    some = [subjects.supplier(manager, name) for name in ("First", "Second")]
    request = subjects.asked(owner, manager, *some)
    first, second = request.items.order_by("position")
    decisions = {
        first.pk: Decision(Outcome.SIGNED, first.sha256),
        second.pk: Decision(Outcome.RETURNED, second.sha256, "Name the region."),
    }
    given = answer(request, decisions, by=owner, presence=subjects.presence())
    assert [one.record_id for one in given] == [some[0].pk]
    assert request.state == "answered"
    second.refresh_from_db()
    assert (second.outcome, second.remark) == ("returned", "Name the region.")
    assert subjects.ANNOUNCED[some[1].pk][-1] == "Name the region."
    assert "requests changes" in Notice.objects.to(manager).newest_first()[0].what


@pytest.mark.parametrize("ago", [dt.timedelta(minutes=10, seconds=1), dt.timedelta(days=1), dt.timedelta(minutes=-1)])
def test_refuses_a_proof_outside_its_window(ago: dt.timedelta, owner: Member, manager: Member) -> None:
    request = subjects.asked(owner, manager)
    with pytest.raises(PresenceMissing, match="ten minutes"):
        answer(request, subjects.decided(request), by=owner, presence=subjects.presence(ago=ago))
    assert not Signature.objects.exists()


def test_refuses_no_proof_and_that_of_a_demo(owner: Member, manager: Member) -> None:
    request = subjects.asked(owner, manager)
    for presence in (None, subjects.presence(means=Means.DEMO)):
        with pytest.raises(PresenceMissing):
            answer(request, subjects.decided(request), by=owner, presence=presence)


def test_refuses_a_version_that_changed_meanwhile(owner: Member, manager: Member) -> None:
    one, same = subjects.supplier(manager), subjects.supplier(manager, "Same")
    request = subjects.asked(owner, manager, same, one)
    one.edit(name="Cloud host", supplies="Servers abroad", by=manager)
    with pytest.raises(VersionChanged):
        answer(request, subjects.decided(request), by=owner, presence=subjects.presence())
    assert not Signature.objects.exists()
    assert {item.outcome for item in request.items.all()} == {"pending"}


def test_refuses_a_signature_on_something_else_than_was_seen(owner: Member, manager: Member) -> None:
    request = subjects.asked(owner, manager)
    seen = {one.pk: Decision(Outcome.SIGNED, "0" * 64) for one in request.items.all()}
    with pytest.raises(VersionChanged):
        answer(request, seen, by=owner, presence=subjects.presence())


def test_refuses_anybody_but_the_signer(owner: Member, manager: Member) -> None:
    request = subjects.asked(owner, manager)
    with pytest.raises(NotTheSigner, match=owner.name):
        answer(request, subjects.decided(request), by=manager, presence=subjects.presence())


@pytest.mark.parametrize(("outcome", "remark"), [("returned", " "), ("void", "x"), ("pending", "x"), ("", "")])
def test_refuses_what_is_no_outcome(outcome: str, remark: str, owner: Member, manager: Member) -> None:
    request = subjects.asked(owner, manager)
    with pytest.raises(OutcomeMissing):
        answer(request, subjects.decided(request, outcome, remark), by=owner, presence=subjects.presence())
    with pytest.raises(OutcomeMissing):
        answer(request, {}, by=owner, presence=subjects.presence())


def test_asks_the_kind_who_may_sign(manager: Member) -> None:
    reader = factories.member(manager.organisation, Role.READER)
    with pytest.raises(RuleBroken, match="cannot approve"):
        subjects.asked(reader, manager, meaning=Meaning.APPROVED)
    request = subjects.asked(manager, manager, meaning=Meaning.APPROVED)
    manager.grant([Role.CONTRIBUTOR], by=manager)
    with pytest.raises(RuleBroken, match="cannot approve"):
        answer(request, subjects.decided(request), by=manager, presence=subjects.presence())


def test_asks_for_something_that_is_there(owner: Member, manager: Member, outsider: Member) -> None:
    theirs = subjects.supplier(outsider)
    with pytest.raises(NothingToSign):
        subjects.asked(owner, manager, theirs)
    draft = SigningDraft(title="Nothing", signer=owner, due_on=dt.date(2026, 1, 1), items=())
    with pytest.raises(NothingToSign):
        ask_to_sign(manager.organisation, draft, by=manager)


def test_voids_what_is_pending_on_a_version_and_says_so(owner: Member, manager: Member) -> None:
    one, other = subjects.supplier(manager, "One"), subjects.supplier(manager, "Other")
    both, alone = subjects.asked(owner, manager, one, other), subjects.asked(owner, manager, one)
    assert void_pending(manager.organisation, subjects.KIND, one.pk, reason="It was edited.", by=manager) == 2
    both.refresh_from_db()
    alone.refresh_from_db()
    assert (both.state, alone.state) == ("open", "void")
    assert [item.outcome for item in both.items.order_by("position")] == ["void", "pending"]
    assert any("It was edited." in notice.what for notice in Notice.objects.to(owner))
    assert len(answer(both, subjects.decided(both), by=owner, presence=subjects.presence())) == 1


def test_keeps_signatures_and_what_was_put_before_signers(owner: Member, manager: Member) -> None:
    (signature,) = subjects.signed(subjects.asked(owner, manager))
    for rows in (Signature.objects.filter(pk=signature.pk), SigningItem.objects.filter(pk=signature.item_id)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(sha256="0" * 64)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
