"""Registers the app."""

from django.apps import AppConfig


class ReadinessConfig(AppConfig):
    """The app as Django knows it."""

    name = "waymark.readiness"
    label = "readiness"
