"""Going over to the next edition by console and by program."""

import json

import pytest
from django.urls import reverse

from tests.conformity.carried import manager_of, organisation_on, rate, round_on, shipped
from tests.evidence import made
from tests.evidence.api_calls import Program, error_of
from tests.factories import client_of
from tests.site.console import answer, run
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.queries import framework_of
from waymark.conformity.scale import Verdict
from waymark.evidence.linking import link
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Can
from waymark.records.kinds import line_for

pytestmark = pytest.mark.django_db
NEXT = "iso-42001-2023-2"


@pytest.fixture
def organisation() -> Organisation:
    return organisation_on(shipped()[0])


@pytest.fixture
def manager(organisation: Organisation) -> Member:
    manager = manager_of(organisation)
    rate(round_on(organisation, shipped()[0], by=manager), "6.1.4-3", Verdict.PARTIAL, by=manager, finding="Half")
    return manager


@pytest.mark.usefixtures("manager")
def test_shows_at_the_console_what_would_happen(organisation: Organisation) -> None:
    shown = answer("carry-over", organisation.slug, NEXT, "--preview")
    assert (shown["current"], shown["edition"]) == ("iso-42001-2023", NEXT)
    assert (shown["counts"]["stays"], shown["counts"]["look_again"]) == (142, 2)
    split = next(one for one in shown["moves"] if one["point"] == "6.1.4-7")
    assert (split["sources"], split["verdict"], split["becomes"]) == ("6.1.4-3", "partial", "look_again")
    assert "6.1.4-7" in run("carry-over", organisation.slug, NEXT, "--preview").stdout
    assert GapAssessment.objects.of(organisation).count() == 1


@pytest.mark.usefixtures("manager")
def test_goes_over_at_the_console_once(organisation: Organisation) -> None:
    assert answer("carry-over", organisation.slug, NEXT)["round"] == "GA-2"
    again = run("carry-over", organisation.slug, NEXT)
    assert (again.exit_code, "[carried-already]" in again.output) == (1, True)
    unknown = run("carry-over", organisation.slug, "never-was")
    assert (unknown.exit_code, "[edition-not-next]" in unknown.output) == (1, True)


def test_goes_over_by_program(organisation: Organisation, manager: Member) -> None:
    program = Program(manager, [Can.READ, Can.MANAGE_AIMS])
    shown = program.get("/edition", edition=NEXT)
    assert json.loads(shown.content)["counts"]["look_again"] == 2
    made_round = program.post("/edition", {"edition": NEXT})
    assert (made_round.status_code, json.loads(made_round.content)["reference"]) == (201, "GA-2")
    assert error_of(program.post("/edition", {"edition": NEXT}), 422)["code"] == "carried-already"
    assert framework_of(organisation) == shipped()[1]


def test_still_names_points_of_the_edition_before(organisation: Organisation, manager: Member) -> None:
    old = GapAssessment.objects.of(organisation).get().judgements.get().point_id
    piece = made.evidence(manager)
    link(piece, "catalogue.point", old, by=manager)
    run("carry-over", organisation.slug, NEXT)
    line = line_for(manager, "catalogue.point", old)
    assert line is not None
    assert (line.reference, line.title.endswith("(in an edition before)")) == ("6.1.4-3", True)
    shown = client_of(manager).get(reverse("evidence_item", args=[organisation.slug, piece.number])).content.decode()
    assert "6.1.4-3" in shown
    assert "6.1.4-7" in shown
