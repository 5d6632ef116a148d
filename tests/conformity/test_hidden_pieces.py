"""Confidential evidence behind points: readers see no number of it, today, in a closed round and after a rejection."""

import pytest

from tests.conformity.rating import a_round, closed, rate, rating
from tests.conformity.test_backing import on_point, on_requirement
from tests.evidence import made
from tests.factories import client_of
from waymark.evidence.checking import reject
from waymark.people.models.member import Member

pytestmark = pytest.mark.django_db


def text(member: Member, path: str) -> str:
    return client_of(member).get(f"/o/{member.organisation.slug}/{path}").content.decode()


def test_names_no_hidden_piece_to_a_reader_and_counts_it(owner: Member, manager: Member, reader: Member) -> None:
    assessment = a_round(owner.organisation)
    secret = made.evidence(owner, "Salaries", confidentiality="confidential")
    known = made.evidence(owner, "The scope")
    on_point(secret)
    on_requirement(known)
    rate(assessment, rating("4.4-1", "in_place"))
    reject(made.newest(secret), by=manager, reason="Unsigned")
    sheet = f"gap/GA-{assessment.number}/sheet/4.4"
    for state in ("open", "closed"):
        for path in ("requirements/4.4", sheet):
            seen = text(reader, path)
            assert ">EV-1<" not in seen, (state, path)
            assert "EV-1:" not in seen, (state, path)
            assert ">EV-2<" in seen, (state, path)
            assert "and 1 more" in seen, (state, path)
            assert ">EV-1<" in text(manager, path), (state, path)
        if state == "open":
            closed(assessment)
