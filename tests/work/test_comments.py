"""What members say about a record: who is notified, who may read it, and how long it can be edited."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.evidence import made
from tests.factories import client_of
from waymark.context.models.supplier import Supplier
from waymark.core.clock import now
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.records.kinds import line_for
from waymark.trail.models import Entry
from waymark.work.comments import OFFERED, mentioned_in
from waymark.work.mentions import MOST
from waymark.work.models.comment import LONGEST, Comment
from waymark.work.models.notice import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier(administrator: Member) -> Supplier:
    return Supplier.add(
        administrator.organisation, owner=administrator, by=administrator, name="Host", supplies="Servers"
    )


@pytest.fixture
def visitor(administrator: Member) -> Client:
    return client_of(administrator)


def send(visitor: Client, supplier: Supplier, text: str, key: str = "one") -> Any:
    address = reverse("comments", args=[supplier.organisation.slug, "supplier", supplier.pk])
    return visitor.post(address, {"text": text, "key": key})


def page_of(visitor: Client, supplier: Supplier) -> str:
    return visitor.get(reverse("supplier", args=[supplier.organisation.slug, supplier.number])).content.decode()


def test_stands_on_the_page_of_the_record(visitor: Client, supplier: Supplier) -> None:
    answer = send(visitor, supplier, "Is the **contract** still open?")
    assert answer.status_code == 303
    assert answer["Location"].endswith("/suppliers/1#comments")
    page = page_of(visitor, supplier)
    assert "Is the <strong>contract</strong> still open?" in page
    assert (
        visitor.get(reverse("comments", args=[supplier.organisation.slug, "supplier", supplier.pk])).status_code == 200
    )


def test_is_told_by_the_trail(visitor: Client, supplier: Supplier) -> None:
    send(visitor, supplier, "Look at this")
    assert Entry.objects.filter(event="comment.written", kind="work.comment").count() == 1


def test_is_written_once_however_often_it_is_sent(visitor: Client, supplier: Supplier) -> None:
    send(visitor, supplier, "Once")
    send(visitor, supplier, "Once")
    assert Comment.objects.count() == 1
    send(visitor, supplier, "Once", key="another")
    assert Comment.objects.count() == 2


def test_tells_who_is_mentioned_and_nobody_else(visitor: Client, supplier: Supplier, owner: Member) -> None:
    send(visitor, supplier, f"@{owner.name}, please look. I, @Ada Administrator, have.")
    (notice,) = Notice.objects.filter(what__contains="mentioned")
    assert notice.member == owner
    assert "SUP-1 Host" in notice.what


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@Bob Stranger, look", "No member is called “Bob”."),
        ("", "This field is required."),
        ("x" * (LONGEST + 1), "10000"),
        ("x" * 100_000, "10000"),
        ("a\x00b", "character"),
    ],
)
def test_refuses_in_words_and_loses_nothing(text: str, words: str, visitor: Client, supplier: Supplier) -> None:
    answer = send(visitor, supplier, text)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert text[:20].replace("\x00", "") in page
    assert not Comment.objects.exists()


def test_shows_html_as_text(visitor: Client, supplier: Supplier) -> None:
    send(visitor, supplier, "<script>alert(1)</script> <img src=x onerror=alert(1)>")
    page = page_of(visitor, supplier)
    assert "<script>alert" not in page
    assert "<img" not in page.partition('id="comments"')[2].partition("</section>")[0]


def test_refuses_more_mentions_than_anybody_means(visitor: Client, supplier: Supplier, owner: Member) -> None:
    answer = send(visitor, supplier, f"@{owner.name} " * (MOST + 1))
    assert answer.status_code == 422
    assert "The comment has too many mentions: 101. The limit is 100." in answer.content.decode()
    assert not Comment.objects.exists()
    assert send(visitor, supplier, f"@{owner.name} " * MOST).status_code == 303


def test_looks_mentions_up_before_anything_is_locked(visitor: Client, supplier: Supplier, owner: Member) -> None:
    with CaptureQueriesContext(connection) as seen:
        send(visitor, supplier, f"@{owner.name}, please look")
    asked = [one["sql"] for one in seen.captured_queries]
    # The key of the sending is looked for once the chain is locked.
    locked = next(place for place, sql in enumerate(asked) if '"people_submission"' in sql)
    members = [place for place, sql in enumerate(asked) if 'FROM "people_member"' in sql and "LIMIT" not in sql]
    assert members
    assert max(members) < locked


def test_asks_for_the_rights_of_all_who_are_mentioned_at_once(owner: Member, django_assert_num_queries: Any) -> None:
    secret = made.evidence(owner, confidentiality="confidential")
    line = line_for(owner, "evidence.evidence", secret.pk)
    assert line is not None
    some = [factories.member(owner.organisation, Role.AIMS_MANAGER, name=f"Nora {number}") for number in range(20)]
    with django_assert_num_queries(3):
        assert mentioned_in(line, " ".join(f"@{one.name}" for one in some), by=owner) == some
    with django_assert_num_queries(0):
        assert mentioned_in(line, "Nobody: ada@example.org", by=owner) == []


class TestReaders:
    def test_see_no_comments_and_write_none(self, visitor: Client, supplier: Supplier) -> None:
        send(visitor, supplier, "Between ourselves")
        reader = client_of(factories.member(supplier.organisation, Role.READER, name="Rita Reader"))
        made = Comment.objects.get()
        assert "Between ourselves" not in page_of(reader, supplier)
        assert 'id="comments"' not in page_of(reader, supplier)
        assert send(reader, supplier, "Hello").status_code == 403
        assert reader.get(reverse("comment", args=[supplier.organisation.slug, made.pk])).status_code == 403

    def test_are_not_mentioned(self, visitor: Client, supplier: Supplier) -> None:
        factories.member(supplier.organisation, Role.READER, name="Rita Reader")
        answer = send(visitor, supplier, "@Rita Reader, look")
        assert "Rita Reader has no access to the comments here" in answer.content.decode()
        assert not Notice.objects.exists()

    def test_read_nothing_of_them_in_the_trail(self, visitor: Client, supplier: Supplier) -> None:
        send(visitor, supplier, "Between ourselves")
        reader = client_of(factories.member(supplier.organisation, Role.READER, name="Rita Reader"))
        made = Comment.objects.get()
        address = reverse("record_as_of", args=[supplier.organisation.slug, "comment", made.pk])
        assert reader.get(address, {"day": now().date().isoformat()}).status_code == 404

    def test_of_another_organisation_find_nothing(self, supplier: Supplier) -> None:
        elsewhere = factories.organisation("Elsewhere", administrator=factories.user("Otto Other"))
        stranger = client_of(Member.objects.of(elsewhere).get())
        address = reverse("comments", args=[elsewhere.slug, "supplier", supplier.pk])
        assert stranger.post(address, {"text": "x", "key": "y"}).status_code == 404


class TestEditing:
    def _edit(self, visitor: Client, organisation: Organisation, text: str) -> Any:
        made = Comment.objects.get()
        address = reverse("comment", args=[organisation.slug, made.pk])
        return visitor.post(address, {"text": text, "version": made.version})

    def test_is_for_ten_minutes(self, visitor: Client, supplier: Supplier) -> None:
        send(visitor, supplier, "Frist")
        assert self._edit(visitor, supplier.organisation, "First").status_code == 303
        assert Comment.objects.get().text == "First"
        assert "edited" in page_of(visitor, supplier)
        with time_machine.travel(now() + dt.timedelta(minutes=11), tick=True):
            answer = self._edit(visitor, supplier.organisation, "Later")
            assert answer.status_code == 422
            assert "ten minutes" in answer.content.decode()
        assert Comment.objects.get().text == "First"

    def test_is_for_its_author(self, visitor: Client, supplier: Supplier, owner: Member) -> None:
        send(visitor, supplier, "Mine")
        answer = self._edit(client_of(owner), supplier.organisation, "Theirs")
        assert answer.status_code == 422
        assert Comment.objects.get().text == "Mine"

    def test_tells_only_those_who_are_new(self, visitor: Client, supplier: Supplier, owner: Member) -> None:
        other = factories.member(supplier.organisation, Role.CONTRIBUTOR, name="Nora New")
        send(visitor, supplier, f"@{owner.name} look")
        self._edit(visitor, supplier.organisation, f"@{owner.name} and @Nora New look")
        notified = [one.member for one in Notice.objects.filter(what__contains="mentioned").order_by("pk")]
        assert notified == [owner, other]


class TestPicker:
    def _offered(self, visitor: Client, supplier: Supplier, text: str) -> list[str]:
        address = reverse("mentions", args=[supplier.organisation.slug, "supplier", supplier.pk])
        page = visitor.get(address, {"find": text}).content.decode()
        return re.findall(r'data-mention="([^"]*)"', page)

    def test_offers_who_may_read_the_comments_and_nobody_else(self, visitor: Client, supplier: Supplier) -> None:
        factories.member(supplier.organisation, Role.CONTRIBUTOR, name="Nora New")
        factories.member(supplier.organisation, Role.READER, name="Nora Reader")
        gone = factories.member(supplier.organisation, Role.CONTRIBUTOR, name="Nora Gone")
        gone.leave(by=gone, reason="Moved on")
        assert self._offered(visitor, supplier, "nora") == ["Nora New"]

    def test_puts_first_whose_name_begins_so(self, visitor: Client, supplier: Supplier) -> None:
        for name in ("Abel Omar", "Omar Zed", "Zoe Bomarsund"):
            factories.member(supplier.organisation, Role.CONTRIBUTOR, name=name)
        assert self._offered(visitor, supplier, "OMAR") == ["Omar Zed", "Abel Omar"]
        assert self._offered(visitor, supplier, "omar z") == ["Omar Zed"]

    @pytest.mark.parametrize("text", ["nobody like that", "\x00", "<b>", "x" * 3000, "%"])
    def test_offers_nothing_for_what_names_nobody(self, text: str, visitor: Client, supplier: Supplier) -> None:
        factories.member(supplier.organisation, Role.CONTRIBUTOR, name="Omar Zed")
        assert self._offered(visitor, supplier, text) == []

    def test_tells_two_of_one_name_apart(self, visitor: Client, supplier: Supplier) -> None:
        factories.member(supplier.organisation, Role.CONTRIBUTOR, name="Kim Lee")
        factories.member(supplier.organisation, Role.CONTRIBUTOR, name="Kim Lee", signs_in=False)
        offered = self._offered(visitor, supplier, "kim")
        assert sorted("@" in one for one in offered) == [False, True]

    def test_is_for_those_who_may_discuss(self, supplier: Supplier) -> None:
        reader = client_of(factories.member(supplier.organisation, Role.READER, name="Rita Reader"))
        address = reverse("mentions", args=[supplier.organisation.slug, "supplier", supplier.pk])
        assert reader.get(address).status_code == 403

    def test_offers_on_a_confidential_record_only_who_may_open_it(self, owner: Member, manager: Member) -> None:
        blind = factories.member(owner.organisation, Role.CONTRIBUTOR, name="Bo Blind")
        secret = made.evidence(owner, confidentiality="confidential")
        address = reverse("mentions", args=[owner.organisation.slug, "evidence", secret.pk])
        assert blind.name not in client_of(owner).get(address).content.decode()
        assert manager.name in client_of(owner).get(address).content.decode()
        assert client_of(blind).get(address).status_code == 404

    def test_takes_as_many_queries_for_a_crowd(
        self, owner: Member, django_assert_max_num_queries: Any, django_assert_num_queries: Any
    ) -> None:
        secret = made.evidence(owner, confidentiality="confidential")
        address = reverse("mentions", args=[owner.organisation.slug, "evidence", secret.pk])
        browser = client_of(owner)
        factories.member(owner.organisation, Role.AIMS_MANAGER, name="Nora")
        with django_assert_max_num_queries(10) as few:
            browser.get(address, {"find": "n"})
        for number in range(40):
            factories.member(owner.organisation, Role.AIMS_MANAGER, name=f"Nora {number}")
        with django_assert_num_queries(len(few.captured_queries)):
            answer = browser.get(address, {"find": "n"})
        assert answer.content.decode().count("data-mention") == OFFERED
