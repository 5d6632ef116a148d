"""The memory of the running product after many reports: exports give their memory back."""

import http.client
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

from bench.memory import pss_of
from bench.product import Product
from bench.racing import apart

FILES = 20
_SIGN_IN = """
import django
django.setup()
from django.conf import settings
from django.test import Client
from tests import factories
from waymark.people.models.organisation import Organisation
from waymark.people.rights import Role
from waymark.conformity.models.assessment import GapAssessment
settings.ALLOWED_HOSTS = ["*"]
assessment = GapAssessment.objects.order_by("pk").first()
member = factories.member(assessment.organisation, Role.AIMS_MANAGER, name="Mia Measured")
client = Client()
client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
print(client.cookies["sessionid"].value, f"/o/{assessment.organisation.slug}/reports/gap/{assessment.reference}")
"""


def main() -> None:
    """Serve the demo, fetch ten PDF and ten Word files, several at once, and print the memory before and after."""
    with tempfile.TemporaryDirectory() as folder:
        surroundings = apart(Path(folder))
        product = Product(surroundings, demo=True)
        try:
            product.start()
            made = subprocess.run(  # noqa: S603 -- our own program
                [sys.executable, "-c", _SIGN_IN], env=surroundings, check=True, capture_output=True, text=True
            )
            session, address = made.stdout.split()
            time.sleep(2)
            before = sum(map(pss_of, product.processes())) / 1024
            begun, failed = time.perf_counter(), list[str]()
            threads = [
                threading.Thread(target=_fetch, args=(product.port, session, address, FILES // 4, failed))
                for _one in range(4)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            taken = time.perf_counter() - begun
            time.sleep(2)
            after = {pid: pss_of(pid) / 1024 for pid in product.processes()}
        finally:
            product.stop()
    print(f"{FILES} reports in {taken:.1f} s; failed: {failed or 'none'}")
    total = sum(after.values())
    print(f"memory of serving (PSS, all processes): {before:.0f} MB before, {total:.0f} MB after (budget 260)")
    print("  by process: " + ", ".join(f"{one:.0f}" for one in after.values()))


def _fetch(port: int, session: str, address: str, count: int, failed: list[str]) -> None:
    for number in range(count):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as client:
            form = ("pdf", "docx")[number % 2]
            client.request("GET", f"{address}.{form}", headers={"Cookie": f"sessionid={session}"})
            answer = client.getresponse()
            answer.read()
            if answer.status != 200:  # noqa: PLR2004 -- OK
                failed.append(f"{form} {answer.status}")


if __name__ == "__main__":
    main()
