"""Readers who own things or have tasks find them in their menu, and read whom to ask for the right to finish them."""

import pytest
from django.urls import reverse

from tests.factories import client_of
from waymark.conformity.models.standing import Standing
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.tasks.work import TaskDraft, create
from waymark.trail.actors import CONSOLE
from waymark.work.models.notice import Notice
from waymark.work.owners import give

pytestmark = pytest.mark.django_db


def at(name: str, organisation: Organisation, *args: int) -> str:
    return reverse(name, args=[organisation.slug, *args])


def page_of(member: Member, address: str) -> str:
    return client_of(member).get(address).content.decode()


def test_shows_a_reader_with_nothing_neither_work_nor_notices(organisation: Organisation, reader: Member) -> None:
    page = page_of(reader, at("path", organisation))
    assert f'href="{at("my_work", organisation)}"' not in page
    assert f'href="{at("notices", organisation)}"' not in page


def test_leads_a_reader_to_what_is_assigned_and_says_whom_to_ask(
    organisation: Organisation, reader: Member, administrator: Member
) -> None:
    create(organisation, TaskDraft(title="Write the scope", owner=reader), by=CONSOLE)
    work = at("my_work", organisation)
    page = page_of(reader, at("path", organisation))
    assert f'href="{work}"' in page
    assert f'href="{at("notices", organisation)}"' in page
    assert f'href="{work}"' in page_of(reader, at("organisation_search", organisation) + "?q=my+work")
    page = page_of(reader, work)
    assert "Ask an administrator for the Contributor role" in page
    assert f'href="{at("member", organisation, administrator.pk)}"' in page
    assert "finish__form" not in page
    assert "Contributor role" not in page_of(administrator, work)


def test_lets_a_reader_mark_their_own_notices_as_read(organisation: Organisation, reader: Member) -> None:
    create(organisation, TaskDraft(title="Write the scope", owner=reader), by=CONSOLE)
    assert "Mark all as read" in page_of(reader, at("notices", organisation))
    assert client_of(reader).post(at("notices_reading", organisation)).status_code == 303
    assert not Notice.objects.unread().exists()


def test_shows_a_reader_the_work_of_a_requirement_they_own(organisation: Organisation, reader: Member) -> None:
    standing = Standing.objects.filter(organisation=organisation)[0]
    give(standing, reader, by=CONSOLE)
    assert f'href="{at("my_work", organisation)}"' in page_of(reader, at("path", organisation))
