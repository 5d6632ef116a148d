"""Drift: what a text was drafted from, compared with the registers of today, in words; nothing is ever edited."""

import dataclasses
import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.documents.recorded import manager_of_nothing, record_everything, system_in_scope
from tests.examples_context import make_site
from tests.examples_external import campaign, external, take_effect
from tests.examples_scope import put_in_force
from tests.ground import Once, once_per_module
from waymark.competence.holding import AssignmentDraft, assign, end
from waymark.competence.models.raci import RaciActivity
from waymark.competence.models.role import AimsRole
from waymark.conformity.models.standing import Standing
from waymark.context.firing import fire
from waymark.context.models.factor import Factor, Origin
from waymark.context.models.scope_version import ScopeVersion
from waymark.context.models.site import Site
from waymark.context.models.system import AISystem
from waymark.context.scope_editing import consider, cover, set_activity
from waymark.core.clock import day_in
from waymark.documents.changing import add_document, withdraw_document
from waymark.documents.drafting import draft
from waymark.documents.drift import Drift, checks_of, drift_of
from waymark.documents.filled import FilledMark
from waymark.documents.models.document import Document
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


def _scope(by: Member, number: str, sentence: str, *activities: str) -> None:
    known = {"version_number": number, "reason": "It grew."}
    version = ScopeVersion.draft(by.organisation, owner=by, by=by, **known)
    for row in range(len(version.activities), 0, -1):
        version.remove_row(part="activities", row=row, by=by)
    for activity in activities:
        set_activity(version, activity=activity, by=by)
    version.edit(**known, units="Support", sentence=sentence, by=by)
    if not version.sites:
        cover(version, sites=[make_site(by, 1).number], systems=[], by=by)
        consider(version, factors=[], needs=[], considered="Few suppliers.", by=by)
    put_in_force(by)


def test_follows_the_scope_in_force(by: Member) -> None:
    _scope(by, "1.0", "Support with AI.", "Support", "Sales")
    filled = filled_today(by, "D-01")
    assert drift(by, filled) == {}
    _scope(by, "1.1", "Support and care with AI.", "Support", "Care")
    found = drift(by, filled)
    assert found["scope_version"].in_words == (
        "“Sentence for the certificate” quotes other values. Changed: "
        "SCP-2: “Support with AI.” → “Support and care with AI.”."
    )
    assert found["scope_content"].in_words == (
        "“Activities with role” names 2, the register has 2. Added: Care. Gone: Sales."
    )
    assert drift(by, filled_today(by, "D-01")) == {}


def test_quotes_the_number_of_the_scope_of_before_and_of_today(by: Member) -> None:
    _scope(by, "1.0", "Support with AI.", "Support")
    filled = filled_today(by, "D-07")
    _scope(by, "1.1", "Support with AI.", "Support")
    assert drift(by, filled)["scope_version"].changed == ("SCP-2: “1.0” → “1.1”",)


def test_names_policies_of_other_management_systems_that_are_in_force(by: Member) -> None:
    def document(title: str, clause: str, items: tuple[str, ...] = ()) -> Document:
        known = {"title": title, "other_standards": clause, "aims_section": "Part 4", "items": list(items)}
        one = add_document(by.organisation, owner=by, by=by, text="We keep it safe.", review_months=12, **known)
        take_effect(one, by)
        return Document.objects.select_related("organisation").get(pk=one.pk)

    first = document("Security policy", "ISO/IEC 27001 5.2")
    document("How we lock doors", "ISO/IEC 27001 A.7.1")
    document("Integrated policy", "ISO 9001 5.2", ("M-03",))
    filled = filled_today(by, "D-03")
    assert [row.name for one in filled if one.mark == "other_policies" for row in one.rows] == ["Security policy"]
    withdraw_document(first, reason="There is another.", by=by)
    document("Quality policy", "ISO 9001:2015, 5.2 and 5.3")
    found = drift(by, filled)["other_policy_list"]
    assert (found.added, found.gone) == (("DOC-4 Quality policy",), ("DOC-1 Security policy",))


def test_quotes_the_edition_of_an_external_document_of_before_and_of_today(by: Member) -> None:
    one = external(by, 1)
    filled = filled_today(by, "D-14")
    known = {"title": one.title, "kind": one.kind, "issuer": one.issuer, "next_review_on": one.next_review_on}
    one.edit(**known, edition="Edition 2", by=by)
    assert drift(by, filled)["external_versions"].changed == ("EXT-1 Manual 1, Version: “Edition 1” → “Edition 2”",)


def test_says_which_process_another_role_answers_for(by: Member) -> None:
    def activity(title: str) -> RaciActivity:
        known = {"title": title, "aims_manager": "a", "process_owner": "r", "clauses": "8.1, A.9.2"}
        return RaciActivity.add(by.organisation, by=by, **known)

    one = activity("Deploy")
    filled = filled_today(by, "D-02")
    one.edit(title="Deploy", top_management="a", process_owner="r", clauses="8.1", by=by)
    activity("Monitor")
    found = drift(by, filled)["process_list"]
    assert found.changed == ("RACI-1 Deploy, Owner: “AIMS manager” → “Top management”",)
    assert found.added == ("RACI-2 Monitor",)


def test_says_on_what_else_an_exclusion_rests_now(by: Member) -> None:
    def control(ref: str) -> Standing:
        return Standing.objects.of(by.organisation).select_related("requirement", "organisation").with_refs([ref]).get()

    control("A.6.2.3").leave_out(code="no_activity", reason="We train no models of our own.", by=by)
    control("A.7.2").leave_out(code="no_activity", reason="We have no data of our own.", by=by)
    filled = filled_today(by, "D-07")
    assert [row.cells["control"] for one in filled if one.mark == "exclusions" for row in one.rows] == [
        "A.6.2.3",
        "A.7.2",
    ]
    control("A.7.2").take_up(by=by)
    control("A.6.2.3").leave_out(code="no_activity", reason="A partner trains all models.", by=by)
    found = drift(by, filled)["exclusion_facts"]
    assert "A partner trains all models." in found.changed[0]
    assert [one.split()[0] for one in found.gone] == ["A.7.2"]


def test_says_which_campaign_is_past_its_day(by: Member) -> None:
    one = campaign(by, 1)
    filled = filled_today(by, "D-13")
    assert [row.cells["still_open"] for one in filled if one.mark == "campaigns" for row in one.rows] == ["1"]
    assert "campaigns_open" not in drift(by, filled)
    later = Asking(by.organisation, by, one.due_on + dt.timedelta(days=1))
    found = {each.check.id: each for each in drift_of(filled, later)}
    assert found["campaigns_open"].changed == (f"{one.reference} {one}",)


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
    assert served == {"scope_version", "scope_content", "systems_in_scope", "sites", "ai_roles", "context_newer"}


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
