"""The kind of record of this package that others may point at."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.exchange.models import SheetImport
from waymark.people.readers import Reader
from waymark.people.rights import Can
from waymark.records.kinds import RecordKind, RecordLine, readable_with


def _look_up_imports(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    # Its page is for those who import; whoever reads the whole trail reads there what happened to it.
    if not readable_with(reader, Can.MANAGE_AIMS, Can.READ_TRAIL):
        return {}
    rows = SheetImport.objects.of(reader.organisation).filter(pk__in=keys)
    columns = rows.values_list("pk", "number", "file_name", "assessment__number")
    return {
        pk: RecordLine(
            "exchange.sheetimport",
            pk,
            f"IMP-{number}",
            file_name,
            reverse("gap_import_preview", args=[reader.organisation.slug, assessment, number]),
        )
        for pk, number, file_name, assessment in columns
    }


SHEET_IMPORT = RecordKind(
    kind="exchange.sheetimport",
    word="import",
    label=_("Import of a work sheet"),
    look_up=_look_up_imports,
    hides=True,
)
