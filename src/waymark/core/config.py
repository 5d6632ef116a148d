"""The one reader of the configuration: the environment first, then the TOML file, then the default.

Options are data (waymark.core.option_table). Nothing here imports Django, so that the supervisor stays light.
"""

import difflib
import importlib.util
import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from waymark.core.option_table import OPTIONS
from waymark.core.options import ConfigFault, Fault, Option, WrongValue
from waymark.core.secret_key import keep_key, read_key

_RESERVED = {"WAYMARK_START", "WAYMARK_PARENT"}  # set by the supervisor for its children
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_EVERYWHERE = ("0.0.0.0", "::", "[::]")  # noqa: S104 -- compared with, not listened on
# SQLite's own defaults lose writes under several processes; measured in the design notes (stack.md 3.2).
_SQLITE = {
    "timeout": 30,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
    "PRAGMA cache_size=-20000;PRAGMA mmap_size=134217728;PRAGMA temp_store=MEMORY;"
    "PRAGMA journal_size_limit=67108864;",
}


@dataclass(frozen=True)
class Configuration:
    """Everything an installation can be told, in typed form; secrets stay out of its repr."""

    data: Path
    config: Path | None
    host: str
    port: int
    base_url: str
    allowed_hosts: tuple[str, ...]
    behind_proxy: bool
    secure_cookies: bool
    session_hours: int
    database: dict[str, Any] = field(repr=False)
    email: dict[str, Any] | None = field(repr=False)
    start: str = field(repr=False)  # the running server; given by the supervisor, empty for other commands
    secret_key_file: Path
    secret_key: str = field(repr=False)
    signing_key_file: Path
    upload_limit: int
    evidence_limit: int
    clamd: str | None
    workers: int
    threads: int
    connections_per_address: int
    background: bool
    time_zone: str
    log_level: str
    debug: bool

    @property
    def is_sqlite(self) -> bool:
        """Return whether the records lie in a file of this machine."""
        return str(self.database["ENGINE"]).endswith("sqlite3")


def read_configuration(environ: Mapping[str, str] | None = None) -> Configuration:
    """Read the configuration; make the data folder and the secret key at the first start.

    Raises ConfigFault with every fault found.
    """
    values, faults = _read(os.environ if environ is None else environ)
    try:
        key = "" if faults else keep_key(values["secret_key_file"])
    except WrongValue as wrong:
        faults.append(Fault("WAYMARK_SECRET_KEY_FILE", wrong.problem, wrong.mend))
    if faults:
        raise ConfigFault(tuple(faults))
    return Configuration(**values, secret_key=key)


def configuration_faults(environ: Mapping[str, str] | None = None) -> tuple[Fault, ...]:
    """Name every fault of the configuration, and change nothing on the disk."""
    values, faults = _read(os.environ if environ is None else environ)
    path: Path = values["secret_key_file"]
    try:
        if path.exists():
            read_key(path)
    except WrongValue as wrong:
        faults.append(Fault("WAYMARK_SECRET_KEY_FILE", wrong.problem, wrong.mend))
    except OSError as refused:
        mend = "Make the account that runs Waymark its owner."
        faults.append(Fault("WAYMARK_SECRET_KEY_FILE", f"{path} cannot be read: {refused.strerror}.", mend))
    return tuple(faults)


def user_folder(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Give the folder where this platform keeps a person's data of a program."""
    home = Path(environ.get("HOME") or Path.home())
    if platform == "darwin":
        return home / "Library" / "Application Support" / "Waymark"
    named = environ.get("XDG_DATA_HOME", "")
    # The XDG base directory specification has relative paths ignored.
    return (Path(named) if named.startswith("/") else home / ".local" / "share") / "waymark"


def _read(environ: Mapping[str, str]) -> tuple[dict[str, Any], list[Fault]]:
    faults: list[Fault] = []
    path, table = _file(environ, faults)
    faults.extend(_unknown(environ, table))
    values = {}
    for option in OPTIONS:
        given = environ.get(option.variable, "")
        values[option.name] = _value(option, given if given != "" else table.get(option.name), faults)
    values |= {"config": path, "start": environ.get("WAYMARK_START", "")}
    values["data"] = values["data"] or user_folder(environ)
    faults.extend(_faults_together(values))
    _complete(values)
    return values, faults


def _file(environ: Mapping[str, str], faults: list[Fault]) -> tuple[Path | None, dict[str, Any]]:
    """Find and read the TOML file, if there is one."""
    options = {option.name: option for option in OPTIONS}
    path = _value(options["config"], environ.get("WAYMARK_CONFIG") or None, faults)
    named = path is not None
    if path is None:
        # A wrong WAYMARK_DATA is told once, when all options are read.
        data = _value(options["data"], environ.get("WAYMARK_DATA") or None, [])
        path = (data or user_folder(environ)) / "waymark.toml"
        if not path.is_file():
            return None, {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as refused:
        mend = "Correct the path, or let the account that runs Waymark read the file."
        faults.append(Fault("WAYMARK_CONFIG", f"{path} cannot be read: {refused.strerror}.", mend))
        return path, {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        mend = 'Write lines such as port = 8080 or host = "0.0.0.0".'
        faults.append(Fault("WAYMARK_CONFIG", f"{path} is not a TOML file: {broken}.", mend))
        return path, {}
    if "data" in table and not named:
        mend = "Set WAYMARK_DATA, or set the path of the file in WAYMARK_CONFIG."
        faults.append(Fault("data", "the file inside the data folder cannot move the data folder.", mend))
        del table["data"]
    return path, table


def _value(option: Option, given: object, faults: list[Fault]) -> Any:
    """Give the typed value; where it is wrong, note the fault and go on with the default."""
    default = None if option.default is None else option.read(option.default)
    if given is None:
        return default
    try:
        return option.read(given)
    except WrongValue as wrong:
        faults.append(Fault(option.variable, wrong.problem, wrong.mend))
        return default


def _unknown(environ: Mapping[str, str], table: Mapping[str, Any]) -> Iterator[Fault]:
    """Name what is set but not known: a slip of the pen would otherwise leave a default in force unseen."""
    variables = {option.variable for option in OPTIONS} | _RESERVED
    keys = {option.name for option in OPTIONS if option.name != "config"}
    for name in sorted(environ):
        if name.startswith("WAYMARK_") and name not in variables:
            yield Fault(name, "there is no such option.", _nearest(name, variables))
    for name in sorted(set(table) - keys):
        yield Fault(name, "there is no such option in the configuration file.", _nearest(name, keys))


def _nearest(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, sorted(known), n=1)
    return f"Did you mean {near[0]}?" if near else "Remove it; docs/reference/settings.md lists the options."


def _faults_together(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Name the faults that only two options together make."""
    everywhere = values["host"] in _EVERYWHERE
    if everywhere and values["base_url"] is None and values["allowed_hosts"] is None:
        yield Fault(
            "WAYMARK_HOST",
            "this address is open to every network, and no host name is set.",
            "Set WAYMARK_BASE_URL to the address people type.",
        )
    if values["debug"] and values["host"] not in _LOOPBACK:
        yield Fault(
            "WAYMARK_DEBUG",
            "debug pages show secrets, and other machines can reach this one.",
            "Turn it off, or set WAYMARK_HOST to 127.0.0.1.",
        )
    if values["secure_cookies"] == "on" and not str(values["base_url"]).startswith("https:"):
        yield Fault(
            "WAYMARK_SECURE_COOKIES",
            "nobody could sign in: browsers send such cookies by https only, and the base URL is not https.",
            "Set WAYMARK_BASE_URL to an address that begins with https://.",
        )
    engine = (values["database"] or {}).get("ENGINE", "")
    if engine.endswith("postgresql") and importlib.util.find_spec("psycopg") is None:
        yield Fault(
            "DATABASE_URL",
            "PostgreSQL's driver is not installed.",
            "Start with ./run, which installs it, or install requirements-postgres.lock.",
        )


def _complete(values: dict[str, Any]) -> None:
    """Work out the defaults that hang on other options."""
    host = "127.0.0.1" if values["host"] in _EVERYWHERE else values["host"]
    host = f"[{host}]" if ":" in host else host
    values["base_url"] = values["base_url"] or f"http://{host}:{values['port']}"
    own = urlsplit(values["base_url"]).netloc.rpartition("@")[2]
    own = own.rpartition(":")[0] if own.rpartition(":")[2].isdigit() else own
    values["allowed_hosts"] = values["allowed_hosts"] or tuple(dict.fromkeys((*_LOOPBACK, host, own)))
    secure: bool = values["base_url"].startswith("https:")
    values["secure_cookies"] = {"auto": secure, "on": True, "off": False}[values["secure_cookies"]]
    values["secret_key_file"] = values["secret_key_file"] or values["data"] / "secret.key"
    values["signing_key_file"] = values["signing_key_file"] or values["data"] / "signing.key"
    values["database"] = _database(values["database"], values["data"])


def _database(given: dict[str, Any] | None, data: Path) -> dict[str, Any]:
    """Give Django's settings of the database, with what either kind needs under several workers."""
    settings = given or {"ENGINE": "django.db.backends.sqlite3", "NAME": str(data / "waymark.sqlite3")}
    if settings["ENGINE"].endswith("sqlite3"):
        return settings | {"OPTIONS": _SQLITE | settings.get("OPTIONS", {})}
    return {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True} | settings
