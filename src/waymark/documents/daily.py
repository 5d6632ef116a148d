"""What takes effect by itself: approved versions, on the day where their organisation is."""

import datetime as dt
from typing import Final

from django.utils.translation import gettext_lazy as _

from waymark.core.clock import day_in
from waymark.core.jobs import job
from waymark.documents.changing import put_in_force
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.organisation import Organisation
from waymark.trail.actors import Actor

SCHEDULE: Final = Actor("console", None, "Schedule")
"""Who acts where nobody does: the day itself."""


@job(every=dt.timedelta(hours=1), label=_("Letting versions of documents take effect"))
def take_effect() -> None:
    """Let each approved version whose day has come take effect, in the order of their days."""
    for organisation in Organisation.objects.living().order_by("pk"):
        due = DocumentVersion.objects.of(organisation).to_take_effect(day_in(organisation.time_zone))
        for version in due.select_related("document").order_by("effective_from", "pk"):
            version.organisation = version.document.organisation = organisation
            put_in_force(version, by=SCHEDULE)
