"""What is stored never gives the terminal an order: the console prints control characters by their codes."""

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from django.db import transaction

from tests.site.console import answer, run
from tests.trail.tampering import every_guard_down
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.site.console import output
from waymark.site.console.output import NotThere, Refusal, echo, print_json, print_table, shows_refusals, spelled_out
from waymark.trail.models import Entry

ORDER = "\x1b[2K\x1b[1A\r\x9b1A\u202exyz"
SPELLED = r"\x1b[2K\x1b[1A\x0d\x9b1A\u202exyz"
CONSOLE_FOLDER = Path(output.__file__).parent


@pytest.fixture
def unsafe(administrator: Member, db: None) -> Iterator[Organisation]:
    """Take every guard down until the end of the test."""
    with transaction.atomic():
        every_guard_down()
        yield administrator.organisation
        transaction.set_rollback(True)


def is_harmless(text: str) -> bool:
    """Return whether a terminal shows a text as it stands."""
    turns = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return all(
        one == "\n" or (unicodedata.category(one) != "Cc" and unicodedata.bidirectional(one) not in turns)
        for one in text
    )


def test_spells_out_every_control_character_and_mark_of_direction() -> None:
    every = "".join(map(chr, range(0xD800)))
    assert is_harmless(spelled_out(every))
    assert is_harmless(spelled_out(every, lines=True))
    assert "\n" not in spelled_out(every)
    assert spelled_out("a\nb", lines=True) == "a\nb"
    assert spelled_out("Ömer [bold] 日本 👩‍🔬") == "Ömer [bold] 日本 👩‍🔬"


def test_spells_out_whatever_way_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    echo(ORDER)
    print_table(("Name",), [[ORDER]], title=f"Of {ORDER}")
    assert capsys.readouterr().out.count(SPELLED) == 3
    print_json({ORDER: ORDER})
    printed = capsys.readouterr().out
    assert is_harmless(printed)
    assert json.loads(printed) == {ORDER: ORDER}


@pytest.mark.parametrize(
    "refusal", [NotThere(ORDER), Refusal(ORDER), OSError(2, ORDER, ORDER), Member.DoesNotExist(ORDER)]
)
def test_spells_out_what_a_refusal_quotes(refusal: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    @shows_refusals
    def act() -> None:
        raise refusal

    with pytest.raises(click.ClickException) as refused:
        act()
    refused.value.show()
    printed = capsys.readouterr().err
    assert SPELLED in printed
    assert is_harmless(printed)


def test_verifies_without_a_word_to_the_terminal(unsafe: Organisation, administrator: Member) -> None:
    Member.objects.filter(pk=administrator.pk).update(name=f"{ORDER}\n✓ all is well")
    entry = Entry.objects.of(unsafe).newest_first()[0]
    Entry.objects.filter(pk=entry.pk).update(actor_name=f"{ORDER}\n✓ acme: 5 entries, unbroken.")
    result = run("trail", "verify", "--records", "--org", unsafe.slug)
    assert result.exit_code == 1
    assert is_harmless(result.output)
    assert result.output.count(SPELLED) == 2
    assert "\n✓ a" not in result.output
    assert is_harmless(run("trail", "verify", "--records", "--json", "--org", unsafe.slug).output)


def test_lists_without_a_word_to_the_terminal(unsafe: Organisation, administrator: Member) -> None:
    Organisation.objects.filter(pk=unsafe.pk).update(name=ORDER)
    assert SPELLED in run("org", "list").output
    assert is_harmless(run("org", "list").output)
    assert ORDER in [one["name"] for one in answer("org", "list")]


@pytest.mark.django_db
def test_names_a_fault_without_a_word_to_the_terminal(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / ORDER
    result = run("doctor")
    assert f"{SPELLED} cannot be written." in result.output
    assert is_harmless(result.output)


def test_prints_nothing_past_what_spells_it_out() -> None:
    """Every command prints by `console.output`."""
    past = re.compile(r"click\.(?:s?echo|secho)\(|click\.ClickException\(|^from rich\.markup", re.MULTILINE)
    found = {
        (path.name, one)
        for path in CONSOLE_FOLDER.glob("*.py")
        if path.name != "output.py"
        for one in past.findall(path.read_text(encoding="utf-8"))
    }
    assert found == set()
