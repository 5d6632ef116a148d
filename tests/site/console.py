"""Runs commands of the console as they are typed, inside the test's own process."""

import json
from typing import Any

from click.testing import CliRunner, Result

from waymark.site.console.app import console


def run(*words: str) -> Result:
    """Run a command as typed; anything but an orderly end is a failure of the test."""
    result = CliRunner().invoke(console, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def answer(*words: str) -> Any:
    """Return the JSON that a command prints."""
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
