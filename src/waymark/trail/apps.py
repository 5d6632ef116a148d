"""The record of every change."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """Registers the chain and its door."""

    name = "waymark.trail"
    label = "trail"
