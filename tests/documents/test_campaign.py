"""An acknowledgement campaign: who is asked, who has signed, and what new versions, new members and leavers change."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.documents.campaigns import next_version, requests_of, sign, started, states, today
from tests.evidence.api_calls import Program, error_of
from tests.examples_documents import version as draft_of_version
from tests.examples_external import effective
from tests.factories import client_of
from tests.signing import subjects
from waymark.documents import campaigning, changing
from waymark.documents.campaign_choices import (
    Audience,
    CampaignClosed,
    CampaignDayPast,
    NobodyToAsk,
    NoNewerVersion,
)
from waymark.documents.campaign_shown import CAMPAIGNS_SHOWN
from waymark.documents.campaign_view import campaign_view
from waymark.documents.models.campaign import Campaign
from waymark.documents.models.campaign_reader import CampaignReader
from waymark.documents.refusals import NothingToRead
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.signing.answering import answer
from waymark.signing.models.request import SigningRequest
from waymark.signing.refusals import NotTheSigner
from waymark.work.daily import remind_in
from waymark.work.models.notice import Notice
from waymark.work.owed import owed_by

pytestmark = pytest.mark.django_db


def progress(one: Campaign) -> tuple[int, int]:
    found: Any = Campaign.objects.filter(pk=one.pk).with_progress().get()
    return found.signed, found.asked


def page_of(one: Campaign, member: Member) -> str:
    assert member.user is not None
    address = reverse("campaign", args=[one.organisation.slug, one.number])
    return client_of(member.user).get(address).content.decode()


def join(manager: Member, name: str, *roles: str) -> Member:
    return Member.add(manager.organisation, name=name, roles=roles, by=manager)


def test_asks_each_member_once_and_counts_who_has_signed(manager: Member, owner: Member, reader: Member) -> None:
    one = started(manager, audience=Audience.CHOSEN, chosen=[manager, owner, reader], message="Please read it.")
    assert [request.note for request in requests_of(reader)] == ["Please read it."]
    assert "Read and understood" in owed_by(reader, today())[0].what
    sign(one, reader)
    assert progress(one) == (1, 3)
    assert states(one) == {manager.name: "open", owner.name: "open", reader.name: "signed"}
    assert not len(owed_by(reader, today()))
    page = page_of(one, manager)
    assert "1 of 3 members have signed." in page


def test_lets_a_member_sign_for_themselves_only(manager: Member, owner: Member, reader: Member) -> None:
    one = started(manager, audience=Audience.CHOSEN, chosen=[owner, reader])
    (theirs,) = requests_of(owner)
    with pytest.raises(NotTheSigner):
        answer(theirs, subjects.decided(theirs), by=reader, presence=subjects.presence())
    assert states(one) == {owner.name: "open", reader.name: "open"}


def test_counts_no_signature_that_somebody_else_gave(manager: Member, owner: Member, reader: Member) -> None:
    one = started(manager, audience=Audience.CHOSEN, chosen=[owner])
    from waymark.work.owners import give  # noqa: PLC0415 -- one test needs it

    (theirs,) = requests_of(owner)
    give(theirs, reader, by=manager)
    sign(one, owner)
    assert (states(one), progress(one)) == ({owner.name: "unasked"}, (0, 1))


def test_asks_by_role_by_aims_role_and_by_name(manager: Member, owner: Member, reader: Member) -> None:
    one = started(manager, audience=Audience.ROLES, roles=[Role.READER])
    assert set(states(one)) == {
        each.name for each in Member.objects.of(manager.organisation).active() if Role.READER in each.roles
    }
    assert owner.name not in states(one)
    assert reader.name in states(one)


@pytest.mark.parametrize("state", ["draft", "superseded", "withdrawn"])
def test_refuses_a_version_that_is_not_in_force(state: str, manager: Member) -> None:
    version = draft_of_version(manager, 1) if state == "draft" else effective(manager, 1)
    if state == "superseded":
        changing.draft_version(version.document, reason="The law changed.", by=manager)
        from tests.examples_external import take_effect  # noqa: PLC0415 -- this case needs it

        take_effect(version.document, manager)
    elif state == "withdrawn":
        changing.withdraw_version(version, reason="It was wrong.", by=manager)
    with pytest.raises(NothingToRead):
        started(manager, version)
    sent = {"document_version": version.number, "audience": "everybody", "due_on": today().isoformat()}
    error_of(Program(manager).post("/campaigns", sent), 422)
    assert not Campaign.objects.exists()
    assert not SigningRequest.objects.exists()


def test_refuses_nobody_and_a_day_that_has_passed(manager: Member, owner: Member) -> None:
    with pytest.raises(NobodyToAsk):
        started(manager, audience=Audience.ROLES, roles=[Role.INTERNAL_AUDITOR])
    with pytest.raises(CampaignDayPast):
        started(manager, due_on=today() - dt.timedelta(days=1))
    assert not Campaign.objects.exists()
    one = started(manager, audience=Audience.CHOSEN, chosen=[owner])
    with pytest.raises(CampaignDayPast):
        campaigning.extend(one, today() - dt.timedelta(days=1), by=manager)


def test_asks_nothing_twice_of_who_has_read_the_version_or_is_asked_already(
    manager: Member, owner: Member, reader: Member
) -> None:
    first = started(manager, audience=Audience.CHOSEN, chosen=[owner, reader])
    sign(first, reader)
    second = started(manager, first.document_version, audience=Audience.CHOSEN, chosen=[owner, reader])
    assert states(second) == {owner.name: "open", reader.name: "signed"}
    assert [len(requests_of(one)) for one in (owner, reader)] == [1, 1]


def test_leaves_to_another_campaign_what_both_ask_by_one_request(
    manager: Member, owner: Member, reader: Member
) -> None:
    first = started(manager, audience=Audience.CHOSEN, chosen=[owner, reader])
    second = started(manager, first.document_version, audience=Audience.CHOSEN, chosen=[owner])
    due_on = requests_of(owner)[0].due_on
    campaigning.extend(first, first.due_on + dt.timedelta(days=9), by=manager)
    assert requests_of(owner)[0].due_on == due_on
    campaigning.close(first, reason="Nobody else has to read it.", by=manager)
    assert states(second) == {owner.name: "open"}
    assert [one.is_open for one in requests_of(reader)] == [False]


def test_shows_who_joined_later_as_not_asked_and_asks_them_by_one_act(manager: Member, reader: Member) -> None:
    one = started(manager, audience=Audience.ROLES, roles=[Role.READER])
    later = join(manager, "Later Reader", Role.READER)
    assert [each.name for each in campaign_view(one).missing] == ["Later Reader"]
    assert "Later Reader" in page_of(one, manager)
    assert requests_of(later) == []
    assert campaigning.widen(one, by=manager) == 1
    assert states(one)["Later Reader"] == "open"
    assert not campaign_view(one).missing
    with pytest.raises(NobodyToAsk):
        campaigning.widen(one, by=manager)


def test_shows_who_left_and_hands_their_reading_over_to_nobody(manager: Member, reader: Member) -> None:
    one = started(manager, audience=Audience.CHOSEN, chosen=[manager, reader])
    reader.leave(by=manager, reason="The contract ended.")
    assert states(one)[reader.name] == "left"
    assert progress(one) == (0, 1)
    assert len(requests_of(manager)) == 1


def test_moves_the_day_of_who_has_not_signed(manager: Member, owner: Member, reader: Member) -> None:
    one = started(manager, audience=Audience.CHOSEN, chosen=[owner, reader])
    sign(one, reader)
    before, later = one.due_on, today() + dt.timedelta(days=30)
    campaigning.extend(one, later, by=manager)
    assert [each.due_on for member in (owner, reader) for each in requests_of(member)] == [later, before]


def test_carries_on_to_the_version_that_took_effect(manager: Member, owner: Member, reader: Member) -> None:
    one = started(manager, audience=Audience.CHOSEN, chosen=[owner, reader])
    with pytest.raises(NoNewerVersion):
        campaigning.carry_on(one, one.due_on, by=manager)
    sign(one, reader)
    newer = next_version(one, manager)
    one.refresh_from_db()
    assert campaign_view(one).newer == newer
    assert "A newer version is in force" in page_of(one, manager)
    with pytest.raises(NothingToRead):
        campaigning.widen(one, by=manager)
    campaigning.carry_on(one, one.due_on, by=manager)
    assert states(one) == {owner.name: "open", reader.name: "open"}
    assert [each.state for each in requests_of(owner)] == ["withdrawn", "open"]
    sign(one, owner)
    assert progress(one) == (1, 2)
    assert CampaignReader.objects.of(manager.organisation).count() == 4


def test_asks_nobody_any_more_once_it_is_closed(manager: Member, owner: Member, reader: Member) -> None:
    one = started(manager, audience=Audience.CHOSEN, chosen=[owner, reader])
    sign(one, reader)
    campaigning.close(one, reason="All who are there have signed.", by=manager)
    assert not len(owed_by(owner, today()))
    assert states(one) == {owner.name: "unasked", reader.name: "signed"}
    for act in (
        lambda: campaigning.extend(one, one.due_on, by=manager),
        lambda: campaigning.widen(one, by=manager),
        lambda: campaigning.carry_on(one, one.due_on, by=manager),
        lambda: campaigning.close(one, reason="Again", by=manager),
    ):
        with pytest.raises(CampaignClosed):
            act()


def test_reminds_before_and_after_the_day(manager: Member, reader: Member) -> None:
    one = started(manager, audience=Audience.CHOSEN, chosen=[reader], due_on=today() + dt.timedelta(days=3))
    (request,) = requests_of(reader)
    for _time in range(2):
        remind_in.func(manager.organisation_id)
    about = Notice.objects.to(reader).filter(about_id=request.pk, about_kind="signing.signingrequest")
    assert [text for text in about.values_list("what", flat=True) if "is due soon" in text] != []
    assert about.filter(what__contains="is due soon").count() == 1
    SigningRequest.objects.filter(pk=request.pk).update(due_on=today() - dt.timedelta(days=1))
    for _time in range(2):
        remind_in.func(manager.organisation_id)
    assert about.filter(what__contains="is overdue").count() == 1
    assert one.is_running


def test_shows_that_the_policy_was_communicated_once_somebody_has_signed(manager: Member, reader: Member) -> None:
    organisation = manager.organisation
    one = started(manager, audience=Audience.CHOSEN, chosen=[reader])
    other = started(manager, effective(manager, 2, items=("X-08",)), audience=Audience.CHOSEN, chosen=[reader])
    assert not CAMPAIGNS_SHOWN.pieces(organisation, None)
    sign(one, reader)
    sign(other, reader)
    piece, decided = CAMPAIGNS_SHOWN.pieces(organisation, None)
    assert piece.subject == ("documents.campaign", one.pk)
    assert piece.points == {"5.2-6", "7.3-1", "7.4-1", "7.4-2"}
    assert (piece.newest_on, piece.is_unverified) == (today(), False)
    assert decided.points == {"7.4-1", "7.4-2"}
    policy, newest = CAMPAIGNS_SHOWN.pieces(organisation, 1)
    assert policy.points == {"5.2-6", "7.3-1"}
    assert newest.points == {"7.4-1", "7.4-2"}


def test_asks_a_thousand_members_by_a_bounded_number_of_queries(
    manager: Member, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    from waymark.trail.door import commit_all  # noqa: PLC0415 -- one test needs it

    organisation = manager.organisation
    some = [Member(organisation=organisation, name=f"Member {n}", roles=["reader"]) for n in range(1000)]
    commit_all(some, "member.named", by=manager)
    version = effective(manager, 1)
    with django_assert_max_num_queries(160):
        one = started(manager, version, audience=Audience.ROLES, roles=[Role.READER])
    assert progress(one)[1] >= 1000
    one = Campaign.objects.select_related("document_version", "organisation").get(pk=one.pk)
    with django_assert_max_num_queries(5):
        view = campaign_view(one)
    assert (len(view.rows), view.is_cut) == (50, True)
