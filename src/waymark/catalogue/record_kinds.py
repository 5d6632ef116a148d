"""The kind of record of this package that others may point at, and what catalogue rows are called in the trail."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.catalogue.models.framework import Framework, Point, Requirement
from waymark.catalogue.models.wording import Wording
from waymark.people.readers import Reader
from waymark.records.kinds import RecordKind, RecordLine
from waymark.trail.words import Namer


def _look_up_wording(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = Wording.objects.of(reader.organisation).filter(pk__in=keys).select_related("requirement__framework")
    return {
        one.pk: RecordLine(
            "catalogue.wording",
            one.pk,
            one.requirement.ref,
            str(_("official wording")),
            reverse("wording", args=[reader.organisation.slug, one.requirement.framework.slug, one.requirement.ref]),
        )
        for one in rows.defer(
            "text", "requirement__texts", "requirement__details", "requirement__framework__supplement"
        )
    }


def _called(model: type[Any], column: str) -> Namer:
    # These rows never change, so each is asked for once in the life of a process.
    known: dict[int, str] = {}

    def name(_organisation_id: int, keys: Sequence[int]) -> Mapping[int, str]:
        missing = [key for key in keys if key not in known]
        if missing:
            known.update(model.objects.filter(pk__in=missing).values_list("pk", column))
        return {key: known[key] for key in keys if key in known}

    return name


WORDING = RecordKind(kind="catalogue.wording", word="wording", label=_("Official wording"), look_up=_look_up_wording)
# The catalogue is the same for everybody, so its names are no secret of anybody's.
NAMERS: dict[str, Namer] = {
    "catalogue.framework": _called(Framework, "title"),
    "catalogue.requirement": _called(Requirement, "ref"),
    "catalogue.point": _called(Point, "ref"),
}
