"""An edition carried over together with confidential evidence, comments and a demo that is removed afterwards."""

import pytest
from django.apps import apps
from django.urls import reverse

from tests import factories
from tests.conformity.carried import manager_of, organisation_on, rate, round_on, shipped
from tests.evidence import made
from tests.factories import client_of
from waymark.catalogue.models.framework import Point
from waymark.conformity.carrying.acts import carry_over
from waymark.conformity.models.standing import Standing
from waymark.conformity.scale import Verdict
from waymark.evidence.linking import link
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.records.kinds import line_for
from waymark.site.demo.removal import remove_demo
from waymark.trail.actors import CONSOLE
from waymark.trail.comparison import compare_records
from waymark.trail.verification import verify
from waymark.work.comments import comment

pytestmark = pytest.mark.django_db
MARK = "Quagmirel"


def carried(*, sample: bool = False) -> tuple[Organisation, Member]:
    """Return an organisation with a round, hidden evidence and a comment, carried over to the second edition."""
    first, second = shipped()
    of = organisation_on(first, sample=sample)
    manager = manager_of(of)
    rate(round_on(of, first, by=manager), "6.1.4-3", Verdict.PARTIAL, by=manager, finding="Half of it")
    report = made.evidence(manager, MARK, confidentiality="confidential")
    point = Point.objects.get(requirement__framework=first, ref="6.1.4-3")
    link(report, "catalogue.point", point.pk, by=manager)
    standing = Standing.objects.of(of).with_refs(["6.1.4"]).get()
    about = line_for(manager, "conformity.standing", standing.pk)
    assert about is not None
    comment(about, "Look at this", by=manager)
    carry_over(of, second, by=manager)
    return of, manager


def test_takes_hidden_evidence_along_without_showing_it() -> None:
    of, manager = carried()
    reader = client_of(factories.member(of, Role.CONTRIBUTOR, name="Cora"))
    for name, arguments in (
        ("requirement", ["6.1.4"]),
        ("points", []),
        ("gap_rounds", []),
        ("gap_sheet", [2, "6.1.4"]),
        ("gap_points", [2]),  # leads on to the list of points
        ("gap_result", [2]),
        ("requirements", []),
        ("path", []),
        ("evidence", []),
        ("notices", []),
    ):
        answer = reader.get(reverse(name, args=[of.slug, *arguments]), follow=True)
        assert answer.status_code == 200, name
        assert MARK not in answer.content.decode(), name
    assert MARK in client_of(manager).get(reverse("requirement", args=[of.slug, "6.1.4"])).content.decode()


def test_leaves_records_that_agree_with_their_chain() -> None:
    of, _manager = carried()
    assert verify(of.pk).is_sound
    assert list(compare_records(of.pk)) == []


def test_goes_as_a_whole_with_a_demo() -> None:
    of, _manager = carried(sample=True)
    remove_demo(of, by=CONSOLE)
    for model in apps.get_models():
        if any(field.name == "organisation" for field in model._meta.concrete_fields):
            rows = model._base_manager  # noqa: SLF001 -- managers of the product may hide rows
            assert not rows.filter(organisation_id=of.pk).exists(), model
