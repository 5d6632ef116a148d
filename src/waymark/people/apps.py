"""People and the organisations they work for."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers organisations, members and sign-in."""

    name = "waymark.people"
    label = "people"

    def ready(self) -> None:
        """Let others point at members and organisations."""
        from waymark.people import record_kinds  # noqa: PLC0415 -- models exist only once the apps are ready
        from waymark.people.records import register  # noqa: PLC0415 -- as above
        from waymark.trail.words import namers  # noqa: PLC0415 -- as above

        register(record_kinds.MEMBER)
        register(record_kinds.ORGANISATION)
        register(record_kinds.TOKEN)
        namers.setdefault("people.user", record_kinds.name_users)
