"""A moment of a scenario enters no chain but a demo's: whatever is done, the refusal leaves everything as it was."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from tests import factories
from tests.conformity.rating import a_round, closed, framework, rate, rating
from tests.evidence import made
from tests.evidence.files import samples
from tests.examples import EXAMPLES, Example
from waymark.conformity.adoption import set_due
from waymark.conformity.models.standing import Standing
from waymark.conformity.scale import Verdict
from waymark.core import clock
from waymark.core.errors import RuleBroken
from waymark.documents.changing import attach_file
from waymark.evidence.linking import link
from waymark.people.models.member import Member
from waymark.people.models.submission import Submission
from waymark.people.models.token import Token
from waymark.people.rights import Can
from waymark.trail.actors import CONSOLE
from waymark.trail.chain import INSTALLATION, ScenarioTimeEscaped, note
from waymark.work.owners import assign_owner, give

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only("the refusal is decided in Python")]
PAST = dt.datetime(2026, 2, 1, 9, tzinfo=dt.UTC)
Act = Callable[[Member, Member], object]


def _with_word_file(version: Any, by: Member) -> int:
    return attach_file(version, made.kept_file(samples.word("A policy"), "policy.docx"), by=by)


READY: dict[tuple[str, str], Callable[[Any, Member], object]] = {
    # A document has one draft at a time.
    ("document", "draft"): lambda one, by: one.open_version and one.open_version.withdraw(reason="Not now", by=by),
    ("document-version", "import_text"): lambda one, by: one.is_draft and _with_word_file(one, by),
    ("document-version", "use_text"): lambda one, by: one.is_draft and _with_word_file(one, by),
}
"""What has to be done with an example first, where no way of the life cycle alone leads to an act."""


def everything() -> dict[str, list[Any]]:
    """Return every row of every table: records, chains and their heads, jobs, notices and all the rest."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if not model._meta.label.startswith("catalogue.")
    }


@contextlib.contextmanager
def refused(moment: dt.datetime = PAST) -> Iterator[None]:
    """Do what is inside at a moment of a scenario: it has to be refused, and nothing may have changed."""
    before = everything()
    with pytest.raises(ScenarioTimeEscaped), clock.at(moment):
        yield
    assert everything() == before
    assert not clock.is_scenario()


def test_looks_at_every_table(administrator: Member) -> None:
    tables = everything()
    for label in ("trail.Entry", "trail.Head", "work.Notice", "people.Series", "people.Submission", "context.Supplier"):
        assert label in tables
    assert any("TaskResult" in label for label in tables)
    made.evidence(administrator)
    changed = {label for label, rows in everything().items() if rows != tables[label]}
    assert {"trail.Entry", "trail.Head", "evidence.Evidence", "people.Series"} <= changed


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.lifecycle.name)
def test_makes_no_record_in_a_real_organisation(example: Example, administrator: Member) -> None:
    with refused():
        example.make(administrator, 1)
    example.make(administrator, 1)


@pytest.mark.parametrize(
    ("example", "act"),
    [(example, act) for example in EXAMPLES for act in example.acts],
    ids=lambda one: one if isinstance(one, str) else one.lifecycle.name,
)
def test_changes_no_record_of_a_real_organisation(
    example: Example, act: str, administrator: Member, owner: Member
) -> None:
    for record in example.in_each_state(administrator, owner):
        if (example.lifecycle.name, act) in READY:
            READY[example.lifecycle.name, act](record, administrator)
            record.refresh_from_db()
        if not example.lifecycle.why_not(record, act) and _works(example, act, record, administrator, owner):
            break
    else:
        pytest.fail(f"{act} can be done in no state")
    record.refresh_from_db()
    # Not earlier than the record: what takes effect or may be disposed of today could not be done on a day before.
    with refused(clock.now()):
        example.acts[act](record, administrator, owner)


def _works(example: Example, act: str, record: Any, by: Member, other: Member) -> bool:
    """Return whether an act can be done now, and take it back."""
    try:
        with transaction.atomic():
            example.acts[act](record, by, other)
            transaction.set_rollback(True)
    except RuleBroken:
        return False
    return True


def _standing(by: Member) -> Standing:
    return Standing.objects.of(by.organisation).on(framework()).with_refs(["A.7.2"])[0]


def _assign(by: Member, other: Member) -> None:
    standings = list(Standing.objects.of(by.organisation)[:3])
    assign_owner(standings, dict.fromkeys((one.pk for one in standings), other), by=by)


def _note(by: Member, _other: Member) -> None:
    # It is written beside something else, in the transaction of that.
    with transaction.atomic():
        note(by.organisation, "organisation.demo-removed", organisation_id=INSTALLATION, by=CONSOLE, text="Gone")


OTHERS: dict[str, Act] = {
    "member named": lambda by, _other: Member.add(by.organisation, name="New", by=by),
    "member described": lambda by, other: other.describe(by=by, name="Other", post="", email="", owner_roles=[]),
    "roles granted": lambda by, other: other.grant(["reader"], by=by),
    "member left": lambda by, other: other.leave(by=by, reason="Moved"),
    "token issued": lambda by, _other: Token.issue(by, name="Any", rights=[Can.READ], days=1, by=by),
    "organisation described": lambda by, _other: by.organisation.describe(
        by=by, name="Other", about="", time_zone="UTC"
    ),
    "target set": lambda by, _other: by.organisation.set_target(dt.date(2027, 6, 1), by=by),
    "organisation archived": lambda by, _other: by.organisation.archive(by=by, reason="Over"),
    "organisation founded": lambda _by, _other: factories.organisation("Real"),
    "user registered": lambda _by, _other: factories.user("Somebody"),
    "user changed": lambda by, _other: by.user.prefer(by=by, theme="dark") if by.user else None,
    "installation noted": _note,
    "round opened": lambda by, _other: a_round(by.organisation, by=by),
    "owner given": lambda by, other: give(_standing(by), other, by=by),
    "owners given, and told": _assign,
    "due dates set": lambda by, _other: set_due([_standing(by)], dt.date(2027, 1, 1), by=by),
    "control left out": lambda by, _other: _standing(by).leave_out(
        code="no_activity", reason="Nothing of the kind is done.", by=by
    ),
    "evidence with a file": lambda by, _other: made.evidence(
        by, what=made.collected(files=(made.kept_file(b"text"),), collected_on=PAST.date())
    ),
}


@pytest.mark.parametrize("act", OTHERS)
def test_does_nothing_else_in_a_real_organisation(act: str, administrator: Member, owner: Member) -> None:
    with refused():
        OTHERS[act](administrator, owner)


def test_rates_links_and_closes_nothing_in_a_real_organisation(administrator: Member, owner: Member) -> None:
    assessment, evidence = a_round(administrator.organisation), made.evidence(owner)
    with refused():
        rate(assessment, rating("4.1-1", Verdict.PARTIAL), rating("4.1-2", Verdict.MISSING), by=administrator)
    with refused():
        closed(assessment, by=administrator)
    with refused():
        link(evidence, "conformity.standing", _standing(administrator).pk, by=administrator)


def test_takes_all_back_where_only_the_last_act_is_refused(administrator: Member) -> None:
    demo = factories.organisation("Sample", sample=True)
    with refused(), transaction.atomic():
        # The demo takes it; that a real organisation refuses takes the whole back.
        Member.add(demo, name="Somebody", by=CONSOLE)
        Member.add(administrator.organisation, name="Somebody", by=CONSOLE)


def test_takes_a_moment_of_the_future_for_a_scenario_too(administrator: Member) -> None:
    before = everything()
    with pytest.raises(ScenarioTimeEscaped), clock.at(clock.now() + dt.timedelta(days=9)):
        Member.add(administrator.organisation, name="New", by=administrator)
    assert everything() == before


def test_keeps_the_form_of_a_real_organisation_with_what_it_made(administrator: Member) -> None:
    """Rows beside the trail come with a recorded row, in one transaction: refused with it."""
    with refused(), transaction.atomic():
        Submission.remember(administrator, "key", administrator)
        Member.add(administrator.organisation, name="New", by=administrator)


def test_does_as_ever_once_no_scenario_is_told(administrator: Member) -> None:
    with refused():
        Member.add(administrator.organisation, name="New", by=administrator)
    assert Member.add(administrator.organisation, name="New", by=administrator).created_at > PAST
