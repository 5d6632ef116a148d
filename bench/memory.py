"""The memory of the running product: the sum of the proportional set sizes of all its processes."""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

_WARM_UP = 30


def memory_of_serving() -> float:
    """Start the product with a demo organisation, ask for some pages, and return its memory in MB."""
    if not Path("/proc/self/smaps_rollup").exists():
        return float("nan")
    with tempfile.TemporaryDirectory() as folder:
        settings = {**os.environ, "WAYMARK_DATA": folder, "WAYMARK_PORT": "8471"}
        server = subprocess.Popen(
            [sys.executable, "-m", "waymark.site.supervisor"], env=settings, stdout=subprocess.PIPE, text=True
        )
        try:
            address = _address(server)
            for _turn in range(_WARM_UP):
                urllib.request.urlopen(f"{address}/account/login/").read()  # noqa: S310 -- our own server
            return sum(_pss(pid) for pid in _family(server.pid)) / 1024
        finally:
            server.terminate()
            server.wait(20)


def _address(server: "subprocess.Popen[str]") -> str:
    assert server.stdout is not None  # noqa: S101 -- asked for above
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
        if found:
            time.sleep(2)
            return found.group()
    message = "the server did not say its address"
    raise TimeoutError(message)


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in _family(int(child)))]


def _pss(pid: int) -> int:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found.group(1)) if found else 0
