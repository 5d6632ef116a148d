"""The scope statement: drafted, approved by a signature or outside, in force one version at a time (4.3)."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.examples_scope import request, scope_version
from tests.factories import client_of
from tests.signing.subjects import decided, presence
from tests.site.console import run
from waymark.context.models.scope_version import ScopeVersion
from waymark.context.models.system import AISystem
from waymark.context.scope_approval import NotAnApprover, OnlyAuthorApproves, record_approval, request_approval
from waymark.context.scope_content import canonical_text
from waymark.context.scope_daily import put_into_effect
from waymark.context.scope_editing import cover, leave_out_system
from waymark.context.scope_life import ScopeNotEditable
from waymark.context.scope_rules import (
    EffectiveTooEarly,
    ScopeIncomplete,
    ScopeReasonMissing,
    ScopeReviewDateWrong,
    ScopeSystemWrong,
    SystemInsideAndOutside,
    VersionNumberWrong,
)
from waymark.context.scope_view import compared, in_force_on, register_differences
from waymark.core.clock import day_in
from waymark.core.comparing import Change
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.signing.answering import answer
from waymark.signing.meanings import Meaning
from waymark.signing.models.item import Outcome, SigningItem
from waymark.signing.models.rules import SigningRules
from waymark.signing.models.signature import Signature

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def today(one: Any) -> dt.date:
    return day_in(one.organisation.time_zone)


def approved(one: ScopeVersion, by: Member, *, wanted_from: dt.date | None = None) -> ScopeVersion:
    """Approve a draft by the signature of top management."""
    asked = request(one, by, wanted_from=wanted_from)
    answer(asked, decided(asked), by=asked.owner, presence=presence())
    one.refresh_from_db()
    return one


def outside(one: ScopeVersion, by: Member, effective_from: dt.date, approved_on: dt.date | None = None) -> ScopeVersion:
    """Record an approval that was given outside."""
    record_approval(
        one,
        approver="The board",
        approved_on=approved_on or min(effective_from, today(one)),
        evidence="Minutes 7",
        effective_from=effective_from,
        next_review_on=max(effective_from, today(one)) + 365 * DAY,
        by=by,
    )
    one.refresh_from_db()
    return one


def live_system(by: Member, name: str = "Assistant") -> AISystem:
    system = AISystem.add(by.organisation, owner=None, name=name, purpose="Drafts answers", by=by)
    system.go_live(on=today(by), by=by)
    return system


def test_takes_effect_by_a_signature_on_its_exact_text(manager: Member) -> None:
    one = approved(scope_version(manager, 1), manager)
    assert (one.state, one.effective_from, one.approved_on) == ("effective", today(one), today(one))
    signature = Signature.objects.of(one.organisation).get()
    assert signature.meaning == Meaning.APPROVED
    browser = client_of(manager)
    item = signature.item
    text = browser.get(f"/o/{one.organisation.slug}/signatures/{item.request.number}/texts/{item.position}").content
    assert text == canonical_text(one).encode()
    assert not one.is_self_approved


def test_supersedes_the_version_before_it(manager: Member) -> None:
    first, second = approved(scope_version(manager, 1), manager), approved(scope_version(manager, 2), manager)
    first.refresh_from_db()
    assert (first.state, first.ended_on, second.state) == ("superseded", today(first), "effective")


def test_waits_for_its_day(manager: Member, run_jobs: Any) -> None:
    first = approved(scope_version(manager, 1), manager)
    second = approved(scope_version(manager, 2), manager, wanted_from=today(first) + DAY)
    put_into_effect.enqueue()
    run_jobs()
    second.refresh_from_db()
    assert second.state == "approved"
    ScopeVersion.objects.filter(pk=second.pk).update(approved_on=today(first) - DAY, effective_from=today(first))
    put_into_effect.enqueue()
    run_jobs()
    put_into_effect.enqueue()
    run_jobs()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "effective")


def test_voids_the_request_when_it_is_edited_in_review(manager: Member) -> None:
    one = scope_version(manager, 1)
    asked = request(one, manager)
    one.refresh_from_db()
    one.edit(version_number=one.version_number, reason="Better", sentence="Other.", by=manager)
    asked.refresh_from_db()
    item = SigningItem.objects.of(one.organisation).get()
    assert (one.state, asked.state, item.outcome, item.remark) == (
        "draft",
        "void",
        Outcome.VOID,
        "The version was edited.",
    )


def test_becomes_a_draft_when_the_approver_requests_changes(manager: Member) -> None:
    one = scope_version(manager, 1)
    asked = request(one, manager)
    answer(asked, decided(asked, Outcome.RETURNED, "Name the host."), by=asked.owner, presence=presence())
    one.refresh_from_db()
    assert one.state == "draft"


def test_asks_only_those_who_may_approve(manager: Member) -> None:
    one = scope_version(manager, 1)
    known: dict[str, Any] = {"due_on": today(one), "next_review_on": today(one) + 365 * DAY}
    with pytest.raises(NotAnApprover, match=manager.name):
        request_approval(one, signer=manager, by=manager, **known)
    one.refresh_from_db()
    assert one.state == "draft"
    rules = SigningRules.objects.in_force(one.organisation)
    rules.set_rules(separates_approval=False, managers_approve=True, by=manager)
    asked = request_approval(one, signer=manager, by=manager, **known)
    answer(asked, decided(asked), by=manager, presence=presence())
    one.refresh_from_db()
    assert one.is_self_approved
    assert "only author" in client_of(manager).get(f"/o/{one.organisation.slug}/scope/{one.number}").content.decode()


def test_refuses_its_only_author_where_the_two_are_separate(manager: Member) -> None:
    one = scope_version(manager, 1)
    SigningRules.objects.in_force(one.organisation).set_rules(
        separates_approval=True, managers_approve=True, by=manager
    )
    known: dict[str, Any] = {"due_on": today(one), "next_review_on": today(one) + 365 * DAY}
    with pytest.raises(OnlyAuthorApproves):
        request_approval(one, signer=manager, by=manager, **known)
    other = factories.member(one.organisation, Role.AIMS_MANAGER)
    one.refresh_from_db()
    one.edit(version_number=one.version_number, reason="R", sentence="S.", by=other)
    request_approval(one, signer=manager, by=manager, **known)
    assert one.state == "in_review"


def test_covers_a_system_that_is_planned(manager: Member) -> None:
    one = scope_version(manager, 1)
    planned = AISystem.add(manager.organisation, owner=None, name="Idea", purpose="Ranks", by=manager)
    cover(one, sites=[], systems=[planned.number], by=manager)
    assert [system["number"] for system in ScopeVersion.objects.get(pk=one.pk).systems] == [planned.number]


def test_refuses_a_system_that_is_not_there_or_retired(manager: Member) -> None:
    one = scope_version(manager, 1)
    retired = live_system(manager)
    AISystem.objects.filter(pk=retired.pk).update(state="retired", out_of_use_on=today(one), retired_reason="Old")
    for number, why in ((999, "does not exist"), (retired.number, "is retired")):
        with pytest.raises(ScopeSystemWrong, match=why):
            cover(one, sites=[], systems=[number], by=manager)
    assert ScopeVersion.objects.get(pk=one.pk).systems == []


def test_refuses_approval_when_a_system_was_retired_meanwhile(manager: Member) -> None:
    one, system = scope_version(manager, 1), live_system(manager)
    cover(one, sites=[one.sites[0]["number"]], systems=[system.number], by=manager)
    AISystem.objects.filter(pk=system.pk).update(state="retired", out_of_use_on=today(one), retired_reason="Old")
    with pytest.raises(ScopeSystemWrong, match="is retired"):
        request(one, manager)


def test_refuses_a_system_inside_and_outside(manager: Member) -> None:
    one, system = scope_version(manager, 1), live_system(manager)
    leave_out_system(one, system=system.number, reason="Only a test.", by=manager)
    with pytest.raises(SystemInsideAndOutside):
        cover(one, sites=[], systems=[system.number], by=manager)


def test_refuses_to_take_effect_before_its_approval(manager: Member) -> None:
    one = scope_version(manager, 1)
    with pytest.raises(EffectiveTooEarly):
        request(one, manager, wanted_from=today(one) - DAY)
    one.refresh_from_db()
    with pytest.raises(EffectiveTooEarly):
        outside(one, manager, today(one) - 9 * DAY, approved_on=today(one) - 3 * DAY)
    with pytest.raises(EffectiveTooEarly, match="future"):
        outside(one, manager, today(one) + 9 * DAY, approved_on=today(one) + 3 * DAY)
    assert ScopeVersion.objects.get(pk=one.pk).state == "draft"


def test_refuses_a_review_before_it_takes_effect(manager: Member) -> None:
    one = scope_version(manager, 1)
    signer = factories.member(one.organisation, Role.TOP_MANAGEMENT)
    with pytest.raises(ScopeReviewDateWrong):
        request_approval(one, signer=signer, due_on=today(one), next_review_on=today(one), by=manager)


def test_refuses_what_is_not_complete(manager: Member) -> None:
    one = ScopeVersion.draft(manager.organisation, version_number="1.0", by=manager)
    with pytest.raises(ScopeIncomplete, match="at least one site, at least one activity, the sentence"):
        request(one, manager)


@pytest.mark.parametrize("number", ["", "1", "1.1.1", "one", "01.0", "1.٣", "1.1000"])
def test_refuses_what_is_no_version_number(number: str, manager: Member) -> None:
    with pytest.raises(VersionNumberWrong):
        ScopeVersion.draft(manager.organisation, version_number=number, by=manager)


def test_needs_a_reason_and_a_number_of_its_own_from_the_second_version_on(manager: Member) -> None:
    ScopeVersion.draft(manager.organisation, version_number="1.0", by=manager)
    with pytest.raises(ScopeReasonMissing):
        ScopeVersion.draft(manager.organisation, version_number="1.1", reason=" ", by=manager)
    with pytest.raises(VersionNumberWrong, match="SCP-1"):
        ScopeVersion.draft(manager.organisation, version_number="1.0", reason="R", by=manager)


def test_starts_from_the_version_in_force(manager: Member) -> None:
    first = approved(scope_version(manager, 1), manager)
    second = ScopeVersion.draft(manager.organisation, version_number="2.0", reason="R", by=manager)
    assert (second.activities, second.sites, second.sentence) == (first.activities, first.sites, first.sentence)
    assert second.effective_from is None


def test_changes_nothing_on_an_approved_version(manager: Member) -> None:
    one = approved(scope_version(manager, 1), manager)
    with pytest.raises(ScopeNotEditable):
        one.edit(version_number="9.9", reason="R", by=manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScopeVersion.objects.filter(pk=scope_version(manager, 2).pk).update(
            state="effective", approved_on=today(one), effective_from=today(one), next_review_on=today(one)
        )


def test_says_which_version_was_in_force_on_a_day(manager: Member) -> None:
    start = today(manager)
    newer = outside(scope_version(manager, 1), manager, start - 10 * DAY)
    older = outside(scope_version(manager, 2), manager, start - 30 * DAY)
    ahead = outside(scope_version(manager, 3), manager, start + 5 * DAY)
    assert (newer.state, older.state, ahead.state) == ("effective", "superseded", "approved")
    assert older.ended_on == newer.effective_from
    for days, found in ((-31, None), (-30, older), (-11, older), (-10, newer), (4, newer), (5, ahead)):
        assert in_force_on(manager.organisation, start + days * DAY) == found
    slug = manager.organisation.slug
    page = client_of(manager).get(f"/o/{slug}/scope/in-force", {"on": str(start - 20 * DAY)}).content.decode()
    assert f"/o/{slug}/scope/{older.number}" in page.split('id="answer"')[1].split('id="periods"')[0]
    assert "SCP-" not in page.split('id="answer"')[1].split('id="periods"')[0].replace(older.reference, "")
    shown = run("scope", "show", "--org", slug, "--on", str(start - 20 * DAY))
    assert older.reference in shown.output
    assert run("scope", "show", "--org", slug, "--on", "2000-01-01").exit_code == 3


def test_shows_what_the_inventory_has_and_the_statement_does_not(manager: Member) -> None:
    one, system = approved(scope_version(manager, 1), manager), live_system(manager)
    assert system in register_differences(one).unmentioned
    page = client_of(manager).get(f"/o/{one.organisation.slug}/scope/{one.number}").content.decode()
    assert "In the inventory, not mentioned" in page
    assert system.reference in page
    second, unused = scope_version(manager, 2), live_system(manager, "Other")
    unused.leave_out(reason="Only a test.", by=manager)
    cover(second, sites=[second.sites[0]["number"]], systems=[system.number, unused.number], by=manager)
    assert [found.record for found in register_differences(second).systems] == [unused]
    assert not register_differences(second).unmentioned


def test_compares_two_versions_row_by_row_and_word_by_word(manager: Member) -> None:
    first, second = scope_version(manager, 1), scope_version(manager, 2)
    second.remove_row(part="interfaces", row=1, by=manager)
    second.edit(version_number="2.0", reason="R", sentence="Support with more AI.", by=manager)
    found = {str(one.label): one for one in compared(first, second)}
    assert [line.change for line in found["Interfaces"].lines].count(Change.REMOVED) >= 1
    (sentence,) = found["Sentence for the certificate"].lines
    assert [word.text for word in sentence.words if word.change == Change.ADDED] == ["more "]
    page = client_of(manager).get(f"/o/{first.organisation.slug}/scope/{second.number}/comparison")
    assert "<ins>more </ins>" in page.content.decode()


def test_keeps_the_titles_of_the_day_of_approval(manager: Member) -> None:
    one = approved(scope_version(manager, 1), manager)
    before = canonical_text(one)
    AISystem.objects.of(one.organisation).update(name="Renamed")
    one.refresh_from_db()
    assert canonical_text(one) == before


def test_edits_row_by_row_on_the_page(manager: Member) -> None:
    one = scope_version(manager, 1)
    at = f"/o/{one.organisation.slug}/scope/{one.number}"
    browser = client_of(manager)
    page = browser.get(f"{at}?edit=activities&row=1").content.decode()
    assert 'value="Activity 1"' in page
    sent = {"version": one.version, "activity": "Sales", "ai_role": "", "site": "", "row": "1"}
    assert browser.post(f"{at}/activities", sent).status_code == 303
    assert browser.post(f"{at}/activities", {**sent, "activity": "Late"}).status_code == 409
    one.refresh_from_db()
    assert one.activities == [{"activity": "Sales", "ai_role": "", "site": None}]
    refused = browser.post(f"{at}/coverage", {"version": one.version, "systems": ["999"]})
    assert refused.status_code == 422
    assert "SYS-999 does not exist." in refused.content.decode()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(min_value=-40, max_value=40), min_size=1, max_size=5))
def test_has_one_version_in_force_at_most_however_they_come(days: list[int], manager: Member) -> None:
    with transaction.atomic():
        start = today(manager)
        for place, day in enumerate(days):
            outside(scope_version(manager, place), manager, start + day * DAY)
        rows = ScopeVersion.objects.of(manager.organisation)
        past = [day for day in days if day <= 0]
        assert rows.effective().count() == (1 if past else 0)
        for day in {*days, *(one - 1 for one in days), 0}:
            found = in_force_on(manager.organisation, start + day * DAY)
            begun = [one for one in days if one <= day]
            assert (found.effective_from if found else None) == (start + max(begun) * DAY if begun else None)
        transaction.set_rollback(True)


def test_stands_behind_its_points_by_itself(manager: Member, organisation: Organisation) -> None:
    one = approved(scope_version(manager, 1), manager)
    page = client_of(manager).get(f"/o/{organisation.slug}/requirements/4.3").content.decode()
    assert one.reference in page
