"""The kind of record of this package that others may point at."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.exchange.models import SheetImport
from waymark.people.models.organisation import Organisation
from waymark.people.records import RecordKind, RecordLine, readable_with
from waymark.people.rights import Can


def _look_up_imports(organisation: Organisation, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = SheetImport.objects.of(organisation).filter(pk__in=keys)
    columns = rows.values_list("pk", "number", "file_name", "assessment__number")
    return {
        pk: RecordLine(
            "exchange.sheetimport",
            pk,
            f"IMP-{number}",
            file_name,
            reverse("gap_import_preview", args=[organisation.slug, assessment, number]),
        )
        for pk, number, file_name, assessment in columns
    }


SHEET_IMPORT = RecordKind(
    "exchange.sheetimport",
    "import",
    _("Import of a work sheet"),
    _look_up_imports,
    # Its page is for those who import; whoever reads the whole trail reads there what happened to it.
    readable=readable_with(Can.MANAGE_AIMS, Can.READ_TRAIL),
)
