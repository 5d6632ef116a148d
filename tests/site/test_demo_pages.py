"""Loading and removing a demo in the browser."""

import pytest

from tests import factories
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.site.demo.loading import load_demo
from waymark.trail.actors import CONSOLE

pytestmark = pytest.mark.django_db


def test_asks_before_it_removes() -> None:
    client = factories.client_of(factories.user(runs=True))
    load_demo("alpha", by=CONSOLE)

    page = client.get("/o/alpha/demo/removal")
    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1
    refused = client.post("/o/alpha/demo/removal", {})
    assert refused.status_code == 422
    assert Organisation.objects.filter(slug="alpha").exists()


def test_removes_once_somebody_is_sure() -> None:
    client = factories.client_of(factories.user(runs=True))
    load_demo("alpha", by=CONSOLE)

    answer = client.post("/o/alpha/demo/removal", {"sure": "on"})

    assert answer.status_code in {302, 303}
    assert not Organisation.objects.filter(slug="alpha").exists()
    assert client.get("/o/alpha").status_code in {301, 404}


def test_is_offered_on_the_settings_of_a_demo_only(administrator: Member) -> None:
    runner = factories.user(runs=True)
    load_demo("alpha", by=CONSOLE)

    assert "/o/alpha/demo/removal" in factories.client_of(runner).get("/o/alpha/settings").content.decode()
    slug = administrator.organisation.slug
    settings = factories.client_of(administrator).get(f"/o/{slug}/settings")
    assert settings.status_code == 200
    assert "demo/removal" not in settings.content.decode()


def test_does_not_exist_for_a_real_organisation(administrator: Member) -> None:
    address = f"/o/{administrator.organisation.slug}/demo/removal"
    client = factories.client_of(administrator)

    assert client.get(address).status_code == 404
    assert client.post(address, {"sure": "on"}).status_code == 404
    assert Organisation.objects.filter(pk=administrator.organisation.pk).exists()


def test_does_not_exist_for_outsiders_and_is_refused_to_readers(outsider: Member) -> None:
    demo = load_demo("alpha", by=CONSOLE)
    reader = factories.member(demo, Role.READER)

    assert factories.client_of(outsider).post("/o/alpha/demo/removal", {"sure": "on"}).status_code == 404
    assert factories.client_of(reader).post("/o/alpha/demo/removal", {"sure": "on"}).status_code == 403
    assert Organisation.objects.filter(slug="alpha").exists()


def test_loads_for_those_who_run_the_installation_only(administrator: Member) -> None:
    runner = factories.client_of(factories.user(runs=True))

    assert factories.client_of(administrator).post("/demo", {"name": "gamma"}).status_code == 403
    assert runner.get("/demo").status_code == 405
    assert runner.post("/demo", {"name": "delta"}).status_code == 404
    assert not Organisation.objects.filter(sample=True).exists()

    answer = runner.post("/demo", {"name": "gamma"})
    assert answer.status_code in {302, 303}
    assert Organisation.objects.get(sample=True).slug == "gamma"
