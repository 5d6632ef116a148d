"""The logo of an organisation: taken only where it can be drawn, kept by its hash, and shown on reports."""

import base64
import hashlib
import io
import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from pypdf import PdfReader

from tests import factories
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.queries import framework_of
from waymark.conformity.rounds import open_round
from waymark.evidence.files.store import is_kept
from waymark.evidence.models.file import StoredFile
from waymark.evidence.verifying import verify
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.reports.gap import export_gap
from waymark.reports.logo import LOGO_BYTES, LogoDamaged, LogoOfWrongKind, LogoTooLarge, set_logo
from waymark.reports.writers.formats import Format
from waymark.trail.models import Entry

JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////"
    "wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAv/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z"
)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def _png(width: int, height: int, *, rows: int | None = None) -> bytes:
    """Return a grey PNG; with other `rows` than `height` its head promises what does not follow."""
    lines = (b"\x00" + b"\x80" * width) * (height if rows is None else rows)

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def _send(member: Member, content: bytes, name: str = "logo.png") -> Any:
    here = f"/o/{member.organisation.slug}/settings/logo"
    version = Organisation.objects.get(pk=member.organisation_id).version
    file = SimpleUploadedFile(name, content)
    return factories.client_of(member).post(here, {"file": file, "version": version})


@pytest.fixture
def assessment(organisation: Organisation, manager: Member) -> GapAssessment:
    framework = framework_of(organisation)
    assert framework is not None
    return open_round(organisation, framework, title="First", controls=[], by=manager)


@pytest.mark.parametrize("content", [_png(60, 20), JPEG], ids=["png", "jpeg"])
def test_keeps_a_picture_by_its_hash(content: bytes, organisation: Organisation, administrator: Member) -> None:
    assert _send(administrator, content).status_code == 303
    organisation.refresh_from_db()
    assert organisation.logo == hashlib.sha256(content).hexdigest()
    assert is_kept(organisation.logo)
    assert not [one for one in verify() if one.fault]
    assert Entry.objects.about(organisation).filter(event="organisation.logo-set").count() == 1
    shown = factories.client_of(administrator).get(f"/o/{organisation.slug}/settings/logo/image")
    assert b"".join(shown) == content
    assert shown.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (SVG, "SVG files can contain scripts"),
        (b"GIF89a" + bytes(40), "This is not a PNG or JPEG file."),
        (_png(20_000, 20_000, rows=1), "The picture has 20000 by 20000 pixels; at most 4000 by 4000 are allowed."),
        (_png(60, 20)[:-20], "The picture is damaged"),
        (_png(60, 20, rows=1), "The picture is damaged"),
        (_png(0, 20), "The picture is damaged"),
        (b"\x89PNG\r\n\x1a\n", "The picture is damaged"),
        (b"\xff\xd8\xff\xe0 no more", "The picture is damaged"),
        (_png(60, 20) + bytes(LOGO_BYTES), "The file is larger than 512 KiB."),
    ],
    ids=["svg", "gif", "huge", "cut", "too-little", "no-width", "head-alone", "jpeg-alone", "large"],
)
def test_refuses_what_is_no_logo_with_a_sentence(
    content: bytes, sentence: str, organisation: Organisation, administrator: Member
) -> None:
    answer = _send(administrator, content)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    organisation.refresh_from_db()
    assert organisation.logo == ""
    assert not StoredFile.objects.of(organisation).exists()
    assert not is_kept(hashlib.sha256(content).hexdigest())


def test_reads_the_size_of_a_huge_picture_from_its_head_alone(
    organisation: Organisation, administrator: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decode(*_picture: object) -> bool:
        raise AssertionError

    monkeypatch.setattr("waymark.reports.logo.is_drawable", decode)
    with pytest.raises(LogoTooLarge):
        set_logo(organisation, io.BytesIO(_png(20_000, 20_000, rows=1)), by=administrator)


def test_has_a_code_for_each_refusal(organisation: Organisation, administrator: Member) -> None:
    for content, refusal in ((SVG, LogoOfWrongKind), (_png(9, 9)[:30], LogoDamaged)):
        with pytest.raises(refusal):
            set_logo(organisation, io.BytesIO(content), by=administrator)


def test_draws_the_logo_on_page_one_of_both_reports(
    assessment: GapAssessment, organisation: Organisation, administrator: Member
) -> None:
    before = len(Document(io.BytesIO(export_gap(assessment, Format.DOCX))).inline_shapes)
    assert not PdfReader(io.BytesIO(export_gap(assessment, Format.PDF))).pages[0].images
    set_logo(organisation, io.BytesIO(_png(60, 20)), by=administrator)
    assessment.organisation.refresh_from_db()
    pages = PdfReader(io.BytesIO(export_gap(assessment, Format.PDF))).pages
    assert [len(page.images) for page in pages[:2]] == [1, 0]
    document = Document(io.BytesIO(export_gap(assessment, Format.DOCX)))
    assert len(document.inline_shapes) == before + 1
    assert (document.inline_shapes[0].width.pt, document.inline_shapes[0].height.pt) == pytest.approx((132, 44), abs=1)


def test_writes_reports_without_a_logo_that_the_store_has_lost(
    assessment: GapAssessment, organisation: Organisation, administrator: Member
) -> None:
    organisation.set_logo("0" * 64, by=administrator)
    assessment.organisation.refresh_from_db()
    assert export_gap(assessment, Format.PDF).startswith(b"%PDF")


def test_takes_the_logo_off_again(organisation: Organisation, administrator: Member) -> None:
    _send(administrator, _png(60, 20))
    client, here = factories.client_of(administrator), f"/o/{organisation.slug}/settings/logo"
    assert "Remove logo" in client.get(here).content.decode()
    assert client.post(f"{here}/removal").status_code == 303
    organisation.refresh_from_db()
    assert organisation.logo == ""
    assert client.get(f"{here}/image").status_code == 404
    assert "Remove logo" not in client.get(here).content.decode()


def test_is_for_those_who_manage_people(organisation: Organisation, manager: Member, reader: Member) -> None:
    for member in (manager, reader):
        assert _send(member, _png(60, 20)).status_code == 403
    organisation.refresh_from_db()
    assert organisation.logo == ""


def test_refuses_a_logo_over_one_that_was_set_meanwhile(organisation: Organisation, administrator: Member) -> None:
    read = organisation.version
    _send(administrator, _png(60, 20))
    sent = {"file": SimpleUploadedFile("b.png", _png(20, 20)), "version": read}
    answer = factories.client_of(administrator).post(f"/o/{organisation.slug}/settings/logo", sent)
    assert answer.status_code == 409
