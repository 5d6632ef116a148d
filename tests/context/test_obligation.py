"""An obligation, and the starter register of candidates: none holds by itself, each is decided on once."""

from typing import Any

import pytest
from django.urls import reverse

from tests.evidence import made
from tests.evidence.api_calls import Program, error_of
from tests.factories import client_of
from tests.site.console import answer as console_answer
from tests.site.console import run
from waymark.context.models.obligation import (
    CandidateDecided,
    Direction,
    Obligation,
    ObligationInForce,
    ObligationNotInForce,
    ObligationState,
    Origin,
)
from waymark.core.clock import day_in
from waymark.evidence.linking import link
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.reviewing import year_after

pytestmark = pytest.mark.django_db
NOTICE = "OB-CON-01"


def known(**other: Any) -> dict[str, Any]:
    return {
        "title": "Notice of a model change",
        "duty": "Tell customers 30 days before.",
        "origin": "contract",
        "reference_text": "Customer contract 2025",
        "direction": "we_owe",
        **other,
    }


def obligation(by: Member, **other: Any) -> Obligation:
    return Obligation.add(by.organisation, owner=by, by=by, **known(**other))


def page_of(member: Member, name: str, *args: object, **asked: Any) -> str:
    address = reverse(name, args=[member.organisation.slug, *args])
    return client_of(member).get(address, asked).content.decode()


def post(member: Member, name: str, *args: object, **typed: Any) -> tuple[int, str]:
    answer = client_of(member).post(reverse(name, args=[member.organisation.slug, *args]), typed)
    return answer.status_code, answer.content.decode()


def test_no_candidate_holds_by_itself(administrator: Member) -> None:
    assert "OB-AIA-01" in page_of(administrator, "obligation_candidates")
    assert not Obligation.objects.exists()
    assert "No obligations yet" in page_of(administrator, "obligations")


def test_proposes_a_candidate_to_be_adapted(administrator: Member) -> None:
    page = page_of(administrator, "obligation_candidate", NOTICE)
    assert f'value="{NOTICE}"' in page
    assert f'value="{year_after(day_in("UTC"))}"' in page
    assert post(administrator, "obligation_new", **known(reference_text="", candidate=NOTICE))[0] == 422
    typed = known(candidate=NOTICE, met_by="6.3, a.10.4", owner=administrator.pk)
    assert post(administrator, "obligation_new", **typed)[0] == 303
    found = Obligation.objects.get()
    assert (found.candidate, found.met_by, found.owner) == (NOTICE, "6.3, A.10.4", administrator)
    assert NOTICE not in page_of(administrator, "obligation_candidates")
    assert NOTICE in page_of(administrator, "obligation_candidates", state="active")


def test_declines_a_candidate_with_a_reason(administrator: Member) -> None:
    assert post(administrator, "obligation_candidate_declining", "OB-AIA-31", reason="")[0] == 422
    assert post(administrator, "obligation_candidate_declining", "OB-AIA-31", reason="Not used")[0] == 303
    found = Obligation.objects.get()
    assert (found.state, found.reason, found.owner) == (ObligationState.DECLINED, "Not used", None)
    assert "Not used" in page_of(administrator, "obligation", 1)
    found.take_on(reason="A new product does it", by=administrator)
    with pytest.raises(ObligationInForce):
        found.take_on(reason="Again", by=administrator)


def test_decides_on_a_candidate_once(administrator: Member) -> None:
    obligation(administrator, candidate=NOTICE)
    with pytest.raises(CandidateDecided, match="OBL-1"):
        obligation(administrator, candidate=NOTICE)
    assert post(administrator, "obligation_candidate_declining", NOTICE, reason="No")[0] == 422
    refused = error_of(Program(administrator).post("/obligations", known(candidate=NOTICE)), 422)
    assert refused["code"] == "candidate-decided"


def test_knows_no_other_candidates(administrator: Member) -> None:
    assert post(administrator, "obligation_new", **known(candidate="OB-NONE"))[0] == 422
    address = reverse("obligation_candidate", args=[administrator.organisation.slug, "OB-NONE"])
    assert client_of(administrator).get(address).status_code == 404
    assert error_of(Program(administrator).post("/obligations/candidates/OB-NONE/declining", {"reason": "x"}), 404)


def test_shows_the_dates_of_the_law_beside_its_candidates(administrator: Member) -> None:
    assert "Duties and dates of the law" in page_of(administrator, "obligation_candidate", "OB-AIA-05")
    assert "Duties and dates of the law" not in page_of(administrator, "obligation_candidate", NOTICE)


def test_changes_nothing_once_it_has_ended(administrator: Member) -> None:
    one = obligation(administrator)
    one.retire(reason="Contract ended", by=administrator)
    with pytest.raises(ObligationNotInForce):
        one.edit(**known(), by=administrator)
    status, page = post(administrator, "obligation_edit", 1, **known(), version=one.version)
    assert status == 422
    assert "is not in force and cannot be changed" in page


def test_shows_its_evidence_and_leads_to_more(administrator: Member) -> None:
    one = obligation(administrator)
    page = page_of(administrator, "obligation", 1)
    assert f"for=obligation%3A{one.pk}" in page
    assert "No evidence is linked yet." in page
    link(made.evidence(administrator, "Notice of May"), "context.obligation", one.pk, by=administrator)
    assert "Notice of May" in page_of(administrator, "obligation", 1)


def test_reads_only_what_somebody_may(administrator: Member, reader: Member) -> None:
    page = page_of(reader, "obligation_candidate", NOTICE)
    assert reverse("obligation_new", args=[administrator.organisation.slug]) not in page
    assert post(reader, "obligation_candidate_declining", NOTICE, reason="x")[0] == 403


def test_is_declined_by_a_program(administrator: Member) -> None:
    sent = {"reason": "No general-purpose model is offered."}
    answer = Program(administrator).post("/obligations/candidates/OB-AIA-34/declining", sent)
    assert (answer.status_code, answer.json()["state"]) == (201, "declined")
    listed = Program(administrator).get("/obligations/candidates", state="declined").json()["items"]
    assert [one["reference"] for one in listed] == ["OB-AIA-34"]


def test_is_listed_at_the_console(organisation: Organisation) -> None:
    slug = organisation.slug
    words = ("--duty", "Tell them", "--origin", "contract", "--reference-text", "Contract 7", "--direction", "we_owe")
    added = run("obligation", "add", "Notice", "--org", slug, *words, "--met-by", "A.8.5")
    assert added.output.strip() == "OBL-1", added.output
    (row,) = console_answer("obligation", "list", "--org", slug)
    assert (row["origin"], row["direction"], row["met_by"]) == (Origin.CONTRACT, Direction.WE_OWE, "A.8.5")
    candidates = console_answer("obligation-candidate", "list", "--org", slug, "--origin", "gdpr")
    assert len(candidates) == 11
