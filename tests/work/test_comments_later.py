"""What becomes of a comment when the record, its author or the whole organisation changes afterwards."""

import pytest
from django.apps import apps
from django.urls import reverse

from tests import factories
from tests.evidence import made
from tests.factories import client_of
from waymark.context.models.supplier import Supplier
from waymark.evidence.models.evidence import Evidence
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.records.kinds import RecordLine, line_for
from waymark.site.demo.loading import load_demo
from waymark.site.demo.removal import remove_demo
from waymark.trail.actors import CONSOLE
from waymark.work.comments import comment
from waymark.work.models.comment import Comment

pytestmark = pytest.mark.django_db
PAGES = ("notices", "my_work", "path", "evidence", "tasks", "organisation_search", "first_work")


@pytest.fixture
def ada() -> Member:
    factories.organisation("Acme", administrator=factories.user("Ada"))
    return Member.objects.get()


def line(reader: Member, kind: str, key: int) -> RecordLine:
    """Return a record as the reader sees it."""
    found = line_for(reader, kind, key)
    assert found is not None
    return found


def test_shows_a_comment_to_nobody_who_lost_sight_of_its_record(ada: Member) -> None:
    omar = factories.member(ada.organisation, Role.CONTRIBUTOR, name="Omar Owner")
    report = made.evidence(ada, "Xylophonia title")
    comment(line(ada, "evidence.evidence", report.pk), "@Omar Owner see Quagmirel", by=ada)
    assert "Xylophonia title" in client_of(omar).get(reverse("notices", args=["acme"])).content.decode()
    Evidence.objects.get(pk=report.pk).edit(
        by=ada, title=report.title, about=report.about, kind=report.kind, confidentiality="confidential", fresh_months=1
    )
    client = client_of(omar)
    for name in PAGES:
        words = {"q": "Xylo"} if name == "organisation_search" else {}
        page = client.get(reverse(name, args=["acme"]), words, follow=True).content.decode()
        assert "Xylophonia title" not in page, name
        assert "Quagmirel" not in page, name
    for hidden in (
        reverse("comment", args=["acme", Comment.objects.get().pk]),
        reverse("comments", args=["acme", "evidence", report.pk]),
    ):
        assert client.get(hidden).status_code == 404, hidden


def test_names_an_author_who_left_and_offers_them_to_nobody(ada: Member) -> None:
    omar = factories.member(ada.organisation, Role.CONTRIBUTOR, name="Omar Owner")
    supplier = Supplier.add(ada.organisation, owner=ada, by=ada, name="W" * 80, supplies="x")
    comment(line(omar, "context.supplier", supplier.pk), "Hello", by=omar)
    omar.leave(by=ada, reason="Moved on")
    client = client_of(ada)
    assert "Omar Owner" in client.get(reverse("supplier", args=["acme", 1])).content.decode()
    page = client.post(
        reverse("comments", args=["acme", "supplier", supplier.pk]), {"text": "@Omar Owner?", "key": "k"}
    )
    assert page.status_code == 422
    assert "@Omar Owner?" in page.content.decode()
    assert Comment.objects.count() == 1


def test_removes_comments_views_and_figures_with_a_sample() -> None:
    load_demo("alpha", by=CONSOLE)
    alpha = Organisation.objects.get(slug="alpha")
    mona = factories.member(alpha, Role.AIMS_MANAGER, name="Mona Manager")
    factories.organisation("Other", administrator=mona.user)
    comment(line(mona, "evidence.evidence", Evidence.objects.of(alpha)[0].pk), "Look", by=mona)
    client = client_of(mona)
    assert client.get(reverse("portfolio")).status_code == 200
    client.post(reverse("register_view", args=["alpha", "tasks"]), {"name": "Mine", "query": "owner=me"})
    remove_demo(alpha, by=CONSOLE)
    for model in apps.get_models():
        if any(field.name == "organisation" for field in model._meta.concrete_fields):
            rows = model._base_manager  # noqa: SLF001 -- managers of the product may hide rows
            assert not rows.filter(organisation_id=alpha.pk).exists(), model
    for page in (reverse("portfolio"), "/"):
        assert client.get(page, follow=True).status_code == 200
