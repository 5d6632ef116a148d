"""Registers the app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The app as Django knows it."""

    name = "waymark.site"
    label = "site"
