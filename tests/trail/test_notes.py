"""Signed notes against published ones."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from waymark.trail.notes import (
    ED25519,
    NoteMalformed,
    NoteSignature,
    key_id,
    read_note,
    read_verifier_key,
    signed,
    verifier_key,
)
from waymark.trail.signing import is_signed

# Keys, text and signatures of golang.org/x/mod, sumdb/note/note_test.go (BSD licence), used as data.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETERS = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
ENOCHS = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
# The example of c2sp.org/signed-note; its text has an empty line.
POEM = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
    "— quasimodo.example/salvatore "
    "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
)


def test_signs_as_published() -> None:
    name, public = read_verifier_key(PETER)
    key = Ed25519PrivateKey.from_private_bytes(PETERS_SEED)
    made = signed(TEXT, [NoteSignature(name, key_id(name, public), key.sign(TEXT.encode()))])
    assert str(made) == f"{TEXT}\n{PETERS}"


@pytest.mark.parametrize(("text", "name"), [(PETER, "PeterNeumann"), (ENOCH, "EnochRoot")])
def test_knows_a_key_by_its_published_name_and_id(text: str, name: str) -> None:
    found, public = read_verifier_key(text)
    assert found == name
    assert key_id(name, public).hex() == text.split("+")[1]
    assert verifier_key(name, public) == text


def test_finds_published_signatures_good_and_any_other_text_not() -> None:
    note = read_note(f"{TEXT}\n{PETERS}{ENOCHS}".encode())
    assert note.text == TEXT
    for one, text in zip(note.signatures, (PETER, ENOCH), strict=True):
        name, public = read_verifier_key(text)
        assert (one.name, one.key_id) == (name, key_id(name, public))
        assert is_signed(TEXT.encode(), one.signature, public)
        assert not is_signed(TEXT.encode() + b" ", one.signature, public)


def test_reads_a_text_with_an_empty_line() -> None:
    note = read_note(POEM.encode())
    assert note.text.endswith("\n\ned è subito sera.\n")
    assert note.signatures[0].name == "quasimodo.example/salvatore"
    assert str(note) == POEM


def test_refuses_every_mangled_key() -> None:
    for begin in range(len(PETER)):
        for end in range(begin + 1, len(PETER) + 1):
            if (begin, end) != (0, len(PETER)):
                with pytest.raises(NoteMalformed):
                    read_verifier_key(PETER[begin:end])
    for at in range(len(PETER)):
        with pytest.raises(NoteMalformed):
            read_verifier_key(PETER[:at] + chr(ord(PETER[at]) + 1) + PETER[at + 1 :])
    for text in (
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ):
        with pytest.raises(NoteMalformed):
            read_verifier_key(text)


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        f"{TEXT}\n".encode(),
        f"{TEXT}\n{PETERS[:-1]}".encode(),
        f"\x01{TEXT}\n{PETERS}".encode(),
        b"\xff" + f"{TEXT}\n{PETERS}".encode(),
        f"{TEXT}\n{PETERS.replace('PeterNeumann', 'Bad Name')}".encode(),
        f"{TEXT}\n{PETERS.replace('PeterNeumann', 'Bad+Name')}".encode(),
        f"{TEXT}\n{PETERS}Unexpected line.\n".encode(),
        f"{TEXT}\n{PETERS.replace('— ', '- ')}".encode(),
        f"{TEXT}\n{PETERS.replace('nAM=', 'nAM')}".encode(),
        f"{TEXT}\n{PETERS.replace('nAM=', 'nAN=')}".encode(),
        f"{TEXT}\n— PeterNeumann x08gow==\n".encode(),
        f"{TEXT}\n{PETERS * 101}".encode(),
        f"\n{PETERS}".encode(),
        f"{TEXT}\r\n{PETERS}".encode(),
        b"",
    ],
)
def test_refuses_what_is_no_note(content: bytes) -> None:
    with pytest.raises(NoteMalformed):
        read_note(content)


def test_bears_sixteen_signatures_and_more() -> None:
    assert len(read_note(f"{TEXT}\n{PETERS * 32}".encode()).signatures) == 32
    assert ED25519 == b"\x01"
