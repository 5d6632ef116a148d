"""Nothing secret enters the trail: every event there is, with secrets planted wherever the act could carry them off."""

from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings as configured
from django.test import Client

from tests import factories
from tests.conformity.screens import at
from tests.examples import EXAMPLES, Example
from tests.factories import PASSWORD, client_of
from tests.trail.acts import ACTS, every_act, example_of
from tests.trail.stage import Stage
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.people.rights import Role
from waymark.records.backing import together
from waymark.trail.comparison import compare_records
from waymark.trail.events import Event
from waymark.trail.models import Entry
from waymark.trail.signing import public_key
from waymark.trail.verification import chains

pytestmark = pytest.mark.django_db
EVENTS = sorted(event.value for kind in Event.__subclasses__() for event in kind)


@pytest.fixture
def stage(organisation: Organisation, administrator: Member, tmp_path: Path) -> Stage:
    """Return a stage on which the people have sessions, second steps and recovery codes already."""
    other = factories.member(organisation, Role.CONTRIBUTOR, name="Olga Other")
    made = Stage(organisation, administrator, other, tmp_path)
    for person in (administrator.user, other.user):
        assert person is not None
        made.secret(str(client_of(person).session.session_key))
        totp = made.secret(generate_totp_secret())
        TOTP.activate(person, totp)
        for code in RecoveryCodes.activate(person).get_unused_codes():
            made.secret(code)
        made.secret(User.objects.get(pk=person.pk).password)
    made.secret(PASSWORD)
    made.secret(configured.SECRET_KEY)
    public_key()
    key = configured.CONFIGURATION.signing_key_file.read_text()
    made.secret(key.splitlines()[1])
    return made


def leaks(stage: Stage) -> list[tuple[str, str]]:
    """Return every secret that stands in an entry of any chain, also as JSON would write it."""
    bodies = list(Entry.objects.values_list("event", "body"))
    return [(event, secret) for event, body in bodies for secret in stage.secrets if secret in body]


@pytest.mark.usefixtures("organisation")
def test_knows_an_act_for_every_event_and_no_other() -> None:
    assert set(ACTS) <= set(EVENTS)
    unknown = [one for one in EVENTS if one not in ACTS and example_of(one) is None]
    assert unknown == [], "tests/trail/acts.py: say how each event comes about"


@pytest.mark.parametrize("event", sorted(ACTS))
def test_writes_no_secret_into_the_trail(event: str, stage: Stage) -> None:
    before = set(Entry.objects.filter(event=event).values_list("pk", flat=True))
    with together():
        ACTS[event](stage)
    written = Entry.objects.filter(event=event).exclude(pk__in=before)
    assert written.exists(), f"the act of {event} does not make it"
    assert len(stage.secrets) > 8
    assert leaks(stage) == []
    assert differing() == [], "after each act there is, every record is as its chain says"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.lifecycle.name)
def test_writes_none_whatever_is_done_with_a_record_and_keeps_it_as_its_chain_says(
    example: Example, stage: Stage
) -> None:
    before = set(Entry.objects.values_list("pk", flat=True))
    with together():
        done = set(every_act(example, stage))
    assert len(done) > 1
    written = set(Entry.objects.exclude(pk__in=before).values_list("event", flat=True))
    expected = {one for one in EVENTS if one not in ACTS and example_of(one) is example}
    assert expected - written == set(), "give the example an act that makes it, or the event a line in ACTS"
    assert leaks(stage) == []
    assert differing() == []


def differing() -> list[str]:
    """Return every record that is not as its chain says."""
    return [str(one) for chain in chains() for one in compare_records(chain)]


def test_writes_none_when_people_sign_in_and_change_their_password(stage: Stage) -> None:
    person = stage.user()
    browser = Client()
    browser.post("/account/login/", {"login": person.email, "password": "violet-tractor-moon"})
    assert browser.session.session_key
    stage.secret(str(browser.session.session_key))
    new = stage.secret("eleven-quiet-rivers")
    answer = browser.post(
        "/account/password/change/", {"oldpassword": "violet-tractor-moon", "password1": new, "password2": new}
    )
    assert answer.status_code in {200, 302, 303}
    assert leaks(stage) == []


def test_writes_none_when_a_page_carries_a_foreign_field(stage: Stage, settings: Any) -> None:
    browser = client_of(stage.by)
    typed = {"reason": "It is not needed here at all.", "password": stage.secret("typed-into-the-wrong-form")}
    browser.post(
        at("requirement_applicability", stage.organisation, "A.7.2"), {**typed, "left_out": "yes", "version": "1"}
    )
    assert leaks(stage) == []


def test_finds_what_it_looks_for(stage: Stage) -> None:
    found = stage.secret("Somebody wrote this into a reason")
    stage.other.leave(by=stage.by, reason=found)
    assert ("member.left", found) in leaks(stage)
