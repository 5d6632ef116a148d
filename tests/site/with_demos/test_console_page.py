"""docs/reference/console.md names every exit code and field; each command and option explains itself."""

import re
from collections.abc import Mapping
from pathlib import Path

import click
import pytest

from tests.architecture.references import walked
from waymark.conformity.models.assessment import GapAssessment
from waymark.people.models.organisation import Organisation
from waymark.reports.exports.gap_data import data
from waymark.site.console.app import console
from waymark.site.console.output import NotThere, Unready

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "console.md").read_text(encoding="utf-8")


COMMANDS = dict(walked(console, "waymark"))


@pytest.mark.parametrize("path", COMMANDS)
def test_explains_each_command_and_option_in_its_help(path: str) -> None:
    command = COMMANDS[path]
    assert command.help
    assert [one.name for one in command.params if isinstance(one, click.Option) and not one.help] == []


def test_names_every_exit_code() -> None:
    documented = [int(code) for code in re.findall(r"^\| (\d) \|", PAGE, re.MULTILINE)]
    used = {0, click.ClickException.exit_code, click.UsageError.exit_code, NotThere.exit_code, Unready.exit_code}
    assert documented == sorted(used)
    assert all(str(code) in (console.help or "") for code in used)


@pytest.mark.django_db
def test_names_every_field_of_the_report(demos: Mapping[str, Organisation]) -> None:
    figures = data(GapAssessment.objects.of(demos["alpha"]).numbered(1).get())
    table = PAGE.partition("The JSON of `waymark gap report`")[2]
    assert re.findall(r"^\| `([a-z_]+)` \|", table, re.MULTILINE) == list(figures)
