"""Sizes of files in words: in steps of 1,024, by the units that say so."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_STEP: Final = 1024
_WHOLE_FROM: Final = 10


def size_in_words(count: int) -> str:
    """Return a size in bytes as people read it, such as `1.4 MiB`; below ten with one decimal unless whole."""
    if count < _STEP:
        return ngettext("%(n)d byte", "%(n)d bytes", count) % {"n": count}
    size, units = count / _STEP, [_("%(n)s KiB"), _("%(n)s MiB"), _("%(n)s GiB")]
    place = 0
    while round(size) >= _STEP and place < len(units) - 1:
        size, place = size / _STEP, place + 1
    short = f"{size:.1f}".removesuffix(".0")
    return units[place] % {"n": short if float(short) < _WHOLE_FROM else f"{size:,.0f}"}
