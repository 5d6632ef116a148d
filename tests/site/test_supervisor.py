"""Starting and stopping, with real processes: nothing is left behind, whatever happens when."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.template import sqlite_template
from waymark.site.only_one import LOCK, AlreadyRunning, only_one
from waymark.site.ports import NoPort, listen

pytestmark = [
    pytest.mark.programs,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="children are counted in /proc"),
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="asked once, on SQLite: processes are the same on both"),
]
_PATIENCE = 120  # seconds; only a hang takes so long

Started = subprocess.Popen[str]
Starter = Callable[..., Started]


@pytest.fixture(scope="module")
def ready_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder whose first start is over."""
    data = tmp_path_factory.mktemp("installation")
    shutil.copy(sqlite_template(), data / "waymark.sqlite3")
    command = [sys.executable, "-m", "waymark.site.starting", "--json", "--no-demo"]
    subprocess.run(command, env=_environ(data), check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603
    return data


@pytest.fixture
def start() -> Iterator[Starter]:
    """Return a way to start the supervisor; a hang is ended, so that the test fails instead."""
    started: list[tuple[Started, threading.Timer]] = []

    def begin(data: Path, *options: str, **variables: str) -> Started:
        child = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "waymark.site.supervisor", "--no-demo", *options],
            env=_environ(data) | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        timer = threading.Timer(_PATIENCE, child.kill)
        timer.start()
        started.append((child, timer))
        return child

    yield begin
    for child, timer in started:
        child.terminate()
        child.communicate()
        timer.cancel()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_serves_until_it_is_told_to_stop(ready_data: Path, start: Starter, number: signal.Signals) -> None:
    child = start(ready_data, f"--port={_free_port()}")
    screen = _until(child, "Stop")
    assert "✓" not in screen
    assert "valid for this start only" in screen
    assert _answer(screen) == 200
    family = _descendants(child.pid) | {_worker(child)}
    assert len(family) >= 3  # gunicorn, the process that has just answered, and the background worker
    child.send_signal(number)
    rest, _ = child.communicate()
    assert child.returncode == 0
    assert rest.strip() == "Stopped."
    assert not any(map(_lives, family))


def test_stops_in_the_middle_of_the_set_up(tmp_path: Path, start: Starter) -> None:
    child = start(tmp_path, f"--port={_free_port()}")
    _until(child, "✓")
    family = _descendants(child.pid)
    child.terminate()
    child.communicate()
    assert child.returncode == 0
    assert not any(map(_lives, family))


def test_takes_the_next_port_and_says_so(ready_data: Path, start: Starter) -> None:
    with listen("127.0.0.1", _free_port()) as taken:
        port = taken.getsockname()[1]
        child = start(ready_data, f"--port={port}")
        screen = _until(child, "Stop")
        assert f"Port {port} is taken" in screen
        assert _answer(screen) == 200
    child.terminate()
    child.communicate()


def test_starts_the_web_server_again_when_it_dies(ready_data: Path, start: Starter) -> None:
    child = start(ready_data, f"--port={_free_port()}")
    screen = _until(child, "Stop")
    first = _server(child)
    os.kill(first, signal.SIGKILL)
    assert "The web server is running again." in _until(child, "again")
    assert _server(child) != first
    assert _answer(screen) == 200
    child.terminate()
    rest, output = child.communicate(timeout=_PATIENCE)
    assert (child.returncode, rest.strip()) == (0, "Stopped.")
    assert "The web server was ended by SIGKILL; restarting it." in output


def test_ends_when_the_web_server_cannot_live(ready_data: Path, start: Starter) -> None:
    child = start(ready_data, f"--port={_free_port()}", WAYMARK_BACKGROUND="off")
    _until(child, "Stop")
    last = 0
    for _time in range(5):
        last = _server(child, but=last)
        os.kill(last, signal.SIGKILL)
    # Workers hold the other ends of the pipes, so this ends when the last of them has.
    _, output = child.communicate(timeout=_PATIENCE)
    assert child.returncode == 1
    assert "restarting it in 4 s." in output
    assert "The web server was ended by SIGKILL; Waymark has stopped." in output


def test_refuses_a_data_folder_that_is_in_use(ready_data: Path, start: Starter) -> None:
    first = start(ready_data, f"--port={_free_port()}", WAYMARK_BACKGROUND="off")
    screen = _until(first, "Stop")
    _, output = start(ready_data, f"--port={_free_port()}").communicate(timeout=_PATIENCE)
    assert f"Waymark is already running with the data in {ready_data} (process {first.pid})." in output
    assert _answer(screen) == 200
    # However it ends, the folder is free again.
    first.kill()
    first.communicate(timeout=_PATIENCE)
    second = start(ready_data, f"--port={_free_port()}", WAYMARK_BACKGROUND="off")
    assert _answer(_until(second, "Stop")) == 200


def test_starts_the_background_worker_again_when_it_dies(ready_data: Path, start: Starter) -> None:
    child = start(ready_data, f"--port={_free_port()}")
    screen = _until(child, "Stop")
    first = _worker(child)
    os.kill(first, signal.SIGKILL)
    second = _worker(child, but=first)
    assert _answer(screen) == 200
    child.terminate()
    rest, output = child.communicate()
    assert (child.returncode, rest.strip()) == (0, "Stopped.")
    assert "The background worker was ended by SIGKILL; restarting it." in output
    assert not _lives(second)


def test_ends_when_the_background_worker_cannot_live(ready_data: Path, start: Starter) -> None:
    child = start(ready_data, f"--port={_free_port()}")
    _until(child, "Stop")
    last = 0
    for _time in range(5):
        last = _worker(child, but=last)
        os.kill(last, signal.SIGKILL)
    _, output = child.communicate(timeout=_PATIENCE)
    assert child.returncode == 1
    assert "The background worker was ended by SIGKILL; Waymark has stopped." in output


def test_runs_no_worker_where_workers_run_elsewhere(ready_data: Path, start: Starter) -> None:
    child = start(ready_data, f"--port={_free_port()}", WAYMARK_BACKGROUND="off")
    _until(child, "Stop")
    time.sleep(1)
    assert not any("waymark.site.working" in _command(pid) for pid in _descendants(child.pid))
    child.terminate()
    child.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_leaves_nothing_when_it_is_killed_outright(ready_data: Path, start: Starter) -> None:
    child = start(ready_data, f"--port={_free_port()}")
    _until(child, "Stop")
    child.kill()
    # As above: the pipes are at their end when nothing is left.
    child.communicate(timeout=_PATIENCE)


@pytest.mark.skipif(sys.platform != "linux", reason="as above")
def test_does_not_serve_for_a_supervisor_that_is_gone_already(ready_data: Path) -> None:
    serve = "from waymark.site import server; server.on_starting(None); print('alive')"
    environ = {**os.environ, "WAYMARK_DATA": str(ready_data)}
    for parent, (code, output) in {os.getpid(): (0, "alive\n"), 1: (-signal.SIGTERM, "")}.items():
        known = {**environ, "WAYMARK_PARENT": str(parent)}
        done = subprocess.run([sys.executable, "-c", serve], env=known, capture_output=True, text=True, check=False)  # noqa: S603 -- our own program
        assert (done.returncode, done.stdout) == (code, output)


def test_starts_nothing_on_a_wrong_configuration(tmp_path: Path, start: Starter) -> None:
    child = start(tmp_path, WAYMARK_PORT="eighty", WAYMARK_WORKERS="none")
    _, output = child.communicate()
    assert child.returncode == 2
    assert "WAYMARK_PORT" in output
    assert "WAYMARK_WORKERS" in output
    assert list(tmp_path.iterdir()) == []


def test_tells_what_the_set_up_met(tmp_path: Path, start: Starter) -> None:
    (tmp_path / "waymark.sqlite3").write_text("this is no database, and must not be overwritten by one")
    child = start(tmp_path, f"--port={_free_port()}")
    _, output = child.communicate()
    assert child.returncode == 1
    assert "The sqlite3 database cannot be used" in output
    assert "Traceback" not in output


def test_keeps_what_it_makes_to_its_owner(ready_data: Path) -> None:
    made = [file for file in ready_data.iterdir() if file.is_file()]
    assert {file.name for file in made} >= {"secret.key", "waymark.sqlite3", "starts.json"}
    assert ready_data.joinpath("static", "staticfiles.json").is_file()


def test_refuses_an_address_of_another_machine() -> None:
    with pytest.raises(NoPort, match="cannot listen"):
        listen("192.0.2.1", 8000)


def _environ(data: Path) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return ours | {"WAYMARK_DATA": str(data)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until(child: Started, word: str) -> str:
    """Read the screen up to the first line with a word."""
    assert child.stdout is not None
    lines = []
    for line in child.stdout:
        lines.append(line)
        if word in line:
            return "".join(lines)
    raise AssertionError("".join(lines) + (child.stderr.read() if child.stderr else ""))


def _answer(screen: str) -> int:
    """Ask for the address on the screen and give the status of the answer."""
    found = re.search(r"Open\s+http://127\.0\.0\.1:(\d+)(/\S*)", screen)
    assert found
    connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=_PATIENCE)
    connection.request("GET", found[2])
    status = connection.getresponse().status
    connection.close()
    return status


def _descendants(pid: int) -> set[int]:
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        parents[int(folder.name)] = int(fields[1])
    found = {child for child, parent in parents.items() if parent == pid}
    return found.union(*(_descendants(child) for child in found)) if found else found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def _worker(child: Started, but: int = 0) -> int:
    return _part(child, "waymark.site.working", but)


def _server(child: Started, but: int = 0) -> int:
    # Its own workers, which are its children, have the same command and a higher number.
    return _part(child, "gunicorn", but)


def _part(child: Started, command: str, but: int) -> int:
    """Wait for a child of the supervisor, other than one that is known to be dead, and give its id."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        for pid in _descendants(child.pid) - {but}:
            if command in _command(pid) and _lives(pid) and _parent(pid) == child.pid:
                return pid
        time.sleep(0.05)
    raise AssertionError(f"there is no {command}")


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_uses_no_lock_that_is_no_file(tmp_path: Path, kind: str) -> None:
    lock, other = tmp_path / LOCK, tmp_path / "other"
    other.write_text("kept")
    if kind == "link":
        lock.symlink_to(other)
    elif kind == "pipe":
        os.mkfifo(lock)
    else:
        lock.mkdir()
    with pytest.raises(AlreadyRunning, match="Remove it"), only_one(tmp_path):
        pass
    assert other.read_text() == "kept"
