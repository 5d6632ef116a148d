"""What the documents and records of the demo organisations are to the master list and to the requirements."""

from collections.abc import Mapping

import pytest

from tests import factories
from waymark.conformity.models.judgement import Judgement
from waymark.conformity.queries import picture_taken_up
from waymark.documents.master_list import Standing, master_rows
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.records.backing import Asked, behind

pytestmark = pytest.mark.django_db
Demos = Mapping[str, Organisation]


@pytest.mark.parametrize("name", ["alpha", "beta", "gamma"])
def test_counts_the_scope_and_the_registers_as_items_of_the_master_list(name: str, demos: Demos) -> None:
    standing = {one.item.id: one.standing for one in master_rows(demos[name])}
    present = ("M-01", "M-12", "M-14", "C-02", "C-24", "X-01", "X-02", "X-03", "X-04", "X-05", "X-07", "X-15")
    assert {standing[item] for item in present} == {Standing.PRESENT}


BEHIND = {
    "4.1": ("FAC-1", "SYS-1"),
    "4.2": ("PTY-1", "NEED-1"),
    "4.3": ("SCP-2",),
    "4.4": ("CHG-1", "CHG-2"),
    "5.2": ("DOC-1", "ACK-1"),
    "5.3": ("ROLE-2",),
    "6.1.2": ("DOC-2",),
    "6.1.3": ("DOC-2",),
    "7.2": ("COMP-1", "PROOF-1", "TRN-1"),
    "7.3": ("TRN-4", "ACK-1"),
    "7.4": ("ACK-1",),
    "7.5.1": ("DOC-1", "DOC-3"),
    "7.5.2": ("DOC-1", "DOC-2"),
    "7.5.3": ("DOC-1", "EXT-1"),
}
"""What stands behind requirements of Alpha by itself; several are named, but never all."""


@pytest.mark.parametrize("ref", BEHIND)
def test_lists_records_as_evidence_of_the_requirement(ref: str, demos: Demos) -> None:
    organisation = demos["alpha"]
    picture = picture_taken_up(organisation)
    assert picture is not None
    points = {one.pk: one.ref for one in picture.outline.requirement(ref).points}
    asked = Asked.about([("catalogue.point", pk) for pk in points], numbers=points)
    found = {piece.reference for pieces in behind(organisation, asked).values() for piece in pieces}
    assert set(BEHIND[ref]) <= found


@pytest.mark.parametrize("ref", BEHIND)
def test_rates_no_requirement_because_of_records(ref: str, demos: Demos) -> None:
    organisation = demos["alpha"]
    picture = picture_taken_up(organisation)
    assert picture is not None
    newest = Judgement.objects.of(organisation).order_by("judged_on", "pk")
    judged = dict(newest.values_list("point_id", "verdict"))
    for view in picture.by_ref[ref].points:
        assert view.found.is_lowered or view.found.verdict == judged.get(view.point.pk, view.found.verdict)


@pytest.mark.parametrize("ref", ["4.3", "7.4", "7.5.2"])
def test_shows_the_records_on_the_page_of_the_requirement(ref: str, demos: Demos) -> None:
    organisation = demos["alpha"]
    client = factories.client_of(factories.member(organisation, Role.READER))
    page = client.get(f"/o/{organisation.slug}/requirements/{ref}").content.decode()
    assert all(reference in page for reference in BEHIND[ref])
