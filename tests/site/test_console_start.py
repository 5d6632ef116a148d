"""The command as it is typed: help, version and wrong configurations, each in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.programs, pytest.mark.sqlite_only("it needs no database, or names one of its own")]


def waymark(data: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command with a data folder of its own."""
    given = {**os.environ, "WAYMARK_DATA": str(data), **environ}
    given.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "waymark", *words]
    return subprocess.run(command, env=given, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 -- ours


def test_tells_its_version_and_commands(tmp_path: Path) -> None:
    assert waymark(tmp_path, "--version").stdout.startswith("waymark, version ")
    done = waymark(tmp_path, "--help")
    assert done.returncode == 0
    for name in ("serve", "init", "demo", "user", "org", "catalogue", "gap", "doctor"):
        assert f"  {name} " in done.stdout


@pytest.mark.parametrize("words", [("org", "list"), ("doctor",)])
def test_names_every_fault_of_the_configuration(tmp_path: Path, words: tuple[str, ...]) -> None:
    result = waymark(tmp_path, *words, WAYMARK_PORT="abc", WAYMARK_WORKERS="many")

    assert result.returncode == 4
    assert "WAYMARK_PORT" in result.stderr
    assert "WAYMARK_WORKERS" in result.stderr
    assert "Traceback" not in result.stderr


def test_refuses_a_secret_key_that_others_can_read(tmp_path: Path) -> None:
    key = tmp_path / "secret.key"
    key.write_text("k" * 60, encoding="ascii")
    key.chmod(0o644)
    result = waymark(tmp_path, "doctor")

    assert result.returncode == 4
    assert "chmod 600" in result.stderr


def test_says_what_to_do_before_anything_is_set_up(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    result = waymark(tmp_path, "org", "list", DATABASE_URL=database)
    assert result.returncode == 4
    assert "waymark init" in result.stderr
    assert "Traceback" not in result.stderr

    found = waymark(tmp_path, "doctor", DATABASE_URL=database)
    assert found.returncode == 1
    assert "waymark init" in found.stdout
