"""The kind of record of this package that others may point at."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from waymark.exchange.models import SheetImport
from waymark.people.readers import Reader
from waymark.records.kinds import RecordKind, RecordLine


def _look_up_imports(reader: Reader, keys: Sequence[int]) -> dict[int, RecordLine]:
    rows = SheetImport.objects.of(reader.organisation).visible_to(reader).filter(pk__in=keys)
    columns = rows.values_list("pk", "number", "file_name", "assessment__number")
    return {
        pk: RecordLine(
            "exchange.sheetimport",
            pk,
            f"{SheetImport.prefix}-{number}",
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
