"""Versions of documents: signed, in force one at a time, superseded, withdrawn, disposed of."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction

from tests import factories
from tests.documents.signing import again, decide, drafted, in_force, submitted
from waymark.core.clock import day_in, now
from waymark.core.errors import RuleBroken
from waymark.documents import changing
from waymark.documents.canonical import sha256_of
from waymark.documents.choices import VersionState
from waymark.documents.daily import take_effect
from waymark.documents.models.document import Document
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.signing.models.item import Outcome
from waymark.signing.models.rules import SigningRules
from waymark.site.demo.loading import load_demo
from waymark.site.demo.removal import remove_demo
from waymark.trail.actors import CONSOLE
from waymark.trail.door import AlreadyThere

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.AIMS_MANAGER, name="Author")


@pytest.fixture
def head(organisation: Organisation) -> Member:
    return factories.member(organisation, Role.TOP_MANAGEMENT, name="Head")


def _today(one: Member) -> dt.date:
    return day_in(one.organisation.time_zone)


def test_is_approved_by_a_signature_and_takes_effect(author: Member, head: Member) -> None:
    version = in_force(author, head)
    assert (version.state, version.approved_by, version.effective_from) == (VersionState.EFFECTIVE, head, _today(head))
    assert version.sha256 == sha256_of(version)
    assert version.document.next_review_on is not None


def test_keeps_the_bytes_that_were_signed_when_its_document_is_renamed(author: Member, head: Member) -> None:
    version = in_force(author, head)
    changing.edit_document(version.document, title="Another title", by=author)
    assert sha256_of(again(version)) == version.sha256


def test_supersedes_the_one_before_and_answers_for_any_day(author: Member, head: Member) -> None:
    with time_machine.travel(now() - dt.timedelta(days=40), tick=False):
        first = in_force(author, head)
    second = again(changing.draft_version(first.document, reason="Another law", by=author))
    assert second.text == first.text
    assert Document.objects.get().effective_version == first
    decide(submitted(second, head, by=author), head)
    document = Document.objects.get()
    assert document.valid_on(_today(author) - dt.timedelta(days=1)) == first
    assert document.valid_on(_today(author)) == second
    assert document.valid_on(_today(author) - dt.timedelta(days=50)) is None
    assert again(first).state == VersionState.SUPERSEDED


def test_takes_effect_by_itself_on_its_day(author: Member, head: Member) -> None:
    version = drafted(author)
    changing.edit_draft(version, planned_from=_today(author) + dt.timedelta(days=3), by=author)
    decide(submitted(version, head, by=author), head)
    take_effect.func()
    assert again(version).state == VersionState.APPROVED
    with time_machine.travel(now() + dt.timedelta(days=3), tick=False):
        take_effect.func()
    assert again(version).state == VersionState.EFFECTIVE


def test_is_a_draft_again_when_a_signer_requests_changes(author: Member, head: Member) -> None:
    version = decide(submitted(drafted(author), head, by=author), head, Outcome.RETURNED, "Name the systems.")
    assert version.state == VersionState.DRAFT


def test_is_a_draft_again_when_it_is_edited_in_review(author: Member, head: Member) -> None:
    version = submitted(drafted(author), head, by=author)
    assert changing.edit_draft(version, text="Other words", by=author) == 1
    assert again(version).state == VersionState.DRAFT
    with pytest.raises(IndexError):
        decide(version, head)


def test_is_never_edited_after_its_approval(author: Member, head: Member) -> None:
    with pytest.raises(RuleBroken) as refused:
        changing.edit_draft(in_force(author, head), text="Other words", by=author)
    assert refused.value.code == "version-fixed"


def test_refuses_approval_by_its_only_author_under_separation(author: Member, organisation: Organisation) -> None:
    head = factories.member(organisation, Role.TOP_MANAGEMENT, Role.AIMS_MANAGER, name="Both")
    SigningRules.objects.in_force(organisation).set_rules(separates_approval=True, managers_approve=False, by=author)
    with pytest.raises(RuleBroken) as refused:
        submitted(drafted(head), head, by=head)
    assert refused.value.code == "only-author-approves"
    assert DocumentVersion.objects.get().state == VersionState.DRAFT


def test_records_approval_by_its_only_author_with_a_warning(organisation: Organisation) -> None:
    both = factories.member(organisation, Role.TOP_MANAGEMENT, Role.AIMS_MANAGER, name="Both")
    assert in_force(both, both).by_only_author


def test_refuses_an_approver_without_the_right(author: Member) -> None:
    with pytest.raises(RuleBroken) as refused:
        submitted(drafted(author), author, by=author)
    assert refused.value.code == "not-an-approver"


def test_refuses_approval_while_marks_are_left(author: Member, head: Member) -> None:
    with pytest.raises(RuleBroken) as refused:
        submitted(drafted(author, "# Purpose\n\n{{aims_manager}}"), head, by=author)
    assert refused.value.code == "marks-left"


def test_refuses_approval_without_a_date_of_review(author: Member, head: Member) -> None:
    with pytest.raises(RuleBroken) as refused:
        submitted(drafted(author, review_months=None), head, by=author)
    assert refused.value.code == "review-date-missing"


def test_refuses_an_effective_date_before_approval(author: Member) -> None:
    today, version = _today(author), drafted(author)
    with pytest.raises(RuleBroken) as refused:
        changing.approve_outside(
            version, outside_by="The board", on=today, effective_from=today - dt.timedelta(days=1), by=author
        )
    assert refused.value.code == "effective-before-approval"


def test_keeps_a_real_approval_from_before(author: Member) -> None:
    version, day = drafted(author), _today(author) - dt.timedelta(days=300)
    changing.approve_outside(version, outside_by="Board", on=day, effective_from=day, proof="Minutes", by=author)
    kept = again(version)
    assert (kept.state, kept.approver, kept.approved_on) == (VersionState.EFFECTIVE, "Board", day)


def test_refuses_a_second_version_in_force_in_the_database(author: Member, head: Member) -> None:
    first = in_force(author, head)
    second = again(changing.draft_version(first.document, reason="Another law", by=author))
    today = _today(author)
    second.approve_outside(sha256_of(second), outside_by="Board", on=today, effective_from=today, by=author)
    with pytest.raises(AlreadyThere):
        second.take_effect(by=author)


def test_refuses_a_second_draft(author: Member) -> None:
    with pytest.raises(RuleBroken) as refused:
        changing.draft_version(drafted(author).document, reason="Twice", by=author)
    assert refused.value.code == "version-open"


def test_is_disposed_of_only_after_its_retention_time(author: Member, head: Member) -> None:
    version = in_force(author, head, retention_months=12)
    changing.withdraw_version(version, reason="It is wrong.", by=author)
    with pytest.raises(RuleBroken) as refused:
        again(version).dispose(by=author)
    assert refused.value.code == "still-kept"
    with time_machine.travel(now() + dt.timedelta(days=370), tick=False):
        again(version).dispose(by=author)
    assert (again(version).text, again(version).sha256) == ("", version.sha256)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Another text"},
        {"title": "Another title"},
        {"sha256": "0" * 64},
        {"approved_on": dt.date(2020, 1, 1)},
        {"effective_from": dt.date(2020, 1, 1)},
        {"approved_by": None, "approved_outside": "Nobody"},
        {"edition": 7},
    ],
    ids=lambda one: next(iter(one)),
)
def test_stays_in_the_database_as_it_was_approved(change: dict[str, Any], author: Member, head: Member) -> None:
    version = in_force(author, head)
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentVersion.objects.filter(pk=version.pk).delete()
    assert again(version).text == version.text


def test_lets_go_in_the_database_of_what_a_demo_holds_and_of_nothing_else(author: Member) -> None:
    version = drafted(author)
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentVersion.objects.filter(pk=version.pk).delete()
    load_demo("alpha", by=CONSOLE)
    alpha = Organisation.objects.get(slug="alpha")
    assert DocumentVersion.objects.of(alpha).exists()
    remove_demo(alpha, by=CONSOLE)
    assert list(DocumentVersion.objects.values_list("pk", flat=True)) == [version.pk]
