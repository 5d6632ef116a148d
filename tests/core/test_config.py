"""The configuration: every wrong value is named with its cure, and the key is nobody else's."""

import re
import stat
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from waymark.core.config import configuration_faults, read_configuration, user_folder
from waymark.core.option_table import OPTIONS
from waymark.core.options import ConfigFault, Option, scanner
from waymark.core.secret_key import keep_key
from waymark.core.settings_page import settings_page


def test_starts_without_any_option(tmp_path: Path) -> None:
    found = read_configuration({"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "share")})
    assert found.data == tmp_path / "share" / "waymark" or found.data.parent.name == "Application Support"
    assert (found.host, found.port, found.base_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert found.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert found.database["NAME"] == str(found.data / "waymark.sqlite3")
    assert found.database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert not found.debug
    assert not found.secure_cookies
    assert found.upload_limit == 16 * 1024 * 1024


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("linux", {}, ".local/share/waymark"),
        ("linux", {"XDG_DATA_HOME": "relative"}, ".local/share/waymark"),
        ("darwin", {}, "Library/Application Support/Waymark"),
    ],
)
def test_keeps_data_where_the_platform_does(
    tmp_path: Path, platform: str, environ: Mapping[str, str], folder: str
) -> None:
    assert user_folder({"HOME": str(tmp_path), **environ}, platform) == tmp_path / folder


def test_reads_the_file_and_lets_the_environment_win(tmp_path: Path) -> None:
    (tmp_path / "waymark.toml").write_text('port = 8100\nworkers = 3\nallowed_hosts = ["a.example", "b.example"]\n')
    found = read_configuration({"WAYMARK_DATA": str(tmp_path), "WAYMARK_PORT": "8200"})
    assert (found.port, found.workers, found.config) == (8200, 3, tmp_path / "waymark.toml")
    assert found.allowed_hosts == ("a.example", "b.example")


def test_finds_the_data_folder_through_a_named_file(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(f'data = "{tmp_path / "kept"}"\n')
    assert read_configuration({"WAYMARK_CONFIG": str(tmp_path / "site.toml")}).data == tmp_path / "kept"


def test_follows_the_base_url(tmp_path: Path) -> None:
    found = read_configuration({"WAYMARK_DATA": str(tmp_path), "WAYMARK_BASE_URL": "https://Way.example.org:8443/"})
    assert found.base_url == "https://way.example.org:8443"
    assert "way.example.org" in found.allowed_hosts
    assert found.secure_cookies


def test_reads_the_addresses_of_database_and_mail(tmp_path: Path) -> None:
    environ = {"DATABASE_URL": "postgres://u:p%40x@db.example:5433/way", "EMAIL_URL": "smtp+tls://u:p@mail.example:587"}
    found = read_configuration({"WAYMARK_DATA": str(tmp_path), **environ})
    assert found.database["PASSWORD"] == "p@x"
    assert (found.database["HOST"], found.database["PORT"], found.database["NAME"]) == ("db.example", 5433, "way")
    assert found.email is not None
    assert found.email["EMAIL_USE_TLS"]


def test_shows_no_secret(tmp_path: Path) -> None:
    environ = {"DATABASE_URL": "postgres://u:hidden@db.example/way", "EMAIL_URL": "smtp://u:hidden@mail.example:25"}
    found = read_configuration({"WAYMARK_DATA": str(tmp_path), "WAYMARK_START": "hidden", **environ})
    assert "hidden" not in repr(found)
    assert found.secret_key not in repr(found)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("WAYMARK_PORT", "eighty"),
        ("WAYMARK_PORT", "0"),
        ("WAYMARK_PORT", "65536"),
        ("WAYMARK_PORT", "9" * 5000),
        ("WAYMARK_WORKERS", "-1"),
        ("WAYMARK_DEBUG", "maybe"),
        ("WAYMARK_LOG_LEVEL", "loud"),
        ("WAYMARK_TIME_ZONE", "Europe/Atlantis"),
        ("WAYMARK_TIME_ZONE", "../../etc/passwd"),
        ("WAYMARK_BASE_URL", "waymark.example.org"),
        ("WAYMARK_BASE_URL", "https://waymark.example.org/path"),
        ("WAYMARK_BASE_URL", "https://[broken"),
        ("WAYMARK_BASE_URL", "javascript:alert(1)"),
        ("WAYMARK_ALLOWED_HOSTS", "*"),
        ("WAYMARK_ALLOWED_HOSTS", "https://waymark.example.org"),
        ("WAYMARK_ALLOWED_HOSTS", "waymark.example.org:8000"),
        ("WAYMARK_ALLOWED_HOSTS", " , "),
        ("WAYMARK_SECURE_COOKIES", "perhaps"),
        ("WAYMARK_SECURE_COOKIES", "on"),
        ("WAYMARK_UPLOAD_MIB", "16MB"),
        ("WAYMARK_EVIDENCE_MIB", "2049"),
        ("WAYMARK_CLAMD", "127.0.0.1:3310"),
        ("WAYMARK_CLAMD", "tcp://127.0.0.1"),
        ("WAYMARK_CLAMD", "unix:clamd.ctl"),
        ("WAYMARK_CLAMD", "https://scanner.example:443"),
        ("WAYMARK_HOST", "0.0.0.0"),  # noqa: S104 -- refused, since no name is set
        ("WAYMARK_HOST", "a\x1b[31m"),
        ("DATABASE_URL", "mysql://u:p@h/db"),
        ("DATABASE_URL", "sqlite://:memory:"),
        ("DATABASE_URL", "sqlite:///relative.sqlite3"),
        ("DATABASE_URL", "postgres://h:notaport/db"),
        ("DATABASE_URL", "postgres://"),
        ("EMAIL_URL", "pigeon://loft"),
        ("WAYMARK_CONFIG", "/nowhere/waymark.toml"),
    ],
)
def test_names_the_option_and_the_cure(tmp_path: Path, variable: str, value: str) -> None:
    environ = {"WAYMARK_DATA": str(tmp_path / "data"), variable: value}
    with pytest.raises(ConfigFault) as refused:
        read_configuration(environ)
    assert [fault.option for fault in refused.value.faults] == [variable]
    assert all(fault.problem.endswith(".") and fault.mend for fault in refused.value.faults)
    assert "\x1b" not in str(refused.value)
    assert not (tmp_path / "data").exists()


def test_names_every_fault_at_once(tmp_path: Path) -> None:
    wrong = {"WAYMARK_PORT": "x", "WAYMARK_WORKERS": "y", "WAYMARK_PROT": "8000", "WAYMARK_DATA": str(tmp_path)}
    faults = configuration_faults(wrong)
    assert {fault.option for fault in faults} == {"WAYMARK_PORT", "WAYMARK_WORKERS", "WAYMARK_PROT"}
    assert next(fault for fault in faults if fault.option == "WAYMARK_PROT").mend == "Did you mean WAYMARK_PORT?"


def test_never_repeats_a_password_in_a_fault(tmp_path: Path) -> None:
    faults = configuration_faults({"WAYMARK_DATA": str(tmp_path), "DATABASE_URL": "oracle://u:hidden@h/db"})
    assert faults
    assert "hidden" not in "".join(map(str, faults))


@pytest.mark.parametrize(
    "table",
    ["port = ", "port = true", 'data = "/elsewhere"', "prot = 8000", b"\xff"],
)
def test_refuses_a_wrong_file(tmp_path: Path, table: str | bytes) -> None:
    (tmp_path / "waymark.toml").write_bytes(table if isinstance(table, bytes) else table.encode())
    assert len(configuration_faults({"WAYMARK_DATA": str(tmp_path)})) == 1


def test_shows_debug_pages_on_this_machine_only(tmp_path: Path) -> None:
    environ = {"WAYMARK_DATA": str(tmp_path), "WAYMARK_DEBUG": "on"}
    assert not configuration_faults(environ)
    reached = environ | {"WAYMARK_HOST": "192.0.2.1"}
    assert [fault.option for fault in configuration_faults(reached)] == ["WAYMARK_DEBUG"]


def test_makes_the_key_once_for_its_owner_alone(tmp_path: Path) -> None:
    environ = {"WAYMARK_DATA": str(tmp_path / "data")}
    first = read_configuration(environ)
    assert read_configuration(environ).secret_key == first.secret_key
    assert len(first.secret_key) >= 80
    assert stat.S_IMODE(first.secret_key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(first.data.stat().st_mode) == 0o700
    assert [file.name for file in first.data.iterdir()] == ["secret.key"]


def test_gives_starters_at_once_one_key(tmp_path: Path) -> None:
    path, keys, gate = tmp_path / "secret.key", list[str](), threading.Barrier(12)

    def start() -> None:
        gate.wait()
        keys.append(keep_key(path))

    starters = [threading.Thread(target=start) for _ in range(12)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert len(keys) == 12
    assert len(set(keys)) == 1
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_refuses_a_key_others_can_read(tmp_path: Path, mode: int) -> None:
    path = read_configuration({"WAYMARK_DATA": str(tmp_path)}).secret_key_file
    path.chmod(mode)
    (fault,) = configuration_faults({"WAYMARK_DATA": str(tmp_path)})
    assert f"chmod 600 '{path}'" in fault.mend
    with pytest.raises(ConfigFault):
        read_configuration({"WAYMARK_DATA": str(tmp_path)})


def test_refuses_a_key_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "secret.key").touch(mode=0o600)
    with pytest.raises(ConfigFault, match="does not contain a usable key"):
        read_configuration({"WAYMARK_DATA": str(tmp_path)})


def test_refuses_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    with pytest.raises(ConfigFault, match="may write to"):
        read_configuration({"WAYMARK_DATA": str(tmp_path / "data")})


def test_is_documented_word_for_word() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"
    assert page.read_text(encoding="utf-8") == settings_page()
    assert len({option.name for option in OPTIONS}) == len({option.variable for option in OPTIONS}) == len(OPTIONS)


def _documented_defaults() -> dict[str, str]:
    """Return what the page says that each option is by default, by its variable."""
    page = (Path(__file__).parents[2] / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    found = {}
    for section in page.split("\n## ")[1:]:
        line = next(line for line in section.splitlines() if line.startswith("* Default: "))
        found[section.partition("\n")[0].strip()] = line.removeprefix("* Default: ")
    return found


@pytest.mark.parametrize("option", [one for one in OPTIONS if not one.default_text], ids=lambda one: one.name)
def test_documents_the_default_that_holds(option: Option, tmp_path: Path) -> None:
    # `background` is on by default, and the page gave off for every option that is on or off.
    data = {"WAYMARK_DATA": str(tmp_path)}
    typed = _documented_defaults()[option.variable].strip("`")
    without, with_it = read_configuration(data), read_configuration({**data, option.variable: typed})
    assert getattr(with_it, option.name) == getattr(without, option.name)


def test_documents_what_is_worked_out_as_it_is(tmp_path: Path) -> None:
    documented, found = _documented_defaults(), read_configuration({"WAYMARK_DATA": str(tmp_path)})
    worked_out = {one.variable: one.name for one in OPTIONS if one.default_text}
    files = {"WAYMARK_SECRET_KEY_FILE": "secret.key", "WAYMARK_SIGNING_KEY_FILE": "signing.key"}
    for variable, name in files.items():
        assert documented[variable] == f"`{name}` in the data folder"
        assert getattr(found, worked_out.pop(variable)) == tmp_path / name
    assert documented["DATABASE_URL"] == "SQLite, `waymark.sqlite3` in the data folder"
    assert found.database["NAME"] == str(tmp_path / "waymark.sqlite3")
    assert (documented["WAYMARK_BASE_URL"], found.base_url) == ("`http://` with host and port", "http://127.0.0.1:8000")
    assert (documented["EMAIL_URL"], found.email) == ("none", None)
    assert (documented["WAYMARK_CLAMD"].partition(";")[0], found.clamd) == ("none", None)
    assert "this machine" in documented["WAYMARK_ALLOWED_HOSTS"]
    assert {"localhost", "127.0.0.1"} <= set(found.allowed_hosts)
    assert set(worked_out) == {
        "WAYMARK_DATA",
        "WAYMARK_CONFIG",
        "WAYMARK_BASE_URL",
        "WAYMARK_ALLOWED_HOSTS",
        "DATABASE_URL",
        "EMAIL_URL",
        "WAYMARK_CLAMD",
    }


@pytest.mark.parametrize("address", ["unix:/run/clamav/clamd.ctl", "tcp://127.0.0.1:3310", "tcp://[::1]:3310"])
def test_takes_the_address_of_a_scanner(address: str) -> None:
    assert scanner(address) == address


def test_is_given_no_option_by_the_gate_that_there_is_not() -> None:
    """An unknown one stops every command of the gate that reads the settings, before it says anything of the code."""
    gate = (Path(__file__).parents[2] / "check").read_text(encoding="utf-8")
    exported = set(re.findall(r"^ *export (WAYMARK_[A-Z0-9_]+)=", gate, re.MULTILINE))
    assert exported
    assert exported <= {f"WAYMARK_{one.name.upper()}" for one in OPTIONS}
