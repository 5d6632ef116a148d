"""People and the organisations they work for."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers organisations, members and sign-in."""

    name = "waymark.people"
    label = "people"
