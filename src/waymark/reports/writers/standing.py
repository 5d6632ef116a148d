"""The sentences every document carries, whoever asks for it and in whatever format."""

from django.utils.translation import gettext as _


def standing_line() -> str:
    """Return what Waymark can and cannot say: it prepares, an accredited body decides."""
    return _(
        "Waymark prepares an organisation for certification. The decision rests with an accredited certification body."
    )


def sample_line() -> str:
    """Return the words that mark a document made from demo data."""
    return _("Demo data")
