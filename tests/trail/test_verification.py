import datetime as dt
import json
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.trail.tampering import chain_of, forge, unguarded
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.canonical import canonical, linked_hash, moment
from waymark.trail.merkle import Frontier
from waymark.trail.models import Entry, Head
from waymark.trail.verification import BATCH, STEP, Break, Fault, chains, verify

pytestmark = pytest.mark.django_db
KEY = 4711


@pytest.fixture
def chain(db: None) -> int:
    forge(KEY, 12)
    unguarded()
    return KEY


def test_finds_a_real_chain_and_that_of_the_installation_sound(organisation: Organisation, manager: Member) -> None:
    manager.grant([], by=manager)
    for key in (0, organisation.pk):
        found = verify(key)
        assert found.is_sound, found
        assert found.count == Head.objects.get(pk=key).seq
    assert chains()[0] == 0
    assert organisation.pk in chains()


def _set(**values: Any) -> Callable[[Any], None]:
    return lambda entries: entries.filter(seq=5).update(**values)


def _swap(entries: Any) -> None:
    one, other = entries.filter(seq__in=[5, 9])
    entries.filter(seq=5).update(seq=99)
    entries.filter(seq=9).update(seq=one.seq)
    entries.filter(seq=99).update(seq=other.seq)


@pytest.mark.parametrize(
    ("act", "fault", "seq"),
    [
        (lambda entries: entries.filter(seq=5).delete(), Fault.MISSING, 5),
        (lambda entries: entries.filter(seq=1).delete(), Fault.MISSING, 1),
        (lambda entries: entries.filter(seq=12).delete(), Fault.HEAD, 11),
        (lambda entries: entries.all().delete(), Fault.HEAD, 0),
        (_swap, Fault.PREVIOUS, 5),
        (_set(body="{}"), Fault.HASH, 5),
        (_set(hash="0" * 64), Fault.HASH, 5),
        (_set(previous="0" * 64), Fault.PREVIOUS, 5),
        (_set(actor_name="Somebody"), Fault.COLUMNS, 5),
        (_set(actor_id=None), Fault.COLUMNS, 5),
        (_set(event="judgement.imported"), Fault.COLUMNS, 5),
        (_set(record_id=6), Fault.COLUMNS, 5),
        (_set(kind="people.member"), Fault.COLUMNS, 5),
        (_set(at="2026-01-01T00:00:00Z"), Fault.COLUMNS, 5),
        (lambda _entries: Head.objects.filter(pk=KEY).update(hash="0" * 64), Fault.HEAD, 12),
        (lambda _entries: Head.objects.filter(pk=KEY).update(seq=13), Fault.HEAD, 12),
        (lambda entries: Head.objects.filter(pk=KEY).update(seq=11, hash=entries.get(seq=11).hash), Fault.BEYOND, 12),
        (lambda _entries: Head.objects.filter(pk=KEY).delete(), Fault.NO_HEAD, 1),
        (lambda _entries: Head.objects.filter(pk=KEY).update(frontier="0" * 128), Fault.TREE, 12),
        (lambda _entries: Head.objects.filter(pk=KEY).update(frontier=""), Fault.TREE, 12),
    ],
)
def test_names_the_first_broken_link(act: Callable[[Any], object], fault: Fault, seq: int, chain: int) -> None:
    act(chain_of(chain))
    found = verify(chain)
    assert found.broken is not None
    assert (found.broken.fault, found.broken.seq) == (fault, seq), found
    assert str(found.broken).startswith(f"Entry {seq}: ")
    assert not found.is_sound


@pytest.mark.parametrize("body", ["", "[]", "{}", "[" * 50_000, '{"form":"waymark-entry-1"}', '{"actor":7}', "null"])
def test_names_a_body_without_form_whose_hash_is_right(body: str, chain: int) -> None:
    entry = chain_of(chain).last()
    digest = linked_hash(entry.previous, body)
    chain_of(chain).filter(seq=12).update(body=body, hash=digest)
    Head.objects.filter(pk=KEY).update(hash=digest)
    assert verify(chain).broken == Break(12, Fault.BODY)


def rewritten(chain: int, **changes: dict[str, Any]) -> None:
    """Write a whole chain again with other bodies, as somebody does who knows how hashes are made."""
    previous, tree = "0" * 64, Frontier()
    for entry in chain_of(chain):
        body = json.loads(entry.body) | changes.get(f"seq_{entry.seq}", {})
        text = canonical(body)
        digest = linked_hash(previous, text)
        at = dt.datetime.fromisoformat(body["at"])
        chain_of(chain).filter(seq=entry.seq).update(body=text, previous=previous, hash=digest, at=at)
        previous = digest
        tree.add(text.encode())
    Head.objects.filter(pk=chain).update(hash=previous, frontier=str(tree))


def test_finds_time_that_runs_backwards(chain: int) -> None:
    at = chain_of(chain).get(seq=6).at
    rewritten(chain, seq_7={"at": moment(at - dt.timedelta(hours=1))}, seq_9={"at": moment(at - dt.timedelta(days=9))})
    found = verify(chain)
    assert found.broken is None
    assert found.turned_back == Break(7, Fault.TIME, f"at least {moment(at)}", moment(at - dt.timedelta(hours=1)))
    assert (found.turns, found.is_sound, found.count) == (2, False, 12)


def test_bears_a_clock_that_is_put_right_by_a_moment(chain: int) -> None:
    at = chain_of(chain).get(seq=6).at
    rewritten(chain, seq_7={"at": moment(at - STEP)})
    assert verify(chain).is_sound


@pytest.mark.parametrize("is_sample", [True, False])
def test_finds_a_flipped_mark_of_a_demo(is_sample: bool, chain: int) -> None:  # noqa: FBT001 -- as the column is
    made = factories.organisation("Marked", sample=is_sample)
    assert verify(made.pk).is_sound
    Head.objects.filter(pk=made.pk).update(sample=not is_sample)
    assert verify(made.pk).broken == Break(1, Fault.SAMPLE, str(is_sample), str(not is_sample))
    Head.objects.filter(pk=0).update(sample=True)
    broken = verify(0).broken
    assert broken is not None
    assert broken.fault is Fault.SAMPLE


def test_finds_a_chain_that_never_began(organisation: Organisation) -> None:
    unguarded()
    chain_of(organisation.pk).delete()
    Head.objects.filter(pk=organisation.pk).delete()
    assert organisation.pk not in chains()
    assert organisation.pk in chains([organisation.pk])
    assert verify(organisation.pk).broken == Break(1, Fault.NO_HEAD)
    Head.objects.create(organisation_id=organisation.pk, hash="0" * 64)
    assert verify(organisation.pk).broken == Break(1, Fault.UNBEGUN)


def test_says_both_texts_that_should_agree(chain: int) -> None:
    chain_of(chain).filter(seq=5).update(actor_name="Somebody")
    assert str(verify(chain).broken) == (
        "Entry 5: its columns do not match its body. Expected actor_name Rasa Kazlauskė, found actor_name Somebody."
    )


def test_finds_a_chain_that_has_lost_its_head(chain: int) -> None:
    Head.objects.filter(pk=chain).delete()
    assert chain in chains()


def test_tells_how_far_it_is(chain: int) -> None:
    heard: list[int] = []
    verify(chain, watch=heard.append)
    assert heard == [12]


def test_leaves_what_is_written_meanwhile_for_the_next_time(organisation: Organisation, manager: Member) -> None:
    def write(_count: int) -> None:
        manager.grant([], by=manager)

    assert verify(organisation.pk, watch=write).is_sound
    assert verify(organisation.pk).is_sound


def test_needs_no_more_memory_for_a_long_chain_than_for_a_short_one(db: None) -> None:
    peaks = []
    for key, count in ((KEY, 2 * BATCH), (KEY + 1, 10 * BATCH)):
        forge(key, count, length=400)
        verify(key)
        tracemalloc.start()
        assert verify(key).count == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0] + 100_000, peaks


def test_asks_once_for_each_batch(chain: int) -> None:
    with CaptureQueriesContext(connection) as caught:
        verify(chain)
    assert len(caught) == 4  # the head, one batch, its end, what is beyond


TEXTS = ("body", "previous", "hash")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_finds_any_changed_character_any_removed_entry_and_any_two_swapped(data: st.DataObject, chain: int) -> None:
    first = data.draw(st.integers(1, 12), "place")
    act = data.draw(st.sampled_from(["change", "remove", "swap"]), "act")
    with transaction.atomic():
        entry = chain_of(chain).get(seq=first)
        if act == "change":
            name = data.draw(st.sampled_from(TEXTS), "column")
            text = getattr(entry, name)
            place = data.draw(st.integers(0, len(text) - 1), "character")
            other = data.draw(st.characters(codec="utf-8", exclude_characters="\0" + text[place]), "other")
            changed = text[:place] + other + text[place + 1 :]
            Entry.objects.filter(pk=entry.pk).update(**{name: changed})
        elif act == "remove":
            Entry.objects.filter(pk=entry.pk).delete()
        else:
            second = data.draw(st.integers(1, 12).filter(lambda one: one != first), "other place")
            other_entry = chain_of(chain).get(seq=second)
            swapped = {name: getattr(other_entry, name) for name in TEXTS}
            Entry.objects.filter(pk=other_entry.pk).update(**{name: getattr(entry, name) for name in TEXTS})
            Entry.objects.filter(pk=entry.pk).update(**swapped)
        assert verify(chain).broken is not None
        transaction.set_rollback(True)
    assert verify(chain).is_sound
