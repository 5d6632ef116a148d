"""Loading a demo: once, whole, and never over something real."""

import datetime as dt

import pytest

from tests import factories
from waymark.conformity.models.standing import Standing
from waymark.core import clock
from waymark.people.models.member import Member
from waymark.people.rights import Role
from waymark.site.demo.loading import load_demo
from waymark.site.demo.reading import DEMOS, read_demo
from waymark.trail.actors import CONSOLE
from waymark.trail.door import AlreadyThere
from waymark.trail.models import Entry

pytestmark = pytest.mark.django_db


def test_changes_nothing_when_it_is_loaded_again() -> None:
    first = load_demo("alpha", by=CONSOLE)
    entries = Entry.objects.count()

    assert load_demo("alpha", by=CONSOLE) == first
    assert Entry.objects.count() == entries


def test_lets_those_look_around_who_run_the_installation() -> None:
    runner = factories.user("Rosa Runner", runs=True)
    factories.user("Paul Plain")
    organisation = load_demo("beta", by=CONSOLE)

    [member] = Member.objects.of(organisation).exclude(user=None)
    assert member.user == runner
    assert set(member.roles) == {Role.ADMINISTRATOR, Role.AIMS_MANAGER}


def test_refuses_where_a_real_organisation_has_the_address() -> None:
    real = factories.organisation("Alpha Real", slug="alpha")
    entries = Entry.objects.count()

    with pytest.raises(AlreadyThere):
        load_demo("alpha", by=CONSOLE)

    assert Entry.objects.count() == entries
    assert Standing.objects.of(real).filter(owner__isnull=False).count() == 0


def test_knows_no_other_names() -> None:
    with pytest.raises(KeyError):
        load_demo("delta", by=CONSOLE)


def test_has_sentences_that_end_and_no_stray_blanks() -> None:
    for name in DEMOS:
        for one in read_demo(name).rounds:
            for found in one.findings:
                assert not found.finding or found.finding.endswith("."), (name, found)
                for text in (found.finding, found.evidence, found.action):
                    assert text == text.strip(), (name, found)
                    assert "  " not in text, (name, found)


def test_lets_in_those_who_run_the_installation_today_and_last() -> None:
    factories.user("Rosa Runner", runs=True)
    organisation = load_demo("gamma", by=CONSOLE)
    last = Entry.objects.of(organisation).latest("seq")
    assert last.event == "member.named"
    assert clock.now() - last.at < dt.timedelta(minutes=1)
