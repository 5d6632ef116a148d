"""Dates and moments in the reader's format: days as `23 Jan 2026`, distances as `in 8 days`."""

import datetime as dt
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time, get_datetime_format
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LOCALES = {
    "en-GB": "23 Jan 2026 (English)",
    "en-US": "Jan 23, 2026 (American English)",
    "sv-SE": "2026-01-23 (ISO)",
    "de-DE": "23.01.2026 (Deutsch)",
    "fr-FR": "23 janv. 2026 (français)",
    "es-ES": "23 ene 2026 (español)",
    "lt-LT": "2026-01-23 (lietuvių)",
}
DEFAULT = "en-GB"
_WEEK, _MONTHS = 14, 60


@lru_cache(maxsize=64)
def locale_of(tag: str) -> Locale:
    """Return the locale of a tag such as `en-GB`; the product's default for an unknown one."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(DEFAULT, sep="-")


@lru_cache(maxsize=4096)
def day(value: dt.date, tag: str = DEFAULT) -> str:
    """Return a calendar date in the reader's format; ISO for the Swedish locale, as its readers expect."""
    return value.isoformat() if tag == "sv-SE" else format_date(value, "medium", locale=locale_of(tag))


def moment(value: dt.datetime, tag: str = DEFAULT) -> str:
    """Return a moment in the active time zone and the reader's format."""
    local = timezone.localtime(value)
    if tag == "sv-SE":
        return local.strftime("%Y-%m-%d %H:%M")
    return str(format_datetime(local, "medium", locale=locale_of(tag)))


def minute(value: dt.datetime, tag: str = DEFAULT) -> str:
    """Return a moment without its seconds, for what somebody plans by, such as the end of a link."""
    local, locale = timezone.localtime(value), locale_of(tag)
    if tag == "sv-SE":
        return local.strftime("%Y-%m-%d %H:%M")
    joined = str(get_datetime_format("medium", locale=locale))
    return joined.replace("{0}", format_time(local, "short", locale=locale)).replace("{1}", day(local.date(), tag))


def distance(value: dt.date, today: dt.date) -> str:
    """Return how far a date is from today, in words: `today`, `in 3 days`, `6 weeks ago`."""
    days = (value - today).days
    if days == 0:
        return _("today")
    if abs(days) == 1:
        return _("tomorrow") if days > 0 else _("yesterday")
    span = _span(abs(days))
    return (_("in %(span)s") if days > 0 else _("%(span)s ago")) % {"span": span}


def _span(days: int) -> str:
    if days < _WEEK:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if days < _MONTHS:
        return ngettext("%(n)d week", "%(n)d weeks", days // 7) % {"n": days // 7}
    return ngettext("%(n)d month", "%(n)d months", days // 30) % {"n": days // 30}
