"""docs/reference/console.md names every command, option, field and exit code of the console, and no other."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest

from waymark.conformity.models.assessment import GapAssessment
from waymark.people.models.organisation import Organisation
from waymark.reports.exports.gap import data
from waymark.site.console.app import console
from waymark.site.console.saying import NotThere, Unready

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "console.md").read_text(encoding="utf-8")


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        if command.invoke_without_command:
            yield path, command
        for name, inner in command.commands.items():
            yield from _commands(inner, f"{path} {name}")
    else:
        yield path, command


COMMANDS = dict(_commands(console, "waymark"))


def test_names_every_command_once() -> None:
    assert sorted(re.findall(r"^\| `(waymark [a-z ]+)` \| (?!`)", PAGE, re.MULTILINE)) == sorted(COMMANDS)


def test_names_every_option() -> None:
    told = set(re.findall(r"^\| `(waymark [a-z ]+)` \| `(--[a-z-]+)` \|", PAGE, re.MULTILINE))
    taken = {
        (path, option.opts[-1])
        for path, command in COMMANDS.items()
        for option in command.params
        if isinstance(option, click.Option)
    }
    assert told == taken


@pytest.mark.parametrize("path", COMMANDS)
def test_explains_each_command_and_option_in_its_help(path: str) -> None:
    command = COMMANDS[path]
    assert command.help
    assert [one.name for one in command.params if isinstance(one, click.Option) and not one.help] == []


def test_names_every_exit_code() -> None:
    told = [int(code) for code in re.findall(r"^\| (\d) \|", PAGE, re.MULTILINE)]
    used = {0, click.ClickException.exit_code, click.UsageError.exit_code, NotThere.exit_code, Unready.exit_code}
    assert told == sorted(used)
    assert all(str(code) in (console.help or "") for code in used)


@pytest.mark.django_db
def test_names_every_field_of_the_report(demos: Mapping[str, Organisation]) -> None:
    figures = data(GapAssessment.objects.of(demos["alpha"]).numbered(1).get())
    table = PAGE.partition("The JSON of `waymark gap report`")[2]
    assert re.findall(r"^\| `([a-z_]+)` \|", table, re.MULTILINE) == list(figures)
