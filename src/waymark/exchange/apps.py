"""Registers the app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The app as Django knows it."""

    name = "waymark.exchange"
    label = "exchange"
