"""Composes the product: settings, addresses, navigation, console, demo organisations."""
