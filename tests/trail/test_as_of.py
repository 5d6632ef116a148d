import datetime as dt
import json
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from waymark.catalogue.models.framework import Requirement
from waymark.catalogue.models.wording import Wording
from waymark.conformity.models.standing import Standing
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.tasks.work import TaskDraft, create
from waymark.trail.actors import CONSOLE
from waymark.trail.as_of import RecordThen, Steps, as_of, end_of, in_words, replay, replay_until, steps
from waymark.trail.canonical import moment, plain
from waymark.trail.door import OWN, Recorded
from waymark.trail.models import Entry
from waymark.trail.verification import verify
from waymark.trail.words import Value, names_in

AT = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


def body(seq: int, record: int, changes: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "some.kind",
        "record": record,
        "at": moment(AT + dt.timedelta(minutes=seq)),
        "event": "thing.done",
        "actor": {"name": f"Person {seq}"},
        "changes": changes,
    }


values = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.integers(), max_size=3)
acts = st.lists(st.tuples(st.integers(1, 3), st.dictionaries(st.sampled_from("abcd"), values, max_size=3)), max_size=15)


class TestReplay:
    @given(acts)
    def test_gives_what_the_records_held(self, acts: list[tuple[int, dict[str, Any]]]) -> None:
        expected: dict[int, dict[str, Any]] = {}
        bodies = []
        for seq, (record, new) in enumerate(acts):
            before = expected.setdefault(record, {})
            bodies.append(body(seq, record, {name: [before.get(name), value] for name, value in new.items()}))
            before |= new
        found = replay(bodies)
        assert {key: past.values for (_kind, key), past in found.items()} == expected

    def test_keeps_when_a_record_began_and_who_was_last(self) -> None:
        found = replay([body(1, 7, {"a": [None, 1]}), body(2, 7, {})])[("some.kind", 7)]
        assert (found.began_at, found.at) == (AT + dt.timedelta(minutes=1), AT + dt.timedelta(minutes=2))
        assert (found.who, found.event, found.values) == ("Person 2", "thing.done", {"a": 1})

    def test_knows_nothing_of_nothing(self) -> None:
        assert replay([]) == {}

    def test_keeps_who_told_each_column_last(self) -> None:
        found = replay([body(1, 7, {"a": [None, 1], "b": [None, 2]}), body(2, 7, {"b": [2, 3]})])[("some.kind", 7)]
        assert {name: one.who for name, one in found.last_changes.items()} == {"a": "Person 1", "b": "Person 2"}


class TestCourse:
    def test_parts_what_was_told_before_a_moment_from_what_was_told_at_all(self) -> None:
        bodies = [body(1, 7, {"a": [None, 1]}), body(5, 7, {"a": [1, 2]}), body(6, 8, {"a": [None, 9]})]
        found = replay_until(bodies, AT + dt.timedelta(minutes=5))
        assert {key: past.values for key, past in found.then.items()} == {("some.kind", 7): {"a": 1}}
        assert {key[1]: past.values["a"] for key, past in found.now.items()} == {7: 2, 8: 9}
        assert found.moments == tuple(AT + dt.timedelta(minutes=minutes) for minutes in (1, 5, 6))

    @pytest.mark.parametrize(
        ("day", "before", "after"),
        [
            ("2026-02-28", None, "2026-03-01"),
            ("2026-03-01", None, "2026-03-05"),
            ("2026-03-04", None, "2026-03-05"),
            ("2026-03-05", "2026-03-01", "2026-03-09"),
            ("2026-03-08", "2026-03-01", "2026-03-09"),
            ("2026-03-09", "2026-03-05", None),
            ("2026-12-31", "2026-03-05", None),
        ],
    )
    def test_steps_from_change_to_change(self, day: str, before: str | None, after: str | None) -> None:
        moments = [AT + dt.timedelta(days=days) for days in (0, 4, 4, 8)]
        found = steps(moments, dt.date.fromisoformat(day), "UTC")
        assert found == Steps(
            dt.date.fromisoformat(before) if before else None, dt.date.fromisoformat(after) if after else None
        )

    def test_steps_by_the_days_of_the_organisation(self) -> None:
        late = dt.datetime(2026, 3, 1, 22, 30, tzinfo=dt.UTC)
        assert steps([late], dt.date(2026, 3, 1), "Europe/Vilnius").after == dt.date(2026, 3, 2)
        assert steps([late], dt.date(2026, 3, 1), "UTC").after is None

    @pytest.mark.parametrize(
        ("before", "after", "differs"),
        [
            (None, "", False),
            ("", None, False),
            ("x", "x", False),
            (False, None, True),
            (0, 1, True),
            (1, 1, False),
            (["a"], ["a"], False),
            (["a"], [], True),
        ],
    )
    def test_says_which_fields_differ_today(self, before: Any, after: Any, differs: bool) -> None:  # noqa: FBT001 -- expected
        bodies = [body(1, 7, {"a": [None, before]}), body(3, 7, {"a": [before, after]})]
        found = replay_until(bodies, AT + dt.timedelta(minutes=2))
        subject = ("some.kind", 7)
        shown = in_words(found.then[subject], dt.date(2026, 3, 1), {}, now=found.now[subject])
        assert [line.name for line in shown.changed] == (["a"] if differs else [])


@pytest.mark.parametrize(
    ("day", "zone", "end"),
    [
        (dt.date(2026, 3, 1), "UTC", "2026-03-02T00:00:00+00:00"),
        (dt.date(2026, 3, 1), "Europe/Vilnius", "2026-03-01T22:00:00+00:00"),
        (dt.date(2026, 3, 1), "Pacific/Auckland", "2026-03-01T11:00:00+00:00"),
        (dt.date(2026, 3, 28), "Europe/Berlin", "2026-03-28T23:00:00+00:00"),
        (dt.date(2026, 3, 29), "Europe/Berlin", "2026-03-29T22:00:00+00:00"),
        (dt.date(2199, 12, 31), "UTC", "2200-01-01T00:00:00+00:00"),
    ],
)
def test_ends_a_day_where_the_organisation_is(day: dt.date, zone: str, end: str) -> None:
    assert end_of(day, zone).astimezone(dt.UTC).isoformat() == end


def past_of(record: Recorded, day: dt.date, *, zone: str) -> RecordThen:
    """Return a record in words as it stood, beside what it says now."""
    subject = (record._meta.label_lower, record.pk)
    found = as_of(record.chain_id, end_of(day, zone), {subject[0]: [record.pk]})
    then, now = found.then.get(subject), found.now.get(subject)
    names = names_in(record.chain_id, [(one.kind, one.values) for one in (then, now) if one])
    return in_words(then, day, names, now=now)


def stored(record: Recorded) -> dict[str, Any]:
    fields = [field.attname for field in record._meta.concrete_fields if not field.primary_key]
    return {name: plain(getattr(record, name)) for name in fields if name not in OWN}


@pytest.mark.django_db
class TestRecords:
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_gives_the_stored_row_after_every_act(
        self, data: st.DataObject, organisation: Organisation, owner: Member, manager: Member
    ) -> None:
        control = Standing.objects.of(organisation).with_refs(["A.7.2"]).select_related("requirement").get()
        acts = {
            "assign": lambda: control.assign(
                data.draw(st.sampled_from([owner, manager, None])),
                data.draw(st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))),
                by=CONSOLE,
            ),
            "leave": lambda: control.leave_out(code="no_activity", reason="We collect no data of our own.", by=CONSOLE),
            "take": lambda: control.take_up(by=CONSOLE),
        }
        for _turn in range(data.draw(st.integers(1, 5))):
            acts[data.draw(st.sampled_from(sorted(acts)))]()
            row = Standing.objects.get(pk=control.pk)
            entries = Entry.objects.of(organisation).about(control).order_by("seq")
            found = replay(json.loads(entry.body) for entry in entries)[("conformity.standing", control.pk)]
            empty = dict.fromkeys(stored(row), None) | {"left_out_reason": ""}
            assert empty | dict(found.values) == stored(row)
        assert verify(organisation.pk).is_sound

    def test_shows_a_record_as_it_stood_when_a_day_ended(
        self, organisation: Organisation, owner: Member, manager: Member
    ) -> None:
        organisation.describe(by=CONSOLE, name="Acme", about="", time_zone="Europe/Vilnius")
        one = Standing.objects.of(organisation).with_refs(["4.1"]).get()
        # 21:59 and 22:01 in UTC lie on both sides of midnight in Vilnius.
        for at, who in (("2027-03-01T21:59:00Z", owner), ("2027-03-01T22:01:00Z", manager)):
            with time_machine.travel(at, tick=False):
                one.assign(who, dt.date(2027, 6, 1), by=CONSOLE)
        zone = organisation.time_zone
        first = past_of(one, dt.date(2027, 3, 1), zone=zone)
        second = past_of(one, dt.date(2027, 3, 2), zone=zone)
        assert (first.value("owner_id"), second.value("owner_id")) == (Value("Omar Owner"), Value("Mia Manager"))
        assert first.value("due_on") == Value(day=dt.date(2027, 6, 1))
        assert first.value("left_out_reason").is_empty
        assert first.what == "Owner changed"
        assert past_of(one, dt.date(2020, 1, 1), zone=zone).past is None
        assert [(line.name, line.now) for line in first.changed] == [("owner_id", Value("Mia Manager"))]
        assert second.changed == ()

    def test_shows_what_is_concealed_as_such(self, organisation: Organisation, manager: Member) -> None:
        requirement = Requirement.objects.get(ref="6.1.2", framework__slug="iso-42001-2023-2")
        wording = Wording.attach(organisation, requirement.pk, text="Licensed", source="Order 1", by=manager)
        found = past_of(wording, dt.date(2199, 1, 1), zone="UTC")
        assert found.value("text").is_concealed
        assert [line.label for line in found.lines][:3] == ["Requirement", "Wording", "Licence"]

    def test_says_that_what_is_concealed_was_replaced_since(self, organisation: Organisation, manager: Member) -> None:
        requirement = Requirement.objects.get(ref="6.1.2", framework__slug="iso-42001-2023-2")
        with time_machine.travel("2027-03-01T09:00:00Z", tick=False):
            wording = Wording.attach(organisation, requirement.pk, text="Licensed", source="Order 1", by=manager)
        with time_machine.travel("2027-03-02T09:00:00Z", tick=False):
            wording.replace(text="Licensed anew", source="Order 1", by=manager)
        first, second = (past_of(wording, dt.date(2027, 3, day), zone="UTC") for day in (1, 2))
        assert [line.name for line in first.changed] == ["text", "attached_at"]
        assert first.changed[0].now.is_concealed
        assert second.changed == ()

    def test_points_at_any_record_by_its_kind_and_key(self, organisation: Organisation, manager: Member) -> None:
        one = Standing.objects.of(organisation).with_refs(["4.1"]).get()
        made = create(organisation, TaskDraft(title="Write it", about=("conformity.standing", one.pk)), by=manager)
        found = past_of(made, dt.date(2199, 1, 1), zone="UTC")
        assert found.value("about_id") == Value(record=("conformity.standing", one.pk))
        assert found.value("finished_with_id").is_empty
        assert "about_kind" not in {line.name for line in found.lines}

    def test_asks_once_for_any_number_of_records(self, organisation: Organisation) -> None:
        keys = list(Standing.objects.of(organisation).values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as caught:
            found = as_of(organisation.pk, end_of(dt.date(2199, 1, 1), "UTC"), {"conformity.standing": keys})
        assert (len(caught), len(found.then), len(found.now)) == (1, len(keys), len(keys))
        assert as_of(organisation.pk, AT, {"conformity.standing": []}).now == {}

    def test_knows_no_record_of_another_organisation(self, organisation: Organisation, outsider: Member) -> None:
        theirs = Standing.objects.of(outsider.organisation).first()
        assert theirs is not None
        found = as_of(organisation.pk, end_of(dt.date(2199, 1, 1), "UTC"), {"conformity.standing": [theirs.pk]})
        assert found.now == {}
