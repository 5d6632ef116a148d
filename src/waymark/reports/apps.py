"""Registers the app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The app as Django knows it."""

    name = "waymark.reports"
    label = "reports"
