"""Gap assessment and requirements."""

from django.apps import AppConfig


class ConformityConfig(AppConfig):
    """Takes part in the making of each organisation: it starts with a standing per requirement."""

    name = "waymark.conformity"
    label = "conformity"

    def ready(self) -> None:
        """Register what a new organisation needs from here, what others may point at, what members own and owe."""
        from waymark.conformity import record_kinds  # noqa: PLC0415 -- models exist only once the apps are ready
        from waymark.conformity.adoption import adopt_shipped  # noqa: PLC0415 -- models exist only once the apps are ready
        from waymark.conformity.holding import REQUIREMENTS  # noqa: PLC0415 -- as above
        from waymark.conformity.ratings_owed import ratings_owed  # noqa: PLC0415 -- as above
        from waymark.people import leaving  # noqa: PLC0415 -- as above
        from waymark.people.founding import founders  # noqa: PLC0415 -- as above
        from waymark.people.records import register  # noqa: PLC0415 -- as above
        from waymark.tasks.owing import sources  # noqa: PLC0415 -- as above

        leaving.register(REQUIREMENTS)
        if ratings_owed not in sources:
            sources.append(ratings_owed)
        if adopt_shipped not in founders:
            founders.append(adopt_shipped)
        for kind in record_kinds.KINDS:
            register(kind)
