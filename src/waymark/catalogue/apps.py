"""Registers the app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The app as Django knows it."""

    name = "waymark.catalogue"
    label = "catalogue"
