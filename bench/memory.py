"""The memory of the running product: the sum of the proportional set sizes of all its processes."""

import re
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.product import Product
from bench.racing import apart

_WARM_UP = 30


def memory_of_serving() -> float:
    """Start the product with a demo organisation, ask for some pages, and return its memory in MB."""
    if not Path("/proc/self/smaps_rollup").exists():
        return float("nan")
    with tempfile.TemporaryDirectory() as folder:
        product = Product(apart(Path(folder)), demo=True)
        try:
            product.start()
            time.sleep(2)
            for _turn in range(_WARM_UP):
                urllib.request.urlopen(f"http://127.0.0.1:{product.port}/account/login/").read()
            return sum(pss_of(pid) for pid in product.processes()) / 1024
        finally:
            product.stop()


def pss_of(pid: int) -> int:
    """Return the proportional set size of a process in kB; 0 where it is gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found.group(1)) if found else 0
