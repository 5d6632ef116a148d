"""Which controls an organisation has excluded, for lists below this package that leave out what nobody needs."""

from waymark.conformity.models.standing import Standing
from waymark.people.models.organisation import Organisation


def controls_left_out(organisation: Organisation) -> frozenset[str]:
    """Return the numbers of the controls that were excluded; one query."""
    rows = Standing.objects.of(organisation).filter(left_out=True)
    return frozenset(rows.values_list("requirement__ref", flat=True))
