"""What people look for is found whatever its case and accents, on both databases."""

import pytest

from waymark.core.folding import folded_in
from waymark.core.text import fold, holds_words
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import CONSOLE

_PAIRS = [
    ("Jörg Müller", "muller"),
    ("Jörg Müller", "JÖRG MÜLLER"),
    ("Jorg Muller", "Jörg Müller"),
    ("Hans Groß", "gross"),
    ("Hans Gross", "groß"),
    ("Hans GROSS", "groß"),
    ("Hansaß Maßstraße", "massstrasse"),
    ("Zoë Łukasz", "zoe lukasz"),
    ("Søren Ångström", "soren angstrom"),
    ("Елена Ёлкина", "елена елкина"),
    ("Ελένη Παπά", "ελενη"),
    ("a_b 100% (x) [y] c-d", "_b 100% (x) [y] c-"),
    ("É.", "e."),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("written", "asked"), _PAIRS)
def test_finds_what_is_written_otherwise(organisation: Organisation, written: str, asked: str) -> None:
    member = Member.add(organisation, name=written, by=CONSOLE)
    other = Member.add(organisation, name="Somebody Else é", by=CONSOLE)
    found = Member.objects.of(organisation).filter(folded_in(asked, ("name", "post")))
    assert member in found
    assert other not in found
    assert fold(asked) in fold(written)
    assert holds_words(written, asked)


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["müllner", "m_ller", "%", "gros ", "[a-z]", ".", "\u0301"])
def test_finds_nothing_that_is_not_there(organisation: Organisation, asked: str) -> None:
    for name in ("Jörg Müller", "Hans Groß"):
        Member.add(organisation, name=name, by=CONSOLE)
    assert not Member.objects.of(organisation).filter(folded_in(asked, ("name",))).exists()
