import json

import pytest
from django.db import DatabaseError, connection, transaction

from tests import factories
from tests.trail import stranger
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import CONSOLE
from waymark.trail.models import Entry, Head

pytestmark = pytest.mark.django_db


def faults_of(organisation_id: int) -> list[str]:
    entries = Entry.objects.filter(organisation_id=organisation_id).order_by("seq")
    head = Head.objects.get(organisation_id=organisation_id)
    rows = list(entries.values_list("seq", "body", "previous", "hash"))
    return stranger.faults(rows, (head.seq, head.hash))


def refused(statement: str, match: str) -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_links_every_entry_so_that_a_stranger_can_verify_it(organisation: Organisation, manager: Member) -> None:
    manager.grant([], by=manager)
    assert Entry.objects.of(organisation).count() > 70
    assert faults_of(organisation.pk) == []
    assert faults_of(0) == []


def test_keeps_one_chain_for_each_organisation(organisation: Organisation, outsider: Member) -> None:
    for one in (organisation, outsider.organisation):
        seqs = list(Entry.objects.of(one).order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, len(seqs) + 1))


def test_repeats_in_its_columns_what_the_body_says(organisation: Organisation) -> None:
    for entry in Entry.objects.of(organisation):
        body = json.loads(entry.body)
        assert (body["organisation"], body["seq"], body["event"]) == (entry.organisation_id, entry.seq, entry.event)
        assert (body["kind"], body["record"]) == (entry.kind, entry.record_id)
        assert body["actor"] == {"kind": entry.actor_kind, "id": entry.actor_id, "name": entry.actor_name}
        assert body["at"] == entry.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@pytest.mark.parametrize("column", ["body", "hash", "previous", "event", "actor_name", "note_of_nobody"])
def test_refuses_to_change_an_entry(organisation: Organisation, column: str) -> None:
    named = column if column != "note_of_nobody" else "record_id"
    value = "0" if named == "record_id" else "'x'"
    refused(f"UPDATE trail_entry SET {named} = {value} WHERE organisation_id = {organisation.pk}", "append-only")  # noqa: S608 -- our own names


def test_refuses_to_remove_an_entry(organisation: Organisation) -> None:
    before = Entry.objects.count()
    refused(f"DELETE FROM trail_entry WHERE organisation_id = {organisation.pk} AND seq = 1", "append-only")  # noqa: S608 -- a number
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "change", ["seq = seq - 1", "seq = 0", "hash = 'x'", "sample = NOT sample", "organisation_id = 4711"]
)
def test_refuses_to_turn_a_head_back(organisation: Organisation, change: str) -> None:
    refused(f"UPDATE trail_head SET {change} WHERE organisation_id = {organisation.pk}", "only grows")  # noqa: S608 -- our own names


def test_refuses_to_remove_a_head(organisation: Organisation) -> None:
    refused(f"DELETE FROM trail_head WHERE organisation_id = {organisation.pk}", "never removed")  # noqa: S608 -- a number


def test_refuses_to_make_a_sample_of_a_real_chain_by_growing_it(organisation: Organisation) -> None:
    change = "sample = NOT sample, seq = seq + 1"
    refused(f"UPDATE trail_head SET {change} WHERE organisation_id = {organisation.pk}", "only grows")  # noqa: S608 -- a number


def test_refuses_a_second_entry_in_the_same_place(organisation: Organisation) -> None:
    entry = Entry.objects.of(organisation).newest_first()[0]
    entry.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save(force_insert=True)


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_refuses_to_empty_the_table() -> None:
    refused("TRUNCATE trail_entry", "append-only")


def test_lets_the_chain_of_a_demo_be_removed_and_no_other(organisation: Organisation) -> None:
    demo = factories.organisation("Demo", sample=True)
    assert Head.objects.get(organisation_id=demo.pk).sample
    assert Entry.objects.of(demo).exists()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM trail_entry WHERE organisation_id = %s", [demo.pk])
        cursor.execute("DELETE FROM trail_head WHERE organisation_id = %s", [demo.pk])
    assert not Entry.objects.of(demo).exists()
    assert faults_of(organisation.pk) == []


def test_marks_a_chain_as_a_sample_only_when_it_begins() -> None:
    real = factories.organisation("Real")
    real.sample = True
    real.describe(by=CONSOLE, name="Real", about="", time_zone="UTC")
    assert not Head.objects.get(organisation_id=real.pk).sample
    refused(f"DELETE FROM trail_entry WHERE organisation_id = {real.pk}", "append-only")  # noqa: S608 -- a number
