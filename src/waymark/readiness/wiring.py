"""What this package registers with the packages below it."""

from waymark.people.extension_points import overviews
from waymark.readiness import (
    keeping,  # noqa: F401 -- workers know the jobs of the modules that were loaded
)


def wire() -> None:
    """Lead members of several organisations to the portfolio; again changes nothing."""
    if "portfolio" not in overviews:
        overviews.append("portfolio")
