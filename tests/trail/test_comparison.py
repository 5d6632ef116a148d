import datetime as dt
import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import IntegrityError, connection, models, transaction
from django.test import Client

from tests import factories
from tests.architecture.filled import Filled
from tests.architecture.filled import filled as build_filled
from tests.conformity.screens import at, text_of
from tests.factories import client_of
from tests.ground import Once, once_per_module
from tests.site.console import run
from tests.trail.tampering import every_guard_down
from waymark.catalogue.models.framework import Translation
from waymark.conformity.models.standing import Standing
from waymark.core.clock import now
from waymark.evidence.files.store import content_store
from waymark.evidence.models.capture import CaptureFile
from waymark.evidence.models.file import StoredFile
from waymark.evidence.models.link import EvidenceLink
from waymark.people.models.access import AccessLink, Purpose
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.site.demo.loading import load_demo
from waymark.site.demo.removal import remove_demo
from waymark.tasks.models.task import Task
from waymark.trail.actors import CONSOLE
from waymark.trail.comparison import BATCH, Difference, RecordFinding, compare_records, kinds
from waymark.trail.door import OWN, Recorded, commit_all
from waymark.trail.models import Entry
from waymark.trail.verification import chains
from waymark.work.events import WorkEvent
from waymark.work.models.comment import Comment

pytestmark = pytest.mark.django_db
filled_once = once_per_module(build_filled)
ELSEWHERE = {Translation: "no edition of the tests has one", AccessLink: "belongs to a person, not an organisation"}
KINDS = [kind for kind in kinds() if kind not in ELSEWHERE]


@pytest.fixture
def filled(filled_once: Once[Filled], db: None) -> Filled:
    return filled_once.copy()


@pytest.fixture
def chain(filled: Filled) -> int:
    return filled.organisation.pk


@pytest.fixture
def unsafe(filled: Filled) -> Iterator[Filled]:
    """Take every guard down until the end of the test."""
    with transaction.atomic():
        every_guard_down()
        yield filled
        transaction.set_rollback(True)


def chain_for(kind: type[Recorded], organisation_id: int) -> int:
    return organisation_id if kind.rows_of_chain(organisation_id).exists() else 0


def found_in(chain: int) -> list[tuple[str, int, Difference, tuple[str, ...]]]:
    return [
        (one.kind, one.record_id, one.difference, tuple(column.name for column in one.columns))
        for one in compare_records(chain)
    ]


def write(record: models.Model, **columns: Any) -> None:
    """Change columns past the door, as somebody with the database in their hands does."""
    type(record)._base_manager.filter(pk=record.pk).update(**columns)  # noqa: SLF001 -- past the door


def other_value(field: Any, value: Any) -> Any:
    """Return another value that the column can hold."""
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return (value or dt.datetime(2026, 3, 2, tzinfo=dt.UTC)) + dt.timedelta(microseconds=1)
    if isinstance(field, models.DateField):
        return (value or dt.date(2026, 3, 2)) + dt.timedelta(days=1)
    if isinstance(field, models.JSONField):
        return {"slipped": "in"} if value != {"slipped": "in"} else None
    if isinstance(field, models.ForeignKey | models.IntegerField | models.DecimalField):
        return (value or 0) + 1
    return f"{value}!"[: field.max_length] if len(str(value or "")) < (field.max_length or 1000) else f"!{value}"[:-1]


def test_finds_every_record_as_its_chain_says(filled: Filled, chain: int) -> None:
    counted: list[int] = []
    assert [str(one) for key in chains() for one in compare_records(key, watch=counted.append)] == []
    assert counted[-1] > 100
    assert [kind for kind in KINDS if not kind.rows_of_chain(chain_for(kind, chain)).exists()] == []


def test_asks_each_chain_for_the_rows_it_tells_of(filled: Filled) -> None:
    AccessLink.issue(Purpose.PASSWORD, by=CONSOLE, lasts=dt.timedelta(days=1), user=filled.administrator.user)
    AccessLink.issue(Purpose.INVITATION, by=CONSOLE, lasts=dt.timedelta(days=1), member=filled.administrator)
    for kind in kinds():
        rows = {(row.pk, chain) for chain in chains() for row in kind.rows_of_chain(chain)}
        assert rows == {(row.pk, row.chain_id) for row in kind._base_manager.all()}  # noqa: SLF001 -- past every filter
    assert AccessLink.rows_of_chain(filled.organisation.pk).count() == 1


def test_finds_demos_as_their_chains_say_and_what_is_left_of_a_removed_one() -> None:
    beta, alpha = (load_demo(name, by=CONSOLE) for name in ("beta", "alpha"))
    remove_demo(alpha, by=CONSOLE)
    assert found_in(beta.pk) == found_in(0) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind._meta.label_lower)
def test_names_any_changed_column_of_any_kind(kind: type[Recorded], unsafe: Filled) -> None:
    chain = chain_for(kind, unsafe.organisation.pk)
    record = kind.rows_of_chain(chain).order_by("pk").first()
    assert record is not None
    left = [field for field in kind._meta.concrete_fields if _is_kept(kind, field)]
    missed = []
    # As many columns at once as the constraints of the database let through together, then the others.
    while left:
        changed, refused = [], []
        with transaction.atomic():
            for field in left:
                try:
                    with transaction.atomic():
                        write(record, **{field.attname: other_value(field, getattr(record, field.attname))})
                    changed.append(field.attname)
                except IntegrityError:
                    refused.append(field)
            if changed:
                found = found_in(chain)
                if found != [(kind._meta.label_lower, record.pk, Difference.DIFFERS, tuple(changed))]:
                    missed.append((changed, found))
            transaction.set_rollback(True)
        if len(refused) == len(left):
            break  # a constraint of the database is as good
        left = refused
    assert missed == []


def _is_kept(kind: type[Recorded], field: Any) -> bool:
    return not field.primary_key and field.attname not in kind.concealed | kind.unrecorded | {"organisation_id"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind._meta.label_lower)
def test_names_a_removed_record_and_one_that_was_slipped_in(kind: type[Recorded], unsafe: Filled) -> None:
    chain = chain_for(kind, unsafe.organisation.pk)
    if kind is Organisation:
        pytest.skip("without its organisation a chain is not asked for")
    record = kind.rows_of_chain(chain).order_by("pk").last()
    assert record is not None
    rows = kind._base_manager.filter(pk=record.pk)  # noqa: SLF001 -- past the door
    columns = {field.column for field in kind._meta.concrete_fields}
    with transaction.atomic(), connection.cursor() as cursor:
        # As a row under another key: the old one is missing, the new one unknown.
        assert "id" in columns
        cursor.execute(f"UPDATE {kind._meta.db_table} SET id = id + 5000 WHERE id = %s", [record.pk])  # noqa: S608 -- our own names
        assert not rows.exists()
        found = found_in(chain)
        transaction.set_rollback(True)
    label = kind._meta.label_lower
    assert found == [(label, record.pk, Difference.MISSING, ()), (label, record.pk + 5000, Difference.UNKNOWN, ())]


def test_names_a_record_that_was_moved_to_another_organisation(unsafe: Filled) -> None:
    other = factories.organisation("Other", administrator=factories.user())
    task = Task.objects.of(unsafe.organisation).latest("pk")
    write(task, organisation_id=other.pk, number=99)
    assert ("tasks.task", task.pk, Difference.MISSING, ()) in found_in(unsafe.organisation.pk)
    assert ("tasks.task", task.pk, Difference.UNKNOWN, ()) in found_in(other.pk)


def test_names_rows_that_join_two_records(unsafe: Filled) -> None:
    """A relation of many to many is a governed row of its own, so the join itself is compared."""
    joins = [
        (one, field.name)
        for one in apps.get_models()
        if issubclass(one, Recorded)
        for field in one._meta.many_to_many
        if not issubclass(field.remote_field.through or one, Recorded)
    ]
    assert joins == []
    linked = EvidenceLink.objects.of(unsafe.organisation).latest("pk")
    placed = CaptureFile.objects.of(unsafe.organisation).latest("pk")
    write(linked, record_id=linked.record_id + 1)
    write(placed, file_id=StoredFile.objects.of(unsafe.organisation).exclude(pk=placed.file_id).earliest("pk").pk)
    assert found_in(unsafe.organisation.pk) == [
        ("evidence.capturefile", placed.pk, Difference.DIFFERS, ("file_id",)),
        ("evidence.evidencelink", linked.pk, Difference.DIFFERS, ("record_id",)),
    ]


def test_says_what_the_chain_and_what_the_row_says(unsafe: Filled) -> None:
    person = Member.objects.of(unsafe.organisation).get(name="Somebody Named")
    write(person, roles=["administrator"])
    (found,) = compare_records(unsafe.organisation.pk)
    assert isinstance(found, RecordFinding)
    assert str(found) == f"people.member {person.pk}: it differs from the chain (roles)."
    assert str(found.columns[0]) == 'roles: the chain says ["reader"], the row ["administrator"].'


def commented(by: Member, count: int) -> list[Comment]:
    """Write many comments at once."""
    written = [
        Comment(
            organisation=by.organisation,
            kind="people.member",
            record_id=by.pk,
            author=by,
            text=f"Comment {number}",
            written_at=now(),
        )
        for number in range(count)
    ]
    commit_all(written, WorkEvent.COMMENTED, by=by)
    return written


def test_takes_what_is_written_meanwhile_for_no_difference(filled: Filled, chain: int) -> None:
    comments = commented(filled.administrator, 3 * BATCH)
    for text in ("Once", "Twice"):
        for one in comments:
            one.text = text
        # Three entries for each row, so that both are never read up to the same record.
        commit_all(comments, WorkEvent.COMMENT_EDITED, by=filled.administrator)
    meanwhile: list[int] = []

    def edit(count: int) -> None:
        for one in comments:
            one.text = f"Edited after {count}"
        meanwhile.append(len(commit_all(comments, WorkEvent.COMMENT_EDITED, by=filled.administrator)))

    assert [str(one) for one in compare_records(chain, watch=edit)] == []
    assert len(meanwhile) > 2


def test_does_not_compare_what_is_noted_without_an_entry(filled: Filled, chain: int) -> None:
    write(filled.administrator.user, last_login=dt.datetime(2026, 3, 2, tzinfo=dt.UTC))  # type: ignore[arg-type]  # it has a user
    assert "people.user" not in {one[0] for one in found_in(0)}
    assert User.unrecorded == {"last_login"}
    assert all(not kind.unrecorded & OWN for kind in kinds())


def test_needs_no_more_memory_for_many_records_than_for_few(filled: Filled, chain: int) -> None:
    peaks = []
    for count in (2 * BATCH, 10 * BATCH):
        commented(filled.administrator, count)
        list(compare_records(chain))
        tracemalloc.start()
        assert list(compare_records(chain)) == []
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0] + 200_000, peaks


class TestConsole:
    def test_says_that_all_is_as_it_was_written(self, filled: Filled) -> None:
        result = run("trail", "verify", "--records")
        assert result.exit_code == 0, result.output
        assert f"✓ {filled.organisation.slug}: " in result.output
        assert "records compared, each as the chain says." in result.output
        assert "stored files read, no faults." in result.output

    def test_names_each_difference_and_fails(self, unsafe: Filled) -> None:
        standing = Standing.objects.of(unsafe.organisation).earliest("pk")
        write(standing, left_out_reason="[bold]because")
        result = run("trail", "verify", "--records", "--org", unsafe.organisation.slug)
        assert result.exit_code == 1
        assert f"conformity.standing {standing.pk}: it differs from the chain" in result.output
        assert "left_out_reason: the chain says null, the row [bold]because." in result.output
        data = json.loads(run("trail", "verify", "--records", "--json").output)
        found = next(one for one in data["records"] if one["organisation"] == unsafe.organisation.pk)
        assert (found["differing"], found["findings"][0]["difference"]) == (1, "differs")
        assert found["findings"][0]["columns"] == [{"name": "left_out_reason", "chain": "null", "row": "[bold]because"}]
        assert not data["sound"]

    def test_names_a_stored_file_whose_content_is_not_the_one_of_its_entry(self, filled: Filled) -> None:
        stored = StoredFile.objects.of(filled.organisation).earliest("pk")
        entry = Entry.objects.of(filled.organisation).about(stored).earliest("seq")
        assert json.loads(entry.body)["changes"]["sha256"] == [None, stored.sha256]
        path = content_store().place(stored.sha256)
        content = path.read_bytes()
        path.chmod(0o600)
        path.write_bytes(content[:-1] + b"?")
        try:
            result = run("trail", "verify", "--records", "--org", filled.organisation.slug)
        finally:
            path.write_bytes(content)
        assert result.exit_code == 1
        assert f"damaged: {stored.sha256}" in result.output

    def test_names_a_stored_file_whose_hash_was_changed_with_its_content(self, unsafe: Filled) -> None:
        stored = StoredFile.objects.of(unsafe.organisation).earliest("pk")
        other = StoredFile.objects.of(unsafe.organisation).latest("pk")
        content = other.sha256
        write(other, sha256="0" * 64)
        write(stored, sha256=content, size=other.size)
        found = found_in(unsafe.organisation.pk)
        assert ("evidence.storedfile", stored.pk, Difference.DIFFERS) in {one[:3] for one in found}

    def test_finds_a_chain_that_was_deleted_or_never_begun(self, unsafe: Filled) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM trail_entry WHERE organisation_id = %s", [unsafe.organisation.pk])
            cursor.execute("DELETE FROM trail_head WHERE organisation_id = %s", [unsafe.organisation.pk])
        result = run("trail", "verify")
        assert result.exit_code == 1
        assert (
            f"✗ {unsafe.organisation.slug}: broken after no entries. Entry 1: the chain has no head." in result.output
        )
        assert "it exists, but is not in the chain" in run("trail", "verify", "--records").output


class TestPage:
    def test_compares_where_it_is_asked(self, filled: Filled) -> None:
        visitor: Client = client_of(filled.administrator)
        page = at("trail_check", filled.organisation)
        assert "every record matches it" not in text_of(visitor.get(page))
        assert "every record matches it" in text_of(visitor.post(page, {"records": "1"}))

    def test_compares_nothing_where_a_page_is_only_read(self, unsafe: Filled) -> None:
        write(Member.objects.of(unsafe.organisation).get(name="Somebody Named"), post="Slipped in")
        answer = client_of(unsafe.administrator).get(at("trail_check", unsafe.organisation), {"records": "1"})
        assert answer.status_code == 200
        assert "differs from the chain" not in text_of(answer)

    def test_compares_once_at_a_time(self, filled: Filled) -> None:
        visitor, page = client_of(filled.administrator), at("trail_check", filled.organisation)
        cache.set(f"comparing-records-{filled.organisation.pk}", 1)
        refused = visitor.post(page, {"records": "1"})
        assert refused.status_code == 422
        assert "being compared already" in text_of(refused)
        cache.clear()
        for _time in range(2):
            assert "every record matches it" in text_of(visitor.post(page, {"records": "1"}))

    def test_names_what_differs_by_its_number_only(self, unsafe: Filled) -> None:
        person = Member.objects.of(unsafe.organisation).get(name="Somebody Named")
        write(person, post="Slipped in")
        answer = client_of(unsafe.administrator).post(at("trail_check", unsafe.organisation), {"records": "1"})
        assert f"Member, no. {person.pk}: it differs from the chain (<code>post</code>)" in text_of(answer)
        assert "Slipped in" not in text_of(answer)
        Entry.objects.of(unsafe.organisation).filter(seq=3).update(actor_name="X")
        answer = client_of(unsafe.administrator).post(at("trail_check", unsafe.organisation), {"records": "1"})
        assert "The chain is broken. Entry 3" in text_of(answer)
