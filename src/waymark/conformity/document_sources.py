"""Controls that were excluded, as a source that documents such as the Statement of Applicability are drafted from."""

from typing import Final

from waymark.catalogue.outline import outline
from waymark.conformity.exclusions import in_words
from waymark.conformity.models.standing import Standing
from waymark.documents.filled import FilledRow
from waymark.documents.sources.asking import Asking, Drawn, Sources, drawn, owner_of


def _exclusions(asking: Asking) -> Drawn:
    rows = Standing.objects.of(asking.organisation).filter(left_out=True)
    found = rows.select_related("requirement", "owner").order_by("requirement__framework", "requirement__order")
    return drawn(_row(asking, one) for one in found)


def _row(asking: Asking, one: Standing) -> FilledRow:
    tree = outline(one.requirement.framework_id, asking.organisation.language)
    title = tree.requirement(one.reference).title
    cells = {
        "control": one.reference,
        "title": title,
        "reason": in_words(one.left_out_code, one.left_out_reason),
        "systems": "",
        "owner": owner_of(one),
        "review_on": "",
    }
    return FilledRow(f"{one.requirement.framework_id}/{one.reference}", f"{one.reference} {title}", one.version, cells)


SOURCES: Final[Sources] = {"exclusions[]": _exclusions}
