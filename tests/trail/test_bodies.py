"""An entry whose body somebody altered past the door: every page says so, and none of them stops."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.conformity.screens import at, text_of
from tests.factories import client_of
from tests.site.console import run
from tests.trail.tampering import every_guard_down
from waymark.conformity.models.standing import Standing
from waymark.core.clock import day_in
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import CONSOLE
from waymark.trail.bodies import read_body
from waymark.trail.comparison import Difference, compare_records
from waymark.trail.events import TrailEvent
from waymark.trail.history import history_of
from waymark.trail.key_change import change_key, earlier_keys
from waymark.trail.models import Entry
from waymark.trail.signing import own_key

WHOLE: dict[str, Any] = {
    "form": "waymark-entry-1",
    "organisation": 1,
    "seq": 1,
    "at": "2026-03-02T08:30:00.000000Z",
    "event": "member.changed",
    "kind": "people.member",
    "record": 1,
    "reference": "",
    "actor": {"kind": "console", "id": None, "name": "Console"},
    "changes": {"name": [None, "Ada"]},
    "note": "",
}
BROKEN = [
    "",
    "x",
    "{}",
    "[]",
    "null",
    "7",
    "[" * 100_000,
    "1" * 5000,
    *(
        json.dumps({**WHOLE, **other})
        for other in (
            {"changes": None},
            {"changes": {"name": 5}},
            {"changes": {"name": [1]}},
            {"changes": {"name": "ab"}},
            {"at": "x"},
            {"at": 1},
            {"at": "2026-03-02T08:30:00"},
            {"note": None},
            {"reference": 5},
            {"record": "1"},
            {"actor": "Ada"},
            {"actor": {"name": 5}},
        )
    ),
]
# Of the right format, and still nothing the product would write.
STRANGE = [
    {"owner_id": [10**30, -1], "left_out": [{}, []], "roles": [[{}], [[]]], "checklist": [["x", 1], [None]]},
    {"name": [None, {"a": 1}], "user_id": [10**30, 1.5], "joined_on": ["x", 5], "created_at": [1, "2026-03-02T08:30"]},
]


def test_reads_what_the_door_wrote() -> None:
    assert read_body(json.dumps(WHOLE)) == WHOLE


@pytest.mark.parametrize("text", BROKEN, ids=lambda text: text[:40])
def test_takes_anything_else_for_unreadable(text: str) -> None:
    assert read_body(text) is None


@pytest.fixture
def unsafe(administrator: Member, db: None) -> Iterator[Organisation]:
    """Take every guard down until the end of the test."""
    with transaction.atomic():
        every_guard_down()
        yield administrator.organisation
        transaction.set_rollback(True)


def alter(entry: Entry, body: str) -> None:
    """Put another body in the place of the one of an entry."""
    Entry.objects.filter(pk=entry.pk).update(body=body)


def last_about(record: Any) -> Entry:
    """Return the last entry about a record."""
    return Entry.objects.filter(organisation_id=record.chain_id).about(record).newest_first()[0]


SENTENCE = "This entry cannot be read, because it was altered."


@pytest.mark.parametrize("body", ["x", json.dumps({**WHOLE, "changes": {"name": 5}})])
class TestUnreadable:
    def test_is_shown_as_such_in_the_trail(self, body: str, unsafe: Organisation, administrator: Member) -> None:
        entry = last_about(administrator)
        alter(entry, body)
        visitor = client_of(administrator)
        assert SENTENCE in text_of(visitor.get(at("trail", unsafe), {"before": entry.seq + 1}))
        page = text_of(visitor.get(at("trail_entry", unsafe, entry.seq)))
        assert SENTENCE in page
        assert "The hash does not match this entry: it was altered." in page
        export = b"".join(visitor.get(at("trail_export", unsafe))).decode()
        assert SENTENCE in export
        assert export.count("\n") > entry.seq

    def test_is_shown_as_such_in_a_history(self, body: str, unsafe: Organisation, administrator: Member) -> None:
        alter(last_about(administrator), body)
        newest = history_of(administrator).history_lines[0]
        assert (newest.is_readable, newest.changes, newest.who) == (False, (), last_about(administrator).actor_name)
        assert SENTENCE in text_of(client_of(administrator).get(at("member", unsafe, administrator.pk)))

    def test_is_missing_in_the_past_which_says_so(self, body: str, unsafe: Organisation, administrator: Member) -> None:
        standing = Standing.objects.of(unsafe).with_refs(["A.7.2"]).get()
        standing.leave_out(code="no_activity", reason="We collect no data of our own.", by=administrator)
        days = {"as_of": day_in(unsafe.time_zone).isoformat()}
        places = []
        for entry in Entry.objects.of(unsafe).about(standing).newest_first():
            alter(entry, body)
            places.append(entry.seq)
            page = text_of(client_of(administrator).get(at("requirement", unsafe, "A.7.2"), days))
            assert str(entry.seq) in page
            assert "cannot be read, because" in page
        assert len(places) > 1

    def test_is_named_by_the_check(self, body: str, unsafe: Organisation, administrator: Member) -> None:
        entry = last_about(administrator)
        alter(entry, body)
        (found,) = compare_records(unsafe.pk)
        assert (found.difference, found.record_id, found.entries) == (
            Difference.UNREADABLE,
            administrator.pk,
            (entry.seq,),
        )
        assert str(found).endswith(f"an entry about it cannot be read (entry {entry.seq}).")
        page = text_of(client_of(administrator).post(at("trail_check", unsafe), {"records": "1"}))
        assert f"The chain is broken. Entry {entry.seq}" in page
        assert f"an entry about it cannot be read (entry {entry.seq})" in page
        result = run("trail", "verify", "--records", "--org", unsafe.slug)
        assert result.exit_code == 1
        assert f"Entry {entry.seq}: its hash does not match its body." in result.output
        assert f"cannot be read (entry {entry.seq})." in result.output
        assert "records compared, 1 could not be compared." in result.output
        data = json.loads(run("trail", "verify", "--records", "--org", unsafe.slug, "--json").output)
        findings = [one for some in data["records"] for one in some["findings"]]
        assert [(one["difference"], one["entries"]) for one in findings] == [("unreadable", [entry.seq])]


def test_names_another_record_that_differs_all_the_same(unsafe: Organisation, administrator: Member) -> None:
    alter(last_about(administrator), "x")
    Standing.objects.of(unsafe).with_refs(["A.7.2"]).update(version=99)
    assert {one.difference for one in compare_records(unsafe.pk)} == {Difference.UNREADABLE, Difference.DIFFERS}


@pytest.mark.parametrize("changes", STRANGE)
def test_shows_strange_values_as_they_stand(
    changes: dict[str, Any], unsafe: Organisation, administrator: Member
) -> None:
    standing = Standing.objects.of(unsafe).with_refs(["A.7.2"]).get()
    visitor = client_of(administrator)
    for record in (administrator, standing):
        entry = last_about(record)
        body = {**WHOLE, "kind": entry.kind, "record": entry.record_id, "changes": changes}
        alter(entry, json.dumps(body))
        assert visitor.get(at("trail_entry", unsafe, entry.seq)).status_code == 200
    for address in ("trail", "trail_export"):
        answer = visitor.get(at(address, unsafe))
        assert answer.status_code == 200
        assert list(answer)
    assert visitor.post(at("trail_check", unsafe), {"records": "1"}).status_code == 200
    assert visitor.get(at("member", unsafe, administrator.pk)).status_code == 200


@pytest.mark.parametrize("body", ["x", json.dumps({**WHOLE, "changes": {"public_key": [5, None]}})])
def test_leaves_out_a_change_of_keys_that_cannot_be_read(body: str, unsafe: Organisation) -> None:
    first = own_key().public.raw
    change_key(by=CONSOLE, reason="Every year")
    second = own_key().public.raw
    change_key(by=CONSOLE, reason="Every year")
    assert earlier_keys() == [second, first]
    newest, earlier = Entry.objects.filter(organisation_id=0).of_event(TrailEvent.KEY_CHANGED).newest_first()[:2]
    alter(earlier, body)
    assert earlier_keys() == [second]
    alter(newest, body)
    assert earlier_keys() == []
    change_key(by=CONSOLE, reason="Every year")
    assert len(earlier_keys()) == 1
