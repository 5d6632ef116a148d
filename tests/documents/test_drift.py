"""Drift: what a text was drafted from, compared with the registers of today, in words; nothing is ever edited."""

import dataclasses
import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.documents.recorded import manager_of_nothing, record_everything, system_in_scope
from tests.ground import Once, once_per_module
from waymark.competence.holding import AssignmentDraft, assign, end
from waymark.competence.models.role import AimsRole
from waymark.context.firing import fire
from waymark.context.models.factor import Factor, Origin
from waymark.context.models.site import Site
from waymark.context.models.system import AISystem
from waymark.core.clock import day_in
from waymark.documents.drafting import draft
from waymark.documents.drift import Drift, checks_of, drift_of
from waymark.documents.filled import FilledMark
from waymark.documents.package_data import document_data
from waymark.documents.sources.asking import Asking
from waymark.documents.sources.subjects import subject_called, subjects_to_choose
from waymark.documents.unanswered import register_open
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db
LAST_YEAR = dt.timedelta(days=365)


def _recorded() -> Member:
    by = manager_of_nothing()
    record_everything(by, 2)
    return by


recorded_once = once_per_module(_recorded)


@pytest.fixture
def recorded(recorded_once: Once[Member], db: None) -> Member:
    return recorded_once.copy()


@pytest.fixture
def by(db: None) -> Member:
    return manager_of_nothing()


def filled_today(by: Member, outline: str, about: AISystem | None = None) -> tuple[FilledMark, ...]:
    return draft(document_data().outlines[outline], Asking.today(by, about)).filled


def drift(by: Member, filled: tuple[FilledMark, ...]) -> dict[str, Drift]:
    about = subject_called(by, filled[0].about) if filled else None
    return {one.check.id: one for one in drift_of(filled, Asking.today(by, about))}


def system_called(by: Member, name: str) -> AISystem:
    one = AISystem.add(by.organisation, owner=by, by=by, name=name, purpose="Ranks tickets", roles=["ai_provider"])
    one.include(reason="Customers rely on it.", by=by)
    return one


@pytest.mark.parametrize("outline", list(document_data().outlines))
def test_finds_no_difference_in_a_draft_of_today(recorded: Member, outline: str) -> None:
    by = recorded
    data = document_data().outlines[outline]
    about = (*subjects_to_choose(by, data.one_per), None)[0]
    asking = Asking.today(by, about)
    filled = draft(data, asking).filled
    assert [one.in_words for one in drift_of(filled, asking) if one.check.how != "none_open"] == []


def test_says_which_systems_were_added_and_which_are_gone(by: Member) -> None:
    first = system_called(by, "Triage")
    system_called(by, "Chat")
    filled = filled_today(by, "D-01")
    assert drift(by, filled) == {}
    system_called(by, "Scoring")
    first.leave_out(reason="It is a trial.", by=by)
    found = drift(by, filled)["systems_in_scope"]
    assert (
        found.in_words == "“AI systems covered” names 2, the register has 2. Added: SYS-3 Scoring. Gone: SYS-1 Triage."
    )
    assert found.check.how == "same_set"


def test_says_what_is_called_differently_now(by: Member) -> None:
    one = Site.add(by.organisation, owner=by, by=by, name="Berlin", functions="Development")
    filled = filled_today(by, "D-01")
    one.edit(name="Hamburg", functions="Development", by=by)
    assert drift(by, filled)["sites"].in_words == (
        "“Sites” names 1, the register has 1. Changed: Berlin → SITE-1 Hamburg."
    )


def test_says_who_holds_a_role_now_and_who_owns_a_system(by: Member) -> None:
    role = AimsRole.add(by.organisation, by=by, title="Watcher", purpose="Watches the model")
    other = factories.member(by.organisation, Role.CONTRIBUTOR, name="Nil Ost")
    assign(role, AssignmentDraft(member=by, held_from=day_in("UTC") - LAST_YEAR), by=by)
    one = system_called(by, "Triage")
    filled = filled_today(by, "D-05")
    end(role, by, held_until=day_in("UTC") - dt.timedelta(days=1), reason="Another post", by=by)
    assign(role, AssignmentDraft(member=other, held_from=day_in("UTC")), by=by)
    one.owner = other
    one.commit(AISystem.owner_event, by=by)
    found = drift(by, filled)
    assert (found["role_holders"].added, found["role_holders"].gone) == (("Watcher: Nil Ost",), ("Watcher: Mara Voss",))
    assert found["system_owners"].changed == ("SYS-1 Triage, Owner: “Mara Voss” → “Nil Ost”",)


def test_quotes_the_value_of_before_and_of_today(by: Member) -> None:
    one = system_called(by, "Triage")
    filled = filled_today(by, "D-29", one)
    one.edit(name="Triage", purpose="Ranks tickets", roles=["ai_provider"], stage="deployment", by=by)
    assert drift(by, filled)["system_facts"].in_words == (
        "“Stage” quotes other values. Changed: SYS-1 Triage: “Idea” → “Going live”."
    )


def test_finds_a_version_older_than_what_should_shape_it(by: Member) -> None:
    Factor.add(by.organisation, owner=by, by=by, title="Few suppliers", origin=Origin.EXTERNAL, effect="Dependence")
    system_called(by, "Triage")
    filled = filled_today(by, "D-01")
    assert drift(by, filled) == {}
    earlier = tuple(dataclasses.replace(one, day=one.day - LAST_YEAR) for one in filled)
    assert drift(by, earlier)["context_newer"].changed == ("FAC-1 Few suppliers",)
    assert drift_of(earlier, Asking.today(by), since=day_in("UTC")) == ()


def test_finds_what_is_open_though_the_text_says_it_is_handled(by: Member) -> None:
    filled = filled_today(by, "D-06") + filled_today(by, "D-04")
    one = system_called(by, "Triage")
    filled = filled_today(by, "D-06")
    fire(one, "incident", "Wrong answers", source="Support", by=by)
    assert drift(by, filled)["triggers_open"].changed == ("TRG-1 Wrong answers",)


def test_looks_only_at_what_its_outline_serves() -> None:
    served = {one.id for one in checks_of(document_data().outlines["D-01"])}
    assert served == {"systems_in_scope", "sites", "ai_roles", "context_newer"}


def test_finds_no_drift_in_a_text_by_hand(by: Member) -> None:
    assert drift_of((), Asking.today(by)) == ()


def test_writes_nothing(recorded: Member) -> None:
    by = recorded
    filled = filled_today(by, "D-01")
    system_in_scope(by).leave_out(reason="It is a trial.", by=by)
    entries = Entry.objects.count()
    with CaptureQueriesContext(connection) as caught:
        assert drift_of(filled, Asking.today(by))
    assert Entry.objects.count() == entries
    assert all(one["sql"].startswith("SELECT") for one in caught.captured_queries)


def test_asks_no_more_often_the_more_is_recorded(recorded: Member) -> None:
    by = recorded
    few: list[int] = []
    many: list[int] = []
    for counts in (few, many):
        for outline in document_data().outlines.values():
            filled = draft(outline, Asking.today(by)).filled
            with CaptureQueriesContext(connection) as caught:
                drift_of(filled, Asking.today(by))
            counts.append(len(caught))
        record_everything(by, 3, first=20)
    assert few == many
    assert max(many) <= 25


def test_takes_no_check_that_the_data_does_not_name() -> None:
    with pytest.raises(ValueError, match="moon"):
        register_open("moon_phase", lambda _asking: ())


def test_finds_the_record_that_a_document_is_for_only_for_its_readers(by: Member) -> None:
    one = system_called(by, "Triage")
    stranger = manager_of_nothing()
    assert subject_called(by, one.reference) == one
    assert subject_called(stranger, one.reference) is None
    assert subject_called(by, "SYS-99") is None
    assert subject_called(by, "SUP-1") is None
    assert subjects_to_choose(stranger, "one AI system") == []
    assert subjects_to_choose(by, "one audit") == []
