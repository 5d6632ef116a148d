"""Evidence and its captures."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Registers evidence, its captures and files."""

    name = "waymark.evidence"
    label = "evidence"
