"""What an option may hold: readers that turn a person's text into a typed value or say what is wrong."""

import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from environ.compat import ImproperlyConfigured

Reader = Callable[[object], Any]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with the configuration, and how to mend it."""

    option: str
    problem: str
    mend: str

    def __str__(self) -> str:
        return f"{self.option}: {self.problem} {self.mend}"


class ConfigFault(Exception):
    """The configuration cannot be used; `faults` names everything that is wrong, not only the first thing."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class WrongValue(Exception):
    """A reader's refusal: what is wrong, and what would be right."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.mend = mend


@dataclass(frozen=True)
class Option:
    """One option: its name in Configuration and in the TOML file, its variable, and how its value is read.

    `default` is shown in the documentation; None means that it is worked out, as `default_text` says.
    """

    name: str
    variable: str
    kind: str
    read: Reader
    default: object
    doc: str
    example: str
    default_text: str = ""
    secret: bool = False


def text(value: object) -> str:
    """Read a line of text."""
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise WrongValue("it must be one line of text.", "Write one line, without control characters.")
    return value.strip()


def whole(least: int, most: int) -> Reader:
    """Make a reader of whole numbers from `least` to `most`."""

    def read(value: object) -> int:
        wanted = f"Write a whole number from {least} to {most}."
        try:
            number = int(str(value).strip()) if isinstance(value, int | str) and not isinstance(value, bool) else None
        except ValueError:
            number = None
        if number is None:
            raise WrongValue(f"“{shown(value)}” is not a whole number.", wanted)
        if not least <= number <= most:
            raise WrongValue(f"{shown(number)} is out of range.", wanted)
        return number

    return read


def flag(value: object) -> bool:
    """Read yes or no in any of the usual spellings."""
    spelled = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    word = str(value).strip().lower()
    if word not in spelled:
        raise WrongValue(f"“{shown(value)}” is neither on nor off.", "Write on or off.")
    return spelled[word]


def one_of(*words: str) -> Reader:
    """Make a reader of one word out of `words`; capital and small letters are the same."""

    def read(value: object) -> str:
        found = {word.lower(): word for word in words}.get(str(value).strip().lower())
        if found is None:
            raise WrongValue(f"“{shown(value)}” is not known.", f"Write one of {', '.join(words)}.")
        return found

    return read


def folder(value: object) -> Path:
    """Read a path; a leading ~ is the home folder, a relative path starts where Waymark was started."""
    try:
        return Path(text(value)).expanduser().absolute()
    except RuntimeError as unknown:
        raise WrongValue("its home folder is unknown.", "Write the full path.") from unknown


def names(value: object) -> tuple[str, ...]:
    """Read host names, as a list or with commas between."""
    found = value if isinstance(value, list | tuple) else str(value).split(",")
    hosts = tuple(str(host).strip().lower() for host in found if str(host).strip())
    mend = "Write names such as waymark.example.org, with commas between, without https:// and without a port."
    for host in hosts:
        bare = host.removeprefix(".")
        if host == "*":
            raise WrongValue("* would accept any name, so password links could be forged.", mend)
        if not bare.isprintable() or set(bare) & set("/@?# ") or (":" in bare and not bare.startswith("[")):
            raise WrongValue(f"“{shown(host)}” is not a host name.", mend)
    if not hosts:
        raise WrongValue("no host name is given.", mend)
    return hosts


def origin(value: object) -> str:
    """Read the address people type: scheme, host and port, nothing after them."""
    mend = "Write it like https://waymark.example.org, without a path."
    try:
        parts = urlsplit(text(value))
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or parts.username or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise WrongValue(f"“{shown(value)}” is not a site address.", mend)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def time_zone(value: object) -> str:
    """Read the name of a time zone of the IANA data base."""
    name = text(value)
    if name not in zoneinfo.available_timezones():
        raise WrongValue(f"“{shown(name)}” is not a time zone.", "Write a name such as UTC or Europe/Berlin.")
    return name


def database(value: object) -> dict[str, Any]:
    """Read the address of a database into Django's form; only SQLite and PostgreSQL are spoken."""
    mend = "Write sqlite:////full/path/waymark.sqlite3 or postgres://user:password@host:5432/name."
    address = text(value)
    scheme = address.partition(":")[0].lower()
    if scheme not in ("sqlite", "postgres", "postgresql"):
        # The address may hold a password, so a fault never repeats it.
        raise WrongValue("this is not the address of an SQLite or PostgreSQL database.", mend)
    try:
        settings: dict[str, Any] = environ.Env.db_url_config(address)
    except (ValueError, ImproperlyConfigured) as unreadable:
        raise WrongValue("this address cannot be read.", mend) from unreadable
    if not settings.get("NAME"):
        raise WrongValue("the address has no database name.", mend)
    if scheme == "sqlite" and not Path(settings["NAME"]).is_absolute():
        raise WrongValue("the path of the SQLite file must be a full path to a file on disk.", mend)
    return settings


def mail(value: object) -> dict[str, Any]:
    """Read the address of a mail server into Django's EMAIL_… settings."""
    mend = "Write smtp+tls://user:password@host:587, smtp+ssl://… or smtp://host:25."
    try:
        settings: dict[str, Any] = environ.Env.email_url_config(text(value))
    except (ValueError, KeyError, ImproperlyConfigured) as unreadable:
        raise WrongValue("this is not the address of a mail server.", mend) from unreadable
    return settings


def scanner(value: object) -> str:
    """Read the address of a virus scanner: a socket of this machine, or host and port."""
    mend = "Write it like unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310."
    address = text(value)
    try:
        parts = urlsplit(address)
        is_socket = parts.scheme == "unix" and not parts.netloc and parts.path.startswith("/")
        is_port = parts.scheme == "tcp" and bool(parts.hostname) and bool(parts.port) and not parts.path.strip("/")
    except ValueError:
        is_socket = is_port = False
    if not (is_socket or is_port) or parts.query or parts.fragment or "@" in parts.netloc:
        raise WrongValue(f"“{shown(address)}” is not the address of a scanner.", mend)
    return address


def shown(value: object) -> str:
    """Give at most forty printable characters of a value, so that a fault fits its line and its terminal."""
    length = 40
    printable = "".join(character if character.isprintable() else "?" for character in str(value)[: length + 1])
    return printable if len(printable) <= length else printable[:length] + "…"


def mebibytes(value: object) -> int:
    """Read a size in MiB and give it in bytes."""
    return int(whole(1, 1024)(value)) * 1024 * 1024


def evidence_mebibytes(value: object) -> int:
    """Read the size of a file of evidence in MiB and give it in bytes: recordings are larger than work sheets."""
    return int(whole(1, 2048)(value)) * 1024 * 1024
