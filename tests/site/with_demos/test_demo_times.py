"""Trail, records and the view as of a day agree in every row of the demos, on the days that the scenarios name."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.house import our_models
from waymark.context.models.inventory_unit import InventoryUnit
from waymark.core.clock import day_in
from waymark.evidence.models.request import EvidenceRequest
from waymark.exchange.models import SheetImport
from waymark.people.in_organisation import InOrganisation
from waymark.people.models.organisation import Organisation
from waymark.records.governed import Governed
from waymark.site.demo.reading import DEMOS
from waymark.trail.as_of import as_of, end_of
from waymark.trail.canonical import canonical
from waymark.trail.door import HIDDEN, Recorded
from waymark.trail.models import Entry
from waymark.work.models.notice import Notice

pytestmark = pytest.mark.django_db
Demos = Mapping[str, Organisation]
Subject = tuple[str, int]
EACH_DEMO = pytest.mark.parametrize("name", DEMOS)

DONE_ON = frozenset(
    {"started_on", "closed_on", "judged_on", "collected_on", "captured_on", "checked_on", "reviewed_on"}
    | {"approved_on", "completed_on", "counted_on", "settled_on", "finished_on", "retired_on", "left_on", "filed_on"}
    | {"screened_on", "decided_on", "informed_on"}
    | {"fired_on", "confirmed_on"}
    | {"held_on", "effect_checked_on", "withdrawn_on"}
)
"""Columns that keep the day on which something was done: the day of the entry that tells of it."""
PLANNED = frozenset(
    {"due_on", "target_on", "check_due_on", "contract_ends_on", "next_review_on", "fresh_until", "valid_until"}
    | {"effective_on", "screen_due_on", "covers_from", "covers_until", "anchor_on", "gap_since"}
    | {"held_from", "held_until", "shown_on", "next_due_on"}
    | {"edition_on"}
    | {"planned_from", "effective_from", "ended_on", "dispose_on"}
    | {"wanted_from", "effective_from", "ended_on", "outside_approved_on"}
    | {"live_on", "out_of_use_on", "happened_on", "measured_on", "next_confirmation_on", "arrived_on"}
)
"""Columns that keep another day: one that lies ahead, one that was over when it was entered, or a period."""
IN_NO_SCENARIO = {
    InventoryUnit: "no scenario tells which head of a unit confirmed the inventory",
    SheetImport: "a scenario tells of the ratings, not of the file they came from",
    EvidenceRequest: "no scenario tells who asked whom for what",
}
"""Kinds of which no demo has a record, each with the reason."""
DONE_AGAIN = frozenset({"documents.externaldocument"})
"""Kinds that a demo reviews more than once, so that an earlier day stood in the row before."""
DONE_BY = "_by_id"
"""Ends the name of a column that keeps who did it: who acts in the entry that tells of it."""
NOBODY = frozenset({"covered_by_id"})
"""Columns that end so and keep another record."""


def recorded_models() -> list[type[models.Model]]:
    return [one for one in our_models() if issubclass(one, Recorded) and issubclass(one, InOrganisation)]


def rows_of(organisation: Organisation) -> dict[Subject, Any]:
    """Return every row of an organisation that leaves entries, by kind and key."""
    return {
        (kind._meta.label_lower, row.pk): row
        for kind in recorded_models()
        for row in kind._default_manager.filter(organisation=organisation)
    }


def entries_of(organisation: Organisation) -> dict[Subject, list[Entry]]:
    found = defaultdict(list)
    for one in Entry.objects.of(organisation).order_by("seq"):
        found[one.kind, one.record_id].append(one)
    return found


def changes_in(organisation: Organisation) -> Iterator[tuple[Entry, str, Any]]:
    """Yield each column that an entry of the organisation filled."""
    for entry in Entry.objects.of(organisation).order_by("seq"):
        for column, (_before, after) in json.loads(entry.body)["changes"].items():
            if after not in (None, ""):
                yield entry, column, after


def test_knows_of_each_day_what_it_means() -> None:
    """A new kind says here whether its days are those on which something is done."""
    columns = {
        field.attname
        for kind in recorded_models()
        for field in kind._meta.concrete_fields
        if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField)
    }
    assert columns == DONE_ON | PLANNED


def test_has_something_of_each_kind_made_by_its_people(demos: Demos) -> None:
    made = {
        entry.kind
        for organisation in demos.values()
        for entry in Entry.objects.of(organisation).filter(actor_kind="member")
    }
    missing = {one for one in our_models() if issubclass(one, Governed) and one._meta.label_lower not in made}
    assert missing == set(IN_NO_SCENARIO), "site/demo/loading.py plays no scene of it"


@EACH_DEMO
def test_keeps_in_each_row_the_moments_of_its_entries(name: str, demos: Demos) -> None:
    entries, rows = entries_of(demos[name]), rows_of(demos[name])
    recorded = {subject for subject in entries if subject[0] != "people.organisation"}
    assert recorded == set(rows)
    wrong = {
        subject
        for subject, row in rows.items()
        if (row.created_at, row.changed_at, row.version)
        != (entries[subject][0].at, entries[subject][-1].at, len(entries[subject]))
    }
    assert wrong == set()


@EACH_DEMO
def test_keeps_the_day_and_the_person_of_the_entry(name: str, demos: Demos) -> None:
    organisation, checked, wrong = demos[name], set(), []
    for entry, column, after in changes_in(organisation):
        if column in DONE_ON and after != day_in(organisation.time_zone, entry.at).isoformat():
            wrong.append((entry.seq, column, after))
        if (
            column.endswith(DONE_BY)
            and column not in NOBODY
            and (entry.actor_kind, entry.actor_id) != ("member", after)
        ):
            wrong.append((entry.seq, column, after))
        checked.add(column)
    assert wrong == []
    assert {"started_on", "closed_on", "judged_on", "judged_by_id"} <= checked


@EACH_DEMO
def test_happens_in_the_morning_of_its_time_zone(name: str, demos: Demos) -> None:
    zone = ZoneInfo(demos[name].time_zone)
    times = set(Entry.objects.of(demos[name]).values_list("at", flat=True))
    assert {one.astimezone(zone).strftime("%H:%M") for one in times} == {"09:00"}
    assert set(Notice.objects.of(demos[name]).values_list("sent_at", flat=True)) <= times


@EACH_DEMO
def test_shows_as_of_each_day_what_had_been_done_by_then(name: str, demos: Demos) -> None:
    organisation, rows = demos[name], rows_of(demos[name])
    zone, subjects = organisation.time_zone, defaultdict(list)
    for kind, key in rows:
        subjects[kind].append(key)
    days = {day_in(zone, at) for at in Entry.objects.of(organisation).values_list("at", flat=True)}
    for day in sorted(days | {one - dt.timedelta(days=1) for one in days}):
        then = as_of(organisation.pk, end_of(day, zone), subjects).then
        assert set(then) == {subject for subject, row in rows.items() if day_in(zone, row.created_at) <= day}
        for subject, state in then.items():
            assert all((state.day(column) or day) <= day for column in DONE_ON), (day, subject)
            for column in {"closed_on", "reviewed_on"} & set(state.values):
                if subject[0] in DONE_AGAIN:
                    continue
                # These are done once in each row of the demos.
                final = getattr(rows[subject], column)
                assert state.day(column) == (final if final and final <= day else None), (day, subject)
            if subject[0] == "evidence.evidence":
                captures = rows[subject].captures.filter(collected_on__lte=day).order_by("number")
                newest = captures.last()
                assert state.values.get("newest_number", 0) == captures.count(), (day, subject)
                assert state.day("captured_on") == (newest.collected_on if newest else None), (day, subject)


@EACH_DEMO
def test_says_in_the_trail_what_the_rows_say_today(name: str, demos: Demos) -> None:
    organisation, rows = demos[name], rows_of(demos[name])
    subjects = defaultdict(list)
    for kind, key in rows:
        subjects[kind].append(key)
    replayed = as_of(organisation.pk, end_of(dt.date(2030, 1, 1), "UTC"), subjects).now
    for subject, state in replayed.items():
        row = json.loads(canonical({column: getattr(rows[subject], column) for column in state.values}))
        kept = {column: value for column, value in state.values.items() if value != HIDDEN}
        assert {column: value for column, value in kept.items() if row[column] != value} == {}, subject


CAPTURED = {
    "IA-A-1: moderate": ("2026-03-12", "Head of customer success"),
    "Cloud host reviewed": ("2026-02-11", "Security and risk lead"),
    "Language model API reviewed": ("2026-04-21", "Security and risk lead"),
    "Minutes of MR-A-1": ("2026-06-22", "AIMS manager"),
    "Report of AU-A-1": ("2026-06-10", "Internal auditor"),
    "Risk register v3": ("2026-09-30", "Security and risk lead"),
    "Scope v1.0": ("2026-02-16", "AIMS manager"),
    "Scope v1.1": ("2026-07-24", "AIMS manager"),
    "SoA v1.0": ("2026-03-27", "AIMS manager"),
    "SoA v1.1": ("2026-07-24", "AIMS manager"),
}
ROUNDS = {
    ("alpha", "GA-A-1"): ("2026-01-12", "2026-01-23"),
    ("beta", "GA-B-1"): ("2025-09-08", "2025-09-26"),
    ("gamma", "GA-C-1"): ("2023-11-20", "2023-12-08"),
    ("gamma", "GA-C-3"): ("2026-01-12", "2026-01-16"),
}
REVIEWED = {
    ("alpha", "Language model by API"): "2026-04-21",
    ("alpha", "Coding assistant"): "2026-04-22",
    ("alpha", "Cloud host"): "2026-02-11",
    ("gamma", "Maker of the chest image triage"): "2026-02-10",
    ("gamma", "Maker of the sepsis base model"): "2026-02-12",
    ("gamma", "Source of open-weight models"): "2025-06-30",
    ("gamma", "Operator of the compute room"): "2026-03-05",
}


def days_of(organisation: Organisation, kind: str, **known: str) -> dict[str, str]:
    """Return the day of each event of one record."""
    row = apps.get_model(kind)._default_manager.get(organisation=organisation, **known)
    return {
        one.event: day_in(organisation.time_zone, one.at).isoformat() for one in entries_of(organisation)[kind, row.pk]
    }


@pytest.mark.parametrize("note", CAPTURED)
def test_captures_on_the_day_of_the_scenario(note: str, demos: Demos) -> None:
    day, who = CAPTURED[note]
    capture = apps.get_model("evidence.capture")._default_manager.get(
        organisation=demos["alpha"], note__startswith=note
    )
    [entry] = entries_of(demos["alpha"])["evidence.capture", capture.pk]
    assert (entry.at.date().isoformat(), entry.actor_name) == (day, who)
    assert (capture.collected_on.isoformat(), str(capture.collected_by)) == (day, who)


@pytest.mark.parametrize(("name", "code"), ROUNDS)
def test_assesses_gaps_on_the_days_of_the_scenario(name: str, code: str, demos: Demos) -> None:
    days = days_of(demos[name], "conformity.gapassessment", title__contains=code)
    assert (days["gap-assessment.opened"], days["gap-assessment.closed"]) == ROUNDS[name, code]


@pytest.mark.parametrize(("name", "supplier"), REVIEWED)
def test_reviews_suppliers_on_the_days_of_the_scenario(name: str, supplier: str, demos: Demos) -> None:
    assert days_of(demos[name], "context.supplier", name=supplier)["supplier.reviewed"] == REVIEWED[name, supplier]
