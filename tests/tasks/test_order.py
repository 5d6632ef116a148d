"""Tasks of one priority and one date stand in the order of their numbers."""

import re

import pytest
from django.urls import reverse

from tests.factories import client_of
from waymark.people.models.member import Member
from waymark.tasks.work import TaskDraft, create
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db


def test_puts_the_second_task_before_the_tenth(manager: Member) -> None:
    for number in range(1, 12):
        create(manager.organisation, TaskDraft(title=f"Step {number}", owner=manager), by=CONSOLE)
    page = client_of(manager).get(reverse("tasks", args=["acme"])).content.decode()
    assert re.findall(r">TASK-(\d+)<", page) == [str(number) for number in range(1, 12)]
