import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.conformity.screens import at, text_of
from tests.evidence.made import collected, named
from tests.factories import client_of
from waymark.catalogue.models.framework import Requirement
from waymark.catalogue.models.wording import Wording
from waymark.conformity.models.standing import Standing
from waymark.evidence.collecting import add_capture
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.trail.actors import CONSOLE
from waymark.trail.history import SHOWN, HistoryLine, history_about, history_of
from waymark.trail.words import (
    Value,
    changes_in_words,
    event_label,
    field_label,
    kind_label,
    names_in,
    value_in_words,
)

pytestmark = pytest.mark.django_db


def standing(organisation: Organisation, ref: str) -> Standing:
    return Standing.objects.of(organisation).with_refs([ref]).get()


def changes_of(one: HistoryLine) -> dict[str, tuple[Any, Any]]:
    return {change.label: (change.before, change.after) for change in one.changes}


class TestHistory:
    def test_tells_who_changed_what_and_why_field_by_field(
        self, organisation: Organisation, owner: Member, manager: Member
    ) -> None:
        control = standing(organisation, "A.7.2")
        control.assign(owner, dt.date(2026, 6, 1), by=manager)
        control.leave_out(code="no_activity", reason="We collect no data of our own.", by=manager)
        newest, assigned, begun = history_of(control).history_lines
        assert (newest.who, newest.what, newest.note) == (
            "Mia Manager",
            "Control excluded",
            "We collect no data of our own.",
        )
        assert changes_of(newest)["Excluded"] == (Value("No"), Value("Yes"))
        assert changes_of(assigned) == {
            "Owner": (Value(), Value("Omar Owner")),
            "Due": (Value(), Value(day=dt.date(2026, 6, 1))),
        }
        assert begun.what == "Requirement added"
        assert changes_of(begun) == {"Requirement": (Value(), Value("A.7.2")), "Excluded": (Value(), Value("No"))}

    def test_tells_roles_and_sign_in_by_their_names(self, owner: Member) -> None:
        owner.grant([Role.READER, Role.TOP_MANAGEMENT], by=CONSOLE)
        newest, first = history_of(owner).history_lines
        assert changes_of(newest)["Roles"] == (Value("Contributor"), Value("Reader, Top management"))
        assert changes_of(first)["Sign-in"][1] == Value("Omar Owner")

    def test_shows_that_something_was_concealed_and_never_what(
        self, organisation: Organisation, manager: Member
    ) -> None:
        requirement = Requirement.objects.get(ref="6.1.2", framework__slug="iso-42001-2023-2")
        wording = Wording.attach(organisation, requirement.pk, text="Licensed", source="Order 1", by=manager)
        assert changes_of(history_of(wording).history_lines[0])["Wording"] == (Value(), Value(is_concealed=True))

    def test_names_nobody_of_another_organisation(self, organisation: Organisation, outsider: Member) -> None:
        names = names_in(
            organisation.pk,
            [("conformity.standing", {"owner_id": outsider.pk}), ("people.member", {"user_id": [outsider.user_id]})],
        )
        assert names == {}
        shown = value_in_words("conformity.standing", "owner_id", outsider.pk, names)
        assert shown == Value(f"no. {outsider.pk}")

    def test_has_nothing_to_tell_without_a_record(self) -> None:
        assert history_of(None).history_lines == ()
        assert history_of().newest is None

    def test_tells_of_several_records_together(self, organisation: Organisation) -> None:
        both = history_of(standing(organisation, "4.1"), standing(organisation, "4.2"))
        assert both.is_mixed
        assert [one.subject for one in both.history_lines] == ["Standing 4.2", "Standing 4.1"]

    def test_asks_once_for_the_entries_and_once_for_each_table_named(
        self, organisation: Organisation, owner: Member, manager: Member
    ) -> None:
        one = standing(organisation, "4.1")
        for who in (owner, manager, None, owner):
            one.assign(who, None, by=manager)
        with CaptureQueriesContext(connection) as caught:
            history_about(organisation.pk, ("conformity.standing", one.pk))
        assert len(caught) <= 3

    def test_stops_where_it_would_be_too_long(self, organisation: Organisation, manager: Member) -> None:
        one = standing(organisation, "4.1")
        for turn in range(SHOWN):
            one.assign(None, dt.date(2026, 1, 1) + dt.timedelta(days=turn), by=manager)
        found = history_of(one)
        assert (len(found.history_lines), found.has_more) == (SHOWN, True)


class TestWords:
    @pytest.mark.parametrize(
        ("column", "value", "shown"),
        [
            ("verdict", "partial", Value("Partial")),
            ("verdict", "splendid", Value("splendid")),
            ("severity", 1, Value("Close first")),
            ("target_on", "2026-04-30", Value(day=dt.date(2026, 4, 30))),
            ("target_on", "soon", Value("soon")),
            ("finding", "(not shown)", Value("(not shown)")),
            ("finding", "", Value()),
            ("finding", None, Value()),
            ("judged_by_id", "seven", Value("seven")),
            ("gone", {"a": 1, "b": [2]}, Value("2 entries")),
            ("gone", [1, "b", {"c": 1}], Value("1, b, …")),
            ("gone", list(range(42)), Value(", ".join(map(str, range(40))) + " and 2 more")),
            ("gone", False, Value("No")),
        ],
    )
    def test_says_what_a_value_means(self, column: str, value: Any, shown: Value) -> None:
        assert value_in_words("conformity.judgement", column, value, {}) == shown

    def test_puts_a_moment_into_time(self) -> None:
        shown = value_in_words("people.organisation", "archived_at", "2026-03-02T08:30:00.000000Z", {})
        assert shown.moment == dt.datetime(2026, 3, 2, 8, 30, tzinfo=dt.UTC)

    @pytest.mark.parametrize(
        ("steps", "shown"),
        [
            ([{"text": "Draft", "done": True}, {"text": "Sign", "done": False}], "Draft ✓, Sign"),
            ([{"words": "of another time"}, "Sign"], "…, …"),
        ],
    )
    def test_lets_a_kind_say_what_its_lists_hold(self, steps: Any, shown: str) -> None:
        assert value_in_words("tasks.task", "checklist", steps, {}) == Value(shown)

    def test_goes_on_where_a_kind_or_an_event_is_gone(self) -> None:
        assert kind_label("no.such") == "no.such"
        assert event_label("no.such") == "no.such"
        assert field_label("no.such", "owner_id") == "Owner"
        assert field_label("no.such", "due_on") == "Due on"
        changes = changes_in_words("no.such", {"b": [None, "x"], "a": [1, 2]}, {})
        assert [(one.label, one.before.text, one.after.text) for one in changes] == [("A", "1", "2"), ("B", "", "x")]

    def test_keeps_the_order_of_the_model(self) -> None:
        changes = changes_in_words(
            "conformity.standing",
            {"left_out_reason": ["", "x"], "due_on": [None, None], "owner_id": [None, 1], "organisation_id": [None, 1]},
            {},
        )
        assert [one.name for one in changes] == ["owner_id", "due_on", "left_out_reason"]


class TestPages:
    @pytest.mark.parametrize("name", ["requirement", "member", "organisation_settings", "wording"])
    def test_shows_the_history_of_a_record(
        self, name: str, organisation: Organisation, administrator: Member, owner: Member
    ) -> None:
        hostile = "<b>Because</b> & so"
        requirement = Requirement.objects.get(ref="A.7.2", framework__slug="iso-42001-2023-2")
        wording = Wording.attach(organisation, requirement.pk, text="Text", source=hostile, by=administrator)
        wording.withdraw(by=administrator, reason=hostile)
        standing(organisation, "A.7.2").leave_out(code="no_activity", reason=hostile, by=administrator)
        owner.leave(by=administrator, reason=hostile)
        organisation.describe(by=administrator, name="Acme", about=hostile, time_zone="UTC")
        arguments: list[Any] = {"requirement": ["A.7.2"], "wording": ["A.7.2"]}.get(name, [])
        arguments = [owner.pk] if name == "member" else arguments
        answer = client_of(administrator).get(at(name, organisation, *arguments))
        shown = text_of(answer)
        assert 'id="history"' in shown
        assert "&lt;b&gt;Because&lt;/b&gt; &amp; so" in shown
        assert "<b>Because" not in shown

    def test_shows_a_reader_what_they_may_see(self, organisation: Organisation, reader: Member, owner: Member) -> None:
        shown = text_of(client_of(reader).get(at("member", organisation, owner.pk)))
        assert "Member added" in shown

    def test_costs_the_requirement_page_no_more_than_thirteen_queries(
        self, organisation: Organisation, administrator: Member, owner: Member
    ) -> None:
        standing(organisation, "A.7.2").assign(owner, None, by=CONSOLE)
        browser = client_of(administrator)
        browser.get(at("requirement", organisation, "A.7.2"))
        with CaptureQueriesContext(connection) as caught:
            browser.get(at("requirement", organisation, "A.7.2"))
        # One of them asks for what members said about it.
        assert len(caught) <= 13, "\n".join(one["sql"][-260:] for one in caught)

    def test_tells_nothing_of_an_empty_wording(self, organisation: Organisation, reader: Member) -> None:
        assert 'id="history"' not in text_of(client_of(reader).get(at("wording", organisation, "4.1")))


def test_is_kept_apart_from_the_history_of_the_same_key_elsewhere(organisation: Organisation) -> None:
    theirs = factories.organisation("Other")
    assert history_about(theirs.pk, ("people.organisation", organisation.pk)).history_lines == ()


def test_calls_what_may_be_hidden_by_its_reference_only(owner: Member) -> None:
    secret = named(owner, "Salaries of the board", confidentiality="confidential")
    made = add_capture(secret, collected(), by=owner)
    shown = {change.name: change.after.text for change in history_of(made).history_lines[-1].changes}
    assert shown["evidence_id"] == secret.reference
