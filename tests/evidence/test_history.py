"""The history of a piece of evidence: one sentence for what was done in one act, and which records it names."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from tests.conformity.rating import tree
from tests.evidence import made
from tests.factories import client_of
from waymark.conformity.backing import POINT
from waymark.evidence.linking import link
from waymark.evidence.models.evidence import Evidence
from waymark.people.models.member import Member

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 3, 1, 9, 0, 0, 900_000, tzinfo=dt.UTC)


def linked(item: Evidence, *points: str, gap: float = 0.05) -> None:
    """Link evidence to points one after the other, as a request does, some parts of a second apart."""
    with time_machine.travel(START, tick=False) as clock:
        for ref in points:
            clock.shift(gap)
            link(item, POINT, tree().point(ref).pk, by=item.owner)


def shown_acts(item: Evidence, reader: Member) -> list[str]:
    """Return what the history on the page says of each act, without the fields that open on demand."""
    shown = client_of(reader).get(reverse("evidence_item", args=[item.organisation.slug, item.number])).content.decode()
    acts = re.search(r'<ol class="history">(.*?)</ol>', shown, re.DOTALL)
    assert acts is not None
    folded = re.sub(r"<details.*?</details>", "", acts[1], flags=re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", act).split()) for act in folded.split("<li>")[1:]]


def test_tells_the_links_of_one_act_in_one_sentence_that_names_the_points(owner: Member) -> None:
    item = made.evidence(owner)
    linked(item, "4.3-1", "4.3-2", "4.3-3")
    found = [act for act in shown_acts(item, owner) if "Linked" in act]
    assert len(found) == 1
    assert found[0].endswith("Linked to 4.3-1, 4.3-2 and 4.3-3")
    assert "Evidence linked" not in " ".join(shown_acts(item, owner))


def test_keeps_acts_apart_that_are_not_of_one_moment(owner: Member) -> None:
    item = made.evidence(owner)
    linked(item, "4.3-1", "4.3-2", gap=5)
    found = [act for act in shown_acts(item, owner) if "Linked" in act]
    assert [act.partition("Linked")[2] for act in found] == [" to 4.3-2", " to 4.3-1"]


def test_names_each_record_with_its_address(owner: Member) -> None:
    item = made.evidence(owner)
    linked(item, "4.3-1", "4.3-2")
    shown = client_of(owner).get(reverse("evidence_item", args=[item.organisation.slug, item.number])).content.decode()
    assert re.search(r'Linked to <a href="[^"]*4\.3[^"]*"><bdi>4\.3-1</bdi></a> and <a', shown)
