"""Gap assessment and requirements."""

from django.apps import AppConfig


class ConformityConfig(AppConfig):
    """Takes part in the making of each organisation: it starts with a standing per requirement."""

    name = "waymark.conformity"
    label = "conformity"

    def ready(self) -> None:
        """Register what a new organisation needs from here, and what others may point at."""
        from waymark.conformity import record_kinds  # noqa: PLC0415 -- models exist only once the apps are ready
        from waymark.conformity.adoption import adopt_shipped  # noqa: PLC0415 -- models exist only once the apps are ready
        from waymark.people.founding import founders  # noqa: PLC0415 -- models exist only once the apps are ready
        from waymark.people.records import register  # noqa: PLC0415 -- as above

        if adopt_shipped not in founders:
            founders.append(adopt_shipped)
        for kind in record_kinds.KINDS:
            register(kind)
