"""Every command that the documents tell people to type exists, with the options they name."""

import shlex
from pathlib import Path

import click
import pytest

from tests.docs.pages import PAGES, ROOT, commands, name_of
from waymark.site.console.app import console


def _typed(document: Path) -> list[list[str]]:
    lines = [shlex.split(line) for line in commands(document) if line.startswith(("waymark ", ".venv/bin/waymark "))]
    return [line[1:] for line in lines]


def _fault(words: list[str]) -> str:
    """Return what is wrong with a command, or nothing; options of the group itself are common to all."""
    command: click.Command = console
    rest = list(words)
    while rest and isinstance(command, click.Group) and not rest[0].startswith("-"):
        name = rest.pop(0)
        if name == "…" or name not in command.commands:
            return "" if name == "…" else f"waymark {' '.join(words)}: there is no {name}"
        command = command.commands[name]
    known = {option for parameter in command.params for option in parameter.opts} | {"--help", "-h"}
    unknown = [word for word in rest if word.startswith("-") and word.partition("=")[0] not in known]
    return f"waymark {' '.join(words)}: {', '.join(unknown)}" if unknown else ""


@pytest.mark.parametrize("document", PAGES, ids=name_of)
def test_names_commands_and_options_that_exist(document: Path) -> None:
    assert [fault for words in _typed(document) if (fault := _fault(words))] == []


@pytest.mark.parametrize("document", PAGES, ids=name_of)
def test_gives_each_command_what_it_needs(document: Path) -> None:
    """Whole commands in blocks of shell can be typed as they stand; those inside the text may be shortened."""
    short = []
    for words in _typed(document):
        command: click.Command = console
        rest = list(words)
        while rest and isinstance(command, click.Group):
            command = command.commands.get(rest.pop(0), click.Command("unknown"))
        needed = [one.opts[0] for one in command.params if isinstance(one, click.Option) and one.required]
        if len(rest) > 1 and any(option not in rest for option in needed):
            short.append(" ".join(words))
    assert short == []


def test_finds_the_commands_of_the_guides() -> None:
    found = [words for document in PAGES for words in _typed(document)]
    assert ["doctor"] in found
    assert any(words[:2] == ["gap", "import"] for words in found)


def test_tells_of_every_group_of_commands_in_some_guide() -> None:
    documented = {
        words[0] for document in (ROOT / "docs" / "guide").glob("*.md") for words in _typed(document) if words
    }
    assert set(console.commands) - documented == set()


def test_starts_with_files_that_exist() -> None:
    assert [name for name in ("run", "check", "scripts/bench") if not (ROOT / name).is_file()] == []
