"""What this package registers with the packages below it."""

from waymark.competence import separations
from waymark.people.extension_points import overviews
from waymark.readiness import (
    keeping,  # noqa: F401 -- workers know the jobs of the modules that were loaded
)
from waymark.readiness.separations import documents_approved_alone


def wire() -> None:
    """Lead members of several organisations to the portfolio, and tell of approvals alone; again changes nothing."""
    if "portfolio" not in overviews:
        overviews.append("portfolio")
    separations.add_acts([(separations.APPROVAL, documents_approved_alone)])
