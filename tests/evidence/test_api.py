"""Each operation of the API once: what it does, and what it refuses as the page would."""

from typing import Any

import pytest

from tests import factories
from tests.evidence import made
from tests.evidence.api_calls import Program, error_of
from tests.evidence.files import samples
from waymark.core.clock import day_in
from waymark.evidence.asking import RequestDraft, ask
from waymark.evidence.indexing import index_outdated
from waymark.evidence.models.capture import Capture, Source
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.request import EvidenceRequest
from waymark.people.models.member import Member
from waymark.people.models.token import Token
from waymark.people.rights import Can, Role
from waymark.work.owners import assign_owner

pytestmark = pytest.mark.django_db
NOTE = {"title": "The policy is published", "note": "Seen on the intranet"}


@pytest.fixture
def program(owner: Member) -> Program:
    return Program(owner)


def test_names_evidence_with_a_note(program: Program, owner: Member) -> None:
    response = program.post("/evidence", {**NOTE, "kind": "policy", "confidentiality": "public", "fresh_months": 3})
    payload = response.json()
    assert response.status_code == 201, payload
    assert (payload["reference"], payload["title"], payload["kind"]) == ("EV-1", NOTE["title"], "policy")
    assert payload["owner"] == {"id": owner.pk, "name": owner.name}
    capture = Capture.objects.get()
    assert (capture.source, capture.collected_by, capture.note) == (Source.API, owner, NOTE["note"])
    assert payload["captures"][0]["source"] == "api"
    assert response["Cache-Control"] == "private, no-store"


def test_names_evidence_with_files(program: Program) -> None:
    response = program.upload("/evidence", {"title": "Minutes"}, ("minutes.txt", b"We met."), ("more.txt", b"Again."))
    assert response.status_code == 201, response.content
    files = response.json()["captures"][0]["files"]
    assert [(one["position"], one["name"], one["size"]) for one in files] == [(1, "minutes.txt", 7), (2, "more.txt", 6)]
    content = program.get(files[0]["path"].removeprefix(program.base))
    assert content.getvalue() == b"We met."
    assert "attachment" in content["Content-Disposition"]


def test_tells_what_is_odd_about_a_file_and_its_name(program: Program) -> None:
    payload = program.upload("/evidence", {"title": "Policy"}, ("policy.pdf", samples.HTML), ("a.txt", b"Fine.")).json()
    files = payload["captures"][0]["files"]
    assert [one["remarks"] for one in files] == [["name-differs", "runs"], []]


def test_takes_no_program(program: Program) -> None:
    refused = program.upload("/evidence", {"title": "Minutes"}, ("a.txt", b"We met."), ("b.pdf", samples.PROGRAM))
    payload = error_of(refused, 422)
    assert payload["code"] == "evidence-wrong-type"
    assert "“b.pdf” is not accepted" in payload["message"]
    assert not Evidence.objects.exists()


def test_names_evidence_with_a_link(program: Program) -> None:
    payload = program.post("/evidence", {"title": "Policy", "link": "https://example.org/policy"}).json()
    assert payload["captures"][0]["link"] == "https://example.org/policy"


def test_takes_what_the_page_would_propose_for_what_is_left_out(program: Program) -> None:
    payload = program.post("/evidence", NOTE).json()
    assert (payload["kind"], payload["confidentiality"], payload["fresh_months"]) == ("other", "internal", 12)
    assert payload["captured_on"] == day_in("UTC").isoformat()


def test_adds_a_capture(program: Program, owner: Member) -> None:
    evidence = made.evidence(owner)
    response = program.post(f"/evidence/{evidence.number}/captures", {"note": "Seen again"})
    assert response.status_code == 201, response.content
    assert [one["number"] for one in response.json()["captures"]] == [2, 1]


def test_makes_one_capture_of_the_same_sending(program: Program, owner: Member) -> None:
    first = program.post("/evidence", NOTE, key="nightly-1")
    second = program.post("/evidence", NOTE, key="nightly-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    path = "/evidence/1/captures"
    again = [program.upload(path, {}, ("a.txt", b"content"), key="nightly-1") for _ in range(2)]
    assert again[0].json() == again[1].json()
    assert Evidence.objects.count() == 1
    assert Capture.objects.count() == 2
    assert program.post("/evidence", NOTE).json()["number"] == 2


def test_refuses_a_key_that_named_another_sending(program: Program) -> None:
    program.post("/evidence", NOTE, key="one")
    refused = program.post("/evidence", {**NOTE, "note": "Something else"}, key="one")
    assert error_of(refused, 422)["code"] == "key-reused"


def test_keeps_the_keys_of_members_apart(program: Program, manager: Member) -> None:
    first = program.post("/evidence", NOTE, key="1").json()
    second = Program(manager).post("/evidence", NOTE, key="1").json()
    assert (first["number"], second["number"]) == (1, 2)


@pytest.mark.parametrize("key", ["x" * 201, "tab\there", "ä"])
def test_refuses_a_key_that_is_none(key: str, program: Program) -> None:
    assert error_of(program.post("/evidence", NOTE, key=key), 400)["code"] == "unreadable-request"


def test_verifies_and_rejects(owner: Member, manager: Member) -> None:
    evidence, colleague = made.evidence(owner), Program(manager)
    path = f"/evidence/{evidence.number}/captures/1/verifications"
    payload = colleague.post(path, {"outcome": "verified", "statement": "I read it"}).json()
    assert (payload["check"], payload["captures"][0]["checks"][0]["statement"]) == ("verified", "I read it")
    payload = colleague.post(path, {"outcome": "rejected", "statement": "It is a draft"}).json()
    assert payload["condition"] == "rejected"


def test_lists_who_checked_what_and_what_they_owned(owner: Member, manager: Member) -> None:
    evidence = made.evidence(owner, "The policy")
    assign_owner([evidence], {evidence.pk: manager}, by=owner)
    program = Program(manager)
    sent = {"outcome": "verified", "statement": "Read it"}
    shown = program.post("/evidence/1/captures/1/verifications", sent).json()
    assert shown["captures"][0]["checks"][0]["interests"] == "EV-1"
    (line,) = program.get("/evidence/verifications").json()
    assert (line["member"]["id"], line["reference"], line["interests"]) == (manager.pk, "EV-1/1", "EV-1")
    assert program.get(f"/evidence/verifications?member={owner.pk}").json() == []


def test_lets_nobody_verify_their_own_capture(program: Program, owner: Member) -> None:
    made.evidence(owner)
    refused = program.post("/evidence/1/captures/1/verifications", {"outcome": "verified", "statement": "Fine"})
    assert error_of(refused, 422)["code"] == "own-capture"


def test_refuses_to_verify_an_older_capture(owner: Member, manager: Member) -> None:
    evidence = made.evidence(owner)
    made.capture(evidence, owner)
    refused = Program(manager).post("/evidence/1/captures/1/verifications", {"outcome": "verified", "statement": "Yes"})
    assert error_of(refused, 422)["code"] == "not-the-newest"


def test_links_and_ends_a_link(program: Program, owner: Member) -> None:
    made.evidence(owner)
    payload = program.post("/evidence/1/links", {"kind": "requirement", "text": "6.1.2", "why": "It says so"}).json()
    (link,) = payload["links"]
    assert (link["reference"], link["why"], link["record"].split(":")[0]) == ("6.1.2", "It says so", "requirement")
    path = f"/evidence/1/links/{link['id']}/ending"
    stale = error_of(program.post(path, {"version": 9, "reason": "Moved"}), 409)
    assert (stale["code"], stale["version"]) == ("stale-record", 1)
    response = program.post(path, {"version": 1, "reason": "Moved"})
    assert (response.status_code, response.json()["links"]) == (201, [])
    error_of(program.post(path, {"version": 1, "reason": "Moved"}), 404)


def test_says_what_it_could_not_link_to(program: Program, owner: Member) -> None:
    made.evidence(owner)
    refused = program.post("/evidence/1/links", {"kind": "requirement", "text": "no such thing"})
    assert error_of(refused, 422)["code"] == "unknown-record"
    fields = error_of(program.post("/evidence/1/links", {"kind": "planet", "text": "x"}), 422)["fields"]
    assert set(fields) == {"kind"}


def test_asks_lists_and_shows(program: Program, owner: Member, manager: Member) -> None:
    made.evidence(owner)
    link = program.post("/evidence/1/links", {"kind": "requirement", "text": "6.1.2"}).json()["links"][0]
    response = program.post(
        "/evidence/requests", {"what": "The minutes", "asked_of": manager.pk, "record": link["record"]}
    )
    payload = response.json()
    assert response.status_code == 201, payload
    about = f"requirement:{payload['about']['id']}"
    assert (payload["reference"], payload["state"], about) == ("ER-1", "open", link["record"])
    assert program.get("/evidence/requests").json()["items"] == [payload]
    assert program.get("/evidence/requests", owner="me").json()["items"] == []
    assert program.get("/evidence/requests/1").json() == payload


def test_refuses_to_ask_about_what_is_not_there(program: Program, manager: Member) -> None:
    body = {"what": "The minutes", "asked_of": manager.pk, "record": "requirement:99999999"}
    fields = error_of(program.post("/evidence/requests", body), 422)["fields"]
    assert fields["record"][0]["code"] == "unknown-record"


@pytest.fixture
def evidence_request(owner: Member, manager: Member) -> EvidenceRequest:
    return ask(owner.organisation, RequestDraft(what="The minutes", asked_of=owner, due_on=day_in("UTC")), by=manager)


def test_answers_with_something_new_once(program: Program, evidence_request: EvidenceRequest) -> None:
    path = f"/evidence/requests/{evidence_request.number}/answer"
    responses = [program.upload(path, {}, ("m.txt", b"We met."), key="answer") for _ in range(2)]
    assert [one.status_code for one in responses] == [201, 201]
    assert responses[0].json() == responses[1].json()
    assert (responses[0].json()["state"], responses[0].json()["evidence"]) == ("answered", "EV-1")
    assert Evidence.objects.get().title == "The minutes"
    assert Capture.objects.get().source == Source.API
    assert error_of(program.post(path, {"note": "More"}), 422)["code"] == "request-settled"


def test_answers_with_evidence_that_is_there(
    program: Program, evidence_request: EvidenceRequest, owner: Member
) -> None:
    made.evidence(owner)
    path = f"/evidence/requests/{evidence_request.number}/answer"
    assert error_of(program.post(path, {}), 422)["code"] == "nothing-captured"
    assert "evidence" in error_of(program.post(path, {"evidence": 7}), 422)["fields"]
    assert program.post(path, {"evidence": 1}).json()["evidence"] == "EV-1"


def test_lets_only_those_answer_who_were_asked(evidence_request: EvidenceRequest) -> None:
    other = Program(factories.member(evidence_request.organisation, Role.CONTRIBUTOR))
    assert error_of(other.post("/evidence/requests/1/answer", {"note": "x"}), 422)["code"] == "not-yours"
    body = {"version": 1, "reason": "Not needed"}
    assert error_of(other.post("/evidence/requests/1/withdrawal", body), 422)["code"] == "not-yours"


def test_withdraws(evidence_request: EvidenceRequest, manager: Member) -> None:
    program = Program(manager)
    assert error_of(program.post("/evidence/requests/1/withdrawal", {"version": 9, "reason": "x"}), 409)["version"] == 1
    answer = program.post(
        "/evidence/requests/1/withdrawal", {"version": evidence_request.version, "reason": "Not needed"}
    )
    assert (answer.status_code, answer.json()["state"]) == (201, "withdrawn")


def test_tells_what_will_be_stale(program: Program, owner: Member) -> None:
    made.evidence(owner, fresh_months=1)
    assert program.get("/evidence/forecast", on=day_in("UTC").isoformat()).json()["good"] == 1
    payload = program.get("/evidence/forecast").json()
    assert [one["reference"] for one in payload["ageing"]] == ["EV-1"]
    assert "on" in error_of(program.get("/evidence/forecast", on="soon"), 422)["fields"]


def test_lists_in_pages(program: Program, owner: Member) -> None:
    for number in range(5):
        made.evidence(owner, f"Evidence {number}")
    first = program.get("/evidence", limit="2").json()
    assert [one["number"] for one in first["items"]] == [5, 4]
    made.evidence(owner, "One that came in meanwhile")
    second = program.get("/evidence", limit="2", cursor=str(first["next"])).json()
    assert [one["number"] for one in second["items"]] == [3, 2]
    last = program.get("/evidence", limit="2", cursor=str(second["next"])).json()
    assert ([one["number"] for one in last["items"]], last["next"]) == ([1], None)


def test_filters(program: Program, owner: Member, manager: Member) -> None:
    made.evidence(owner, "Policy", kind="policy")
    made.evidence(manager, "Minutes", kind="other")
    empty = made.named(manager, "Nothing yet")

    def numbers(**query: str) -> list[int]:
        return [one["number"] for one in program.get("/evidence", **query).json()["items"]]

    assert numbers(kind="policy") == [1]
    assert numbers(owner=str(manager.pk)) == [3, 2]
    assert numbers(condition="empty") == [empty.number]
    assert numbers(condition="unverified") == [2, 1]
    assert numbers(unused="true") == [3, 2, 1]
    assert numbers(unused="false") == [3, 2, 1]


def test_searches(program: Program, owner: Member) -> None:
    for number in range(3):
        made.evidence(owner, f"Kangaroo {number}")
    made.evidence(owner, "Wombat")
    index_outdated()
    first = program.get("/evidence", q="kangaroo", limit="2").json()
    rest = program.get("/evidence", q="kangaroo", limit="2", cursor=str(first["next"])).json()
    found = [one["title"] for one in first["items"] + rest["items"]]
    assert sorted(found) == ["Kangaroo 0", "Kangaroo 1", "Kangaroo 2"]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "201"),
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", "10**9"),
        ("cursor", "-1"),
        ("cursor", "1000000000000"),
        ("kind", "planet"),
        ("condition", "late"),
        ("owner", "x"),
        ("owner", "9" * 400),
        ("unused", "perhaps"),
    ],
)
def test_refuses_a_query_it_does_not_understand(name: str, value: str, program: Program) -> None:
    assert name in error_of(program.get("/evidence", **{name: value}), 422)["fields"]


@pytest.mark.parametrize("name", ["sort", "order", "page", "organisation", "owner__user__password", "__all__"])
def test_refuses_a_name_it_does_not_know(name: str, program: Program) -> None:
    error = error_of(program.get("/evidence", **{name: "1"}), 422)
    assert error["code"] == "unknown-field"
    assert name in error["message"]


@pytest.mark.parametrize(
    "name", ["organisation", "id", "version", "number", "key", "kept", "check", "source", "collected_by", "next", "x"]
)
def test_refuses_fields_that_are_unknown_or_not_for_programs(name: str, program: Program) -> None:
    error = error_of(program.post("/evidence", {**NOTE, name: "1"}), 422)
    assert error["code"] == "unknown-field"
    assert name in error["message"]
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", 5),
        ("title", ["a"]),
        ("title", {"a": 1}),
        ("title", True),
        ("title", None),
        ("title", ""),
        ("title", "x" * 5000),
        ("title", "a\x00b"),
        ("title", "a\u202eb"),
        ("owner", "1"),
        ("owner", 1.5),
        ("owner", True),
        ("owner", 10**19),
        ("owner", -1),
        ("fresh_months", 0),
        ("fresh_months", 121),
        ("collected_on", "yesterday"),
        ("collected_on", "9999-12-31"),
        ("kind", "planet"),
        ("confidentiality", "secret"),
    ],
)
def test_names_the_field_that_is_wrong(name: str, value: Any, program: Program) -> None:
    assert name in error_of(program.post("/evidence", {**NOTE, name: value}), 422)["fields"]
    assert not Evidence.objects.exists()


def test_refuses_what_the_act_refuses(program: Program) -> None:
    for body, code in (
        ({"title": "Nothing"}, "nothing-captured"),
        ({"title": "x", "link": "javascript:alert(1)"}, "not-a-link"),
        ({**NOTE, "covers_from": "2026-01-01"}, "period-reversed"),
        ({**NOTE, "collected_on": "2199-01-01"}, "date-too-far"),
    ):
        assert error_of(program.post("/evidence", body), 422)["code"] == code


def test_refuses_to_add_to_retired_evidence(program: Program, owner: Member) -> None:
    made.evidence(owner).retire(by=owner, reason="Old")
    assert error_of(program.post("/evidence/1/captures", {"note": "x"}), 422)["code"] == "evidence-retired"


def test_hides_what_is_confidential_from_a_token_without_that_right(manager: Member, owner: Member) -> None:
    item = made.evidence(owner, confidentiality="confidential", what=made.collected(files=(made.kept_file(b"secret"),)))
    seeing, blind = Program(manager), Program(manager, [Can.READ, Can.COLLECT])
    path = f"/evidence/{item.number}"
    assert seeing.get(path).status_code == 200
    assert blind.get("/evidence").json()["items"] == []
    assert blind.get("/evidence/forecast", on="2099-01-01").json()["ageing"] == []
    for refused in (blind.get(path), blind.get(f"{path}/captures/1/files/1"), blind.post(f"{path}/captures", {})):
        error_of(refused, 404)


def test_asks_for_a_few_queries_only(
    program: Program, owner: Member, manager: Member, django_assert_max_num_queries: Any
) -> None:
    Token.objects.update(last_used_at=None)
    for number in range(30):
        item = made.evidence(owner if number % 2 else manager, f"Evidence {number}")
        ask(
            owner.organisation,
            RequestDraft(what=f"Request {number}", asked_of=owner, due_on=day_in("UTC")),
            by=manager,
        )
    program.get("/evidence")
    # Token, and five for the throttle.
    with django_assert_max_num_queries(QUERIES + 1):
        assert len(program.get("/evidence").json()["items"]) == 30
    with django_assert_max_num_queries(QUERIES + 2):
        assert len(program.get("/evidence/requests").json()["items"]) == 30
    with django_assert_max_num_queries(QUERIES + 8):
        assert program.get(f"/evidence/{item.number}").status_code == 200


QUERIES = 7
