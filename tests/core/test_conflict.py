"""Two versions of one record side by side are written in words, as its page has them."""

import pytest
from django.http import QueryDict

from waymark.core.conflict import conflict_of
from waymark.people.models.member import Member
from waymark.tasks.checklist import steps_from
from waymark.tasks.choices import Priority
from waymark.tasks.work import TaskDraft, create

pytestmark = pytest.mark.django_db


def test_shows_choices_and_steps_in_words(administrator: Member) -> None:
    draft = TaskDraft(title="Write it", checklist=steps_from("Draft\nSign"), priority=Priority.CLOSE_FIRST)
    task = create(administrator.organisation, draft, by=administrator)
    task.tick(0, "Draft", done=True, by=administrator)
    sent = QueryDict(mutable=True)
    sent.update({"priority": "3", "checklist": "Read\r\nSign", "repeat": "none", "note": "x", "version": "1"})
    lines = {line.label: (line.mine, line.theirs) for line in conflict_of(sent, task, lambda _kind, _key: "").lines}
    assert lines["Priority"] == (str(Priority.MEDIUM.label), str(Priority.CLOSE_FIRST.label))
    assert lines["Checklist"] == ("Read, Sign", "Draft \u2713, Sign")
    assert lines["Repeats"][0] == lines["Repeats"][1] != "none"
