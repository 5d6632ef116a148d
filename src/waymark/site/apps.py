"""The site that composes the product."""

from typing import TypeVar

from django.apps import AppConfig

T = TypeVar("T")


class SiteConfig(AppConfig):
    """Adds to the pages of the packages below."""

    name = "waymark.site"
    label = "site"

    def ready(self) -> None:
        """Let packages that stand side by side hear of each other, and show how to remove a demo."""
        from waymark.evidence.asking import after_answering, after_asking  # noqa: PLC0415 -- models exist only once the apps are ready
        from waymark.evidence.checking import after_rejection  # noqa: PLC0415 -- as above
        from waymark.people.seams import settings_panels  # noqa: PLC0415 -- as above
        from waymark.site import evidence_work  # noqa: PLC0415 -- as above
        from waymark.site.demo.panel import REMOVAL  # noqa: PLC0415 -- as above
        from waymark.tasks import proofs  # noqa: PLC0415 -- as above
        from waymark.tasks.morning import reminders  # noqa: PLC0415 -- as above
        from waymark.tasks.owing import sources  # noqa: PLC0415 -- as above

        _hear(settings_panels, REMOVAL)
        _hear(sources, evidence_work.evidence_owed)
        _hear(reminders, evidence_work.evidence_due)
        _hear(proofs.sources, evidence_work.proofs_of_task)
        _hear(after_rejection, evidence_work.renew_after_rejection)
        _hear(after_asking, evidence_work.tell_who_was_asked)
        _hear(after_answering, evidence_work.tell_who_asked)


def _hear(register: list[T], act: T) -> None:
    # Django may call ready() more than once.
    if act not in register:
        register.append(act)
