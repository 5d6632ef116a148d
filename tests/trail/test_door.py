import datetime as dt
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from tests import factories
from waymark.catalogue.models.framework import Requirement
from waymark.catalogue.models.wording import Wording
from waymark.conformity.events import ConformityEvent
from waymark.conformity.models.standing import Standing
from waymark.people.events import PeopleEvent
from waymark.people.models.access import AccessLink, Purpose, digest
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.trail.actors import CONSOLE
from waymark.trail.door import AlreadyThere, StaleRecord, commit_all
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db


def last(organisation: Organisation) -> Entry:
    return Entry.objects.of(organisation).newest_first()[0]


def body_of(entry: Entry) -> Any:
    return json.loads(entry.body)


def counted(organisation: Organisation) -> int:
    return Entry.objects.of(organisation).count()


def test_writes_the_change_and_its_entry(organisation: Organisation, manager: Member, owner: Member) -> None:
    standing = Standing.objects.of(organisation).with_refs(["6.1.2"]).get()
    standing.assign(owner, dt.date(2026, 4, 30), by=manager)
    entry = last(organisation)
    assert body_of(entry)["changes"] == {"owner_id": [None, owner.pk], "due_on": [None, "2026-04-30"]}
    assert body_of(entry)["actor"] == {"kind": "member", "id": manager.pk, "name": "Mia Manager"}
    assert (entry.event, body_of(entry)["reference"]) == ("standing.owned", "6.1.2")
    assert Entry.objects.of(organisation).about(standing).newest_first().first() == entry
    fresh = Standing.objects.of(organisation).get(pk=standing.pk)
    assert (fresh.owner_id, fresh.version) == (owner.pk, standing.version)


def test_counts_the_versions_from_one(organisation: Organisation) -> None:
    person = factories.member(organisation)
    assert person.version == 1
    person.grant(["reader"], by=CONSOLE)
    person.grant(["contributor"], by=CONSOLE)
    assert person.version == Member.objects.of(organisation).get(pk=person.pk).version == 3


def test_tells_of_a_new_record_what_is_not_empty(organisation: Organisation) -> None:
    Member.add(organisation, name="Nele", by=CONSOLE, roles=["reader"])
    assert body_of(last(organisation))["changes"] == {
        "name": [None, "Nele"],
        "roles": [None, ["reader"]],
        "owner_roles": [None, []],
        "organisation_id": [None, organisation.pk],
    }


def test_tells_only_what_changed(organisation: Organisation, manager: Member) -> None:
    manager.describe(by=CONSOLE, name=manager.name, post="Head of data", email=manager.email, owner_roles=[])
    assert body_of(last(organisation))["changes"] == {"post": ["", "Head of data"]}


def test_writes_neither_when_the_transaction_fails_later(organisation: Organisation, owner: Member) -> None:
    before = counted(organisation)
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 -- first the act, then the failure
        owner.grant(["reader"], by=CONSOLE)
        raise ZeroDivisionError
    assert Member.objects.of(organisation).get(pk=owner.pk).roles == ["contributor"]
    assert counted(organisation) == before


def test_writes_neither_when_the_entry_cannot_be_written(organisation: Organisation, owner: Member) -> None:
    before, owner.post = counted(organisation), "Head"
    with pytest.raises(TypeError, match="No canonical form"):
        owner.commit(PeopleEvent.DESCRIBED, by=CONSOLE, note=object())  # type: ignore[arg-type]  # so that it fails after the write
    assert Member.objects.of(organisation).get(pk=owner.pk).post == ""
    assert counted(organisation) == before


def test_refuses_a_record_somebody_else_changed_after_it_was_read(organisation: Organisation, owner: Member) -> None:
    mine, theirs = (Member.objects.of(organisation).get(pk=owner.pk) for _n in range(2))
    theirs.describe(by=CONSOLE, name="Omar Owner", post="Theirs", email="", owner_roles=[])
    before = counted(organisation)
    with pytest.raises(StaleRecord) as stale:
        mine.describe(by=CONSOLE, name="Omar Owner", post="Mine", email="", owner_roles=[])
    assert stale.value.theirs.post == "Theirs"
    assert Member.objects.of(organisation).get(pk=owner.pk).post == "Theirs"
    assert counted(organisation) == before


def test_refuses_a_version_that_was_not_the_newest_on_the_screen(owner: Member) -> None:
    assert owner.read_at(owner.version) is owner
    for seen in (owner.version - 1, owner.version + 1):
        with pytest.raises(StaleRecord) as stale:
            owner.read_at(seen)
        assert stale.value.theirs is owner


def test_commits_all_or_nothing(organisation: Organisation, owner: Member) -> None:
    standings = list(Standing.objects.of(organisation).with_refs(["4.1", "4.2", "4.3"]).order_by("pk"))
    Standing.objects.of(organisation).get(pk=standings[1].pk).assign(owner, None, by=CONSOLE)
    before = counted(organisation)
    for standing in standings:
        standing.due_on = dt.date(2026, 5, 1)
    with pytest.raises(StaleRecord):
        commit_all(standings, ConformityEvent.DATED, by=CONSOLE)
    assert not Standing.objects.of(organisation).filter(due_on__isnull=False).exists()
    assert counted(organisation) == before


def test_checks_every_record_before_it_writes_one(organisation: Organisation) -> None:
    people = [Member(organisation=organisation, name=name, roles=[]) for name in ("Fine", "Not\u202efine")]
    with pytest.raises(ValidationError, match="cannot be stored"):
        commit_all(people, PeopleEvent.NAMED, by=CONSOLE)
    assert not Member.objects.of(organisation).called("fine").exists()


def test_gives_each_of_several_records_an_entry_in_their_order(organisation: Organisation) -> None:
    standings = list(Standing.objects.of(organisation).order_by("pk")[:5])
    for standing in standings:
        standing.due_on = dt.date(2026, 5, 1)
    entries = commit_all(standings, ConformityEvent.DATED, by=CONSOLE, note="Why not")
    assert [entry.record_id for entry in entries] == [standing.pk for standing in standings]
    assert [entry.seq for entry in entries] == list(range(entries[0].seq, entries[0].seq + 5))
    assert {body_of(entry)["note"] for entry in entries} == {"Why not"}


def test_says_that_a_record_is_already_there(organisation: Organisation, owner: Member) -> None:
    before = counted(organisation)
    with pytest.raises(AlreadyThere, match="existing record"):
        Member.add(organisation, name="Omar again", user=owner.user, by=CONSOLE)
    assert counted(organisation) == before


def test_keeps_passwords_out_of_the_chain(organisation: Organisation) -> None:
    person = factories.user("Pia", password="a-secret-of-pia")
    person.choose_password("another-secret", by=person)
    entries = Entry.objects.filter(organisation_id=0).about(person)
    assert [body_of(entry)["changes"]["password"] for entry in entries.order_by("seq")] == [
        [None, "(not shown)"],
        ["(not shown)", "(not shown)"],
    ]
    hashed = User.objects.get(pk=person.pk).password
    assert all(hashed not in entry.body and "secret" not in entry.body for entry in entries)


def test_keeps_tokens_out_of_the_chain(organisation: Organisation, owner: Member) -> None:
    token = AccessLink.issue(Purpose.INVITATION, by=CONSOLE, lasts=dt.timedelta(days=1), member=owner)
    bodies = " ".join(Entry.objects.of(organisation).values_list("body", flat=True))
    assert '"token_hash":[null,"(not shown)"]' in bodies
    assert token not in bodies
    assert digest(token) not in bodies


def test_keeps_licensed_wording_out_of_the_chain(organisation: Organisation, manager: Member) -> None:
    requirement = Requirement.objects.get(ref="6.1.2", framework__slug="iso-42001-2023-2")
    wording = Wording.attach(organisation, requirement.pk, text="As licensed", source="Order 1", by=manager)
    wording.replace(text="As licensed anew", source="Order 1", by=manager)
    wording.withdraw(by=manager, reason="The licence has ended")
    entries = Entry.objects.of(organisation).about(wording).order_by("seq")
    assert [body_of(entry)["changes"]["text"] for entry in entries] == [
        [None, "(not shown)"],
        ["(not shown)", "(not shown)"],
        ["(not shown)", "(not shown)"],
    ]
    assert not any("licensed" in entry.body for entry in entries)


def test_does_not_take_what_was_not_read_for_a_change(organisation: Organisation, owner: Member) -> None:
    part = Member.objects.of(organisation).defer("post", "email").get(pk=owner.pk)
    part.name = "Omar Other"
    part.commit(PeopleEvent.DESCRIBED, by=CONSOLE)
    assert body_of(last(organisation))["changes"] == {"name": ["Omar Owner", "Omar Other"]}


def test_counts_changes_from_what_was_read_last(organisation: Organisation, administrator: Member) -> None:
    twice = Member.objects.get(pk=administrator.pk)
    administrator.describe(by=administrator, name="Ada the First", post="", email="", owner_roles=[])
    twice.refresh_from_db()
    twice.describe(by=administrator, name="Ada Administrator", post="", email="", owner_roles=[])
    assert Member.objects.get(pk=administrator.pk).name == "Ada Administrator"
