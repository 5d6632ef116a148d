"""The text of files is read apart: whatever a file does there, this process goes on and nothing is left behind."""

import io
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from tests.evidence.files import samples
from waymark.evidence.files.extraction import reading
from waymark.evidence.files.extraction.limits import MOST_CHARACTERS, MOST_PAGES, Gathered
from waymark.evidence.files.extraction.reading import TROUBLES, Text, Unreadable, is_read, sentence_of, text_of

_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF, WORD, BOOK = "application/pdf", f"{_OFFICE}wordprocessingml.document", f"{_OFFICE}spreadsheetml.sheet"
MIB = 1024 * 1024
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture(autouse=True)
def _nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The temporary folder is as empty after every reading as before it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    yield
    assert list(folder.iterdir()) == []


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Text | Unreadable]:
    def of(content: bytes, media_type: str, **limits: float) -> Text | Unreadable:
        path = tmp_path / "file"
        path.write_bytes(content)
        answer = text_of(path, media_type, **limits)  # type: ignore[arg-type]  # seconds and memory
        assert path.read_bytes() == content
        return answer

    return of


Read = Callable[..., Text | Unreadable]


@pytest.mark.parametrize(
    ("content", "media_type", "text"),
    [
        (samples.pdf("Impact assessment of Alpha"), PDF, "Impact assessment of Alpha"),
        (samples.pdf("Twice", pages=2), PDF, "Twice\nTwice"),
        (samples.word("Policy", "Second  paragraph"), WORD, "Policy\nSecond paragraph"),
        (samples.workbook(("Ref", "Count"), ("6.1.4", 3)), BOOK, "Sheet\nRef Count\n6.1.4 3"),
        (samples.PLAIN, "text/plain", samples.PLAIN.decode().strip()),
        (samples.MARKDOWN, "text/markdown", samples.MARKDOWN.decode().replace("\n\n", "\n").strip()),
        (samples.TABLE, "text/csv", samples.TABLE.decode().strip()),
        (
            "\ufeffPru\u0308fung\r\n\r\n\x07ok\ud800".encode("utf-8", "surrogatepass"),
            "text/plain",
            "Pr\u00fcfung\nok\ufffd\ufffd\ufffd",
        ),
    ],
)
def test_reads_the_text(read: Read, content: bytes, media_type: str, text: str) -> None:
    assert read(content, media_type) == Text(text, was_cut=False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
@pytest.mark.parametrize("text", ["Prüfung der Maßnahmen", "Un seul é dans un long texte", "“Quoted” – and more…"])
def test_reads_a_text_in_the_encodings_people_save_it_in(read: Read, encoding: str, text: str) -> None:
    assert read(text.encode(encoding), "text/plain") == Text(text, was_cut=False)


def test_reads_a_damaged_text_as_what_it_is(read: Read) -> None:
    damaged = "Prüfung für Äpfel".encode() + b"\xff"
    assert read(damaged, "text/plain") == Text("Prüfung für Äpfel\ufffd", was_cut=False)


def test_reads_tables_and_leaves_out_what_was_deleted(read: Read) -> None:
    body = (
        f"<w:document {W}><w:body><w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:del><w:r><w:delText>secret</w:delText></w:r></w:del><w:ins><w:r><w:t>kept</w:t></w:r></w:ins></w:p>"
        "</w:body></w:document>"
    )
    assert read(samples.word("x", parts={"word/document.xml": body.encode()}), WORD) == Text(
        "cell\nkept", was_cut=False
    )


def test_keeps_the_beginning_of_a_long_text(read: Read) -> None:
    answer = read(b"words and words " * 100_000, "text/plain")
    assert isinstance(answer, Text)
    assert answer.was_cut
    assert len(answer.text) <= MOST_CHARACTERS
    book = read(samples.workbook(*([("a long finding " * 20,)] * 4_000)), BOOK)
    assert isinstance(book, Text)
    assert book.was_cut


@pytest.mark.parametrize(
    "media_type", ["image/png", "text/html", "application/zip", "application/x-executable", "x/y", ""]
)
def test_does_not_read_other_kinds(read: Read, media_type: str) -> None:
    assert not is_read(media_type)
    assert read(b"x", media_type) == Unreadable("kind-not-read")


def _encrypted(password: str) -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(samples.pdf("Locked"))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_opens_what_opens_without_a_password(read: Read) -> None:
    assert read(_encrypted(""), PDF) == Text("Locked", was_cut=False)
    assert read(_encrypted("secret"), PDF) == Unreadable("encrypted")


def _entity(kind: str) -> bytes:
    declared = {
        "laughs": '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        "file": '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        "network": '<!DOCTYPE w SYSTEM "http://stranger.example/x.dtd">',
    }[kind]
    paragraph = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
    body = f'<?xml version="1.0"?>{declared}<w:document {W}><w:body>{paragraph}</w:body></w:document>'
    return samples.word("x", parts={"word/document.xml": body.encode()})


def _lying(content: bytes) -> bytes:
    """Return an archive whose directory says that everything in it is a byte long."""
    made = bytearray(content)
    at = -1
    while (at := made.find(b"PK\x01\x02", at + 1)) >= 0:
        made[at + 24 : at + 28] = (1).to_bytes(4, "little")
    return bytes(made)


def _nested_pages(depth: int) -> bytes:
    """Return a document whose pages lie in a folder in a folder in a folder."""
    made = bytearray(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n")
    for number in range(2, depth):
        made += b"%d 0 obj\n<< /Type /Pages /Kids [%d 0 R] /Count 1 >>\nendobj\n" % (number, number + 1)
    return bytes(made) + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"


def _body(inside: bytes) -> bytes:
    """Return a document with this body, packed in no way that looks like a bomb."""
    whole = f"<w:document {W}><w:body>".encode() + inside + b"</w:body></w:document>"
    with zipfile.ZipFile(io.BytesIO(samples.word("x"))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    return samples.archive({**parts, "word/document.xml": whole}, packed=False)


def _packed_page() -> bytes:
    """Return a document whose page unpacks to a gigabyte."""
    packed = zlib.compress(b" " * (1024 * MIB // 4), 9)
    page = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream"
    return samples.pdf("x").replace(b"/Contents 4 0 R", b"/Contents 6 0 R") + b"6 0 obj\n" + page + b"\nendobj\n"


HOSTILE: dict[str, tuple[str, Callable[[], bytes], set[str]]] = {
    "bomb of a thousand to one": (
        WORD,
        lambda: samples.word("x", parts={"word/b.bin": b" " * 20 * MIB}),
        {"too-large"},
    ),
    "unpacks to 200 MiB": (BOOK, lambda: samples.archive({f"{n}": b" " * 50 * MIB for n in range(4)}), {"too-large"}),
    "3,000 parts": (BOOK, lambda: samples.archive({f"{n}": b"" for n in range(3_000)}), {"too-large"}),
    "sizes that lie": (
        WORD,
        lambda: _lying(samples.word("x", parts={"word/b.bin": b" " * 20 * MIB})),
        {"too-large", "damaged"},
    ),
    "an archive in itself": (
        WORD,
        lambda: samples.archive({"word/document.xml": samples.archive({"a": b"x"})}),
        {"damaged"},
    ),
    "billion laughs": (WORD, lambda: _entity("laughs"), {"damaged"}),
    "an external entity": (WORD, lambda: _entity("file"), {"damaged"}),
    "an external DTD": (WORD, lambda: _entity("network"), {"damaged"}),
    "declared in UTF-16": (
        WORD,
        lambda: samples.word("x", parts={"word/document.xml": '<!DOCTYPE w [<!ENTITY a "b">]><w/>'.encode("utf-16")}),
        {"damaged"},
    ),
    "a table named as a document": (WORD, samples.workbook, {"damaged"}),
    "a document named as a table": (BOOK, lambda: samples.word("x"), {"damaged"}),
    "100,000 elements deep": (
        WORD,
        lambda: _body(b"<w:p>" * 100_000 + b"</w:p>" * 100_000),
        {"damaged", "too-much-memory"},
    ),
    "half a document": (WORD, lambda: samples.word("x" * 5_000)[:9_000], {"damaged"}),
    "half a PDF": (PDF, lambda: samples.pdf()[:200], {"damaged", "no-text"}),
    "a PDF of one line": (PDF, lambda: b"%PDF-1.7\n", {"damaged"}),
    "pages that lie in themselves": (
        PDF,
        lambda: samples.pdf().replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"),
        {"damaged", "no-text", "too-slow"},
    ),
    "pages nested 20,000 deep": (PDF, lambda: _nested_pages(20_000), {"damaged", "too-much-memory", "no-text"}),
    "a page of a gigabyte": (PDF, _packed_page, {"damaged", "too-much-memory", "no-text", "too-slow"}),
    "no text in it": (PDF, lambda: samples.pdf("  "), {"no-text"}),
    "an empty file": ("text/plain", lambda: b" \n", {"no-text"}),
}


@pytest.mark.parametrize(("media_type", "make", "codes"), HOSTILE.values(), ids=HOSTILE.keys())
def test_says_why_there_is_no_text(read: Read, media_type: str, make: Callable[[], bytes], codes: set[str]) -> None:
    answer = read(make(), media_type, seconds=10)
    assert isinstance(answer, Unreadable), answer
    assert answer.code in codes
    assert str(answer.sentence).endswith(".")


def test_reads_the_first_of_a_hundred_thousand_pages(read: Read) -> None:
    answer = read(samples.pdf("page", pages=100_000), PDF, seconds=60)
    assert answer == Text("\n".join(["page"] * MOST_PAGES), was_cut=True)


def test_ends_a_reader_that_takes_too_long(read: Read) -> None:
    assert read(samples.pdf("page", pages=1_000), PDF, seconds=0.05) == Unreadable("too-slow")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs RLIMIT_AS")
def test_survives_a_reader_without_memory(read: Read) -> None:
    large = _body(b"<w:p><w:r><w:t>many words</w:t></w:r></w:p>" * 500_000)
    answer = read(large, WORD, memory=200 * MIB)
    assert isinstance(answer, Unreadable)
    assert answer.code in {"too-much-memory", "damaged"}


def test_says_that_the_file_is_gone(tmp_path: Path) -> None:
    assert text_of(tmp_path / "nothing", PDF) == Unreadable("gone")


def test_says_something_about_every_trouble() -> None:
    assert all(str(sentence_of(code)).endswith(".") for code in TROUBLES)
    assert sentence_of("of-a-later-version") == TROUBLES["damaged"]


def test_reads_without_django() -> None:
    """The child starts quickly, and a file that takes it over finds no settings and no database."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import waymark.evidence.files.extraction.child;"
        "print([name for name in sys.modules if name.split('.')[0] == 'django'])"
    )
    source = str(Path(reading.__file__).parents[4])
    done = subprocess.run([sys.executable, "-c", program, source], capture_output=True, text=True, check=True)  # noqa: S603 -- our own interpreter
    assert done.stdout.strip() == "[]"


@given(st.lists(st.text(max_size=50), max_size=20))
def test_gathers_up_to_the_limit(pieces: list[str]) -> None:
    gathered = Gathered()
    for piece in pieces:
        gathered.add(piece)
    assert gathered.text == "\n".join(pieces)
    assert not gathered.was_cut
    assert not gathered.add("x" * MOST_CHARACTERS)
    assert gathered.was_cut is bool(pieces)


@tried(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), media_type=st.sampled_from([PDF, WORD, BOOK]))
def test_survives_any_bytes(read: Read, content: bytes, media_type: str) -> None:
    start = b"%PDF-1.7\n" if media_type == PDF else b"PK\x03\x04"
    answer = read(start + content, media_type, seconds=10)
    assert isinstance(answer, Text | Unreadable)
