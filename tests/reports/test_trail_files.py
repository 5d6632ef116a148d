import csv
import io
import tracemalloc
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import factories
from tests.conformity.screens import at, text_of
from tests.factories import client_of
from tests.trail.earlier import write_earlier
from tests.trail.tampering import chain_of, unguarded
from waymark.conformity.models.standing import Standing
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.reports.trail.choice import Choice
from waymark.reports.trail.table import trail_csv
from waymark.trail import checkpoint as checkpoints
from waymark.trail.models import Entry, Head
from waymark.trail.signing import public_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(administrator: Member) -> Client:
    return client_of(administrator)


def rows(answer: Any) -> list[dict[str, str]]:
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


class TestCsv:
    def test_holds_every_entry_with_its_hash(self, visitor: Client, organisation: Organisation) -> None:
        answer = visitor.get(at("trail_export", organisation))
        assert answer.headers["Content-Disposition"] == 'attachment; filename="acme-trail.csv"'
        found = rows(answer)
        stored = Entry.objects.of(organisation).newest_first()
        assert [(int(row["Entry"]), row["Hash"]) for row in found] == [(one.seq, one.hash) for one in stored]

    def test_tells_changes_in_words_and_leaves_no_formula(
        self, visitor: Client, organisation: Organisation, owner: Member
    ) -> None:
        control = Standing.objects.of(organisation).with_refs(["A.7.2"]).select_related("requirement").get()
        control.assign(owner, None, by=owner)
        control.leave_out(code="no_activity", reason='=HYPERLINK("https://evil.example") is no reason', by=owner)
        newest, before = rows(visitor.get(at("trail_export", organisation), {"reference": "A.7.2"}))[:2]
        assert newest["Note"].startswith("'=HYPERLINK")
        assert "Excluded: No → Yes" in newest["Changes"]
        assert (before["Reference"], before["Changes"], before["Who"]) == ("A.7.2", "Owner: Omar Owner", "Omar Owner")
        assert before["Time (UTC)"].endswith("Z")

    def test_needs_no_more_memory_for_more_entries(self, organisation: Organisation, administrator: Member) -> None:
        peaks = []
        for times in (4, 20):
            for turn in range(times):
                Member.add(organisation, name=f"Person {times} {turn}", by=administrator)
            # Warm what is remembered, then measure one pass without keeping a piece.
            sum(len(piece) for piece in trail_csv(Choice(), administrator))
            tracemalloc.start()
            sum(len(piece) for piece in trail_csv(Choice(), administrator))
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert peaks[1] < 1.5 * peaks[0], peaks


class TestCheckpoints:
    def test_hands_one_out(self, visitor: Client, organisation: Organisation) -> None:
        answer = visitor.get(at("trail_checkpoint", organisation))
        seq = Head.objects.get(pk=organisation.pk).seq
        assert answer.headers["Content-Disposition"] == f'attachment; filename="acme-checkpoint-{seq}.txt"'
        assert checkpoints.compare(checkpoints.read(answer.content)).is_good

    def test_checks_one(self, visitor: Client, organisation: Organisation, owner: Member) -> None:
        handed_out = visitor.get(at("trail_checkpoint", organisation)).content
        owner.grant([], by=owner)
        shown = self._checked(visitor, organisation, handed_out)
        for part in ("has changed since", "signed by this installation", "still contains it", "are unbroken"):
            assert part in shown, part
        assert public_key().fingerprint in shown

    def test_says_what_does_not_agree(self, visitor: Client, organisation: Organisation) -> None:
        handed_out = visitor.get(at("trail_checkpoint", organisation)).content
        unguarded()
        seq = Head.objects.get(pk=organisation.pk).seq
        chain_of(organisation.pk).filter(seq=seq).update(body="{}")
        shown = self._checked(visitor, organisation, handed_out)
        assert "does not match" in shown
        assert "the chain was rewritten" in shown
        altered = handed_out.replace(f"\n{seq}\n".encode(), f"\n{seq - 1}\n".encode())
        assert "the signature is invalid" in self._checked(visitor, organisation, altered)

    @pytest.mark.parametrize("content", [b"x", b"[]", b"[" * 15_000, b"\xff" * 20, b"0" * 200_000, b""])
    def test_refuses_a_file_that_is_none(self, content: bytes, visitor: Client, organisation: Organisation) -> None:
        answer = visitor.post(at("trail_check", organisation), {"file": SimpleUploadedFile("x.json", content)})
        assert answer.status_code == 422
        assert "field__error" in text_of(answer)

    def test_refuses_nothing_and_too_much(self, visitor: Client, organisation: Organisation) -> None:
        assert visitor.post(at("trail_check", organisation)).status_code == 422
        handed_out = visitor.get(at("trail_checkpoint", organisation)).content
        data = {"file": SimpleUploadedFile("x.json", handed_out), "organisation": "1"}
        assert visitor.post(at("trail_check", organisation), data).status_code == 422

    def test_refuses_that_of_another_organisation(self, visitor: Client, organisation: Organisation) -> None:
        other = factories.organisation("Other")
        content = checkpoints.write(other.pk).encode()
        answer = visitor.post(at("trail_check", organisation), {"file": SimpleUploadedFile("x.json", content)})
        assert answer.status_code == 422
        assert "not one of Acme" in text_of(answer)

    def test_shows_hostile_names_as_text(self, visitor: Client, organisation: Organisation) -> None:
        content = write_earlier(organisation.pk, "<script>alert(1)</script>").encode()
        shown = self._checked(visitor, organisation, content)
        assert "&lt;script&gt;alert" in shown
        assert "<script>alert" not in shown

    def _checked(self, visitor: Client, organisation: Organisation, content: bytes) -> str:
        data = {"file": SimpleUploadedFile("checkpoint.json", content)}
        answer = visitor.post(at("trail_check", organisation), data)
        assert answer.status_code == 200
        return text_of(answer)
