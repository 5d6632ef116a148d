"""The Jinja2 environment and what every page knows: the reader, the organisation, the menu."""

import datetime as dt
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context

from waymark.core import dates
from waymark.core.addresses import address_of
from waymark.core.clock import day_in
from waymark.core.markdown_blocks import beginning_of
from waymark.core.respond import wants_part
from waymark.people.browsers import browser_of
from waymark.people.interrupted import name_in_form
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.user import User
from waymark.records.kinds import RecordLine, lines_for
from waymark.site.menu import account_menu, navigation
from waymark.trail.forms import AsOfForm
from waymark.work.comments import CommentView, Discussion, comments_on
from waymark.work.forms import NEW, NewCommentForm


def environment(**options: Any) -> Environment:
    """Return the environment: autoescape on, gettext in, undefined names are errors."""
    options["undefined"] = StrictUndefined
    made = Environment(  # noqa: S701 -- Django's backend passes autoescape=True in the options
        **options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    made.globals.update({"static": _static, "url": _url, "date": _date, "moment": _moment, "ago": _ago})
    made.globals.update({"minute": _minute, "browser_of": browser_of})
    made.globals["day_form"] = _day_form
    made.globals["record_lines"] = _record_lines
    made.globals["comments_on"] = _comments_on
    made.globals["beginning_of"] = beginning_of
    made.filters["date"] = _date
    return made


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return what the frame of each page needs; costs one query, for the switcher, only where it is shown."""
    user = getattr(request, "user", None)
    organisation = getattr(request, "organisation", None)
    member = getattr(request, "member", None)
    reader = user if isinstance(user, User) else None
    memberships = getattr(request, "memberships", None)
    if memberships is None:
        memberships = Member.objects.for_user(reader) if reader else ()
    return {
        "user": reader,
        "organisation": organisation,
        "member": member,
        "organisations": sorted((one.organisation for one in memberships), key=lambda one: one.name),
        # A part of a page has no frame.
        "navigation": navigation(request.path, organisation, member, reader)
        if organisation and not wants_part(request)
        else [],
        "own_menu": account_menu(reader, organisation) if reader and not wants_part(request) else [],
        "locale": reader.locale if reader else dates.DEFAULT,
        "theme": reader.theme if reader else "auto",
        "today": day_in(organisation.time_zone) if organisation else timezone.localdate(),
        "csrf_input": _FormInput(request, reader),
    }


class _FormInput:
    # What every form carries that is sent: the token, and the signed name of the person whose page it stands on.
    # Django would mask the token anew for each form of a page; once a page is what its masking is for.

    def __init__(self, request: HttpRequest, reader: User | None) -> None:
        self._request, self._reader, self._text = request, reader, ""

    def __html__(self) -> str:
        if not self._text:
            name = name_in_form(self._reader) if self._reader else ""
            self._text = render_to_string("core/_form_input.html", {"token": csrf_input(self._request), "name": name})
        return self._text


@cache
def _static(path: str) -> str:
    # The address of a file holds for as long as the process runs: the list of files is read when it starts.
    return static(path)


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, kwargs=kwargs) if kwargs else address_of(name, *args)


def _day_form(organisation: Organisation) -> AsOfForm:
    # So that every history can be looked at as of a day, whichever view shows it.
    return AsOfForm(zone=organisation.time_zone)


def _record_lines(
    member: Any, which: Collection[tuple[str, int]], known: Mapping[tuple[str, int], RecordLine] | None = None
) -> Mapping[tuple[str, int], RecordLine]:
    # A history names other records as far as the reader may read them; what the page has looked up already is known.
    missing = set(which) - set(known or {})
    found = lines_for(member, missing) if missing and isinstance(member, Member) else {}
    return {**(known or {}), **found}


def _comments_on(
    member: Any, about: tuple[str, int] | None, known: Discussion | None = None
) -> tuple[list[CommentView], NewCommentForm] | None:
    # Every page that shows the history of a record shows what is said about it, to those who take part; a page that
    # shows it beside the text, too, has looked it up already.
    if known is not None:
        return known.views, NewCommentForm(auto_id=NEW)
    found = comments_on(member, about) if isinstance(member, Member) and about is not None else None
    return (found, NewCommentForm(auto_id=NEW)) if found is not None else None


@pass_context
def _date(context: Context, value: dt.date | None) -> str:
    return dates.day(value, context.get("locale", dates.DEFAULT)) if value else ""


@pass_context
def _moment(context: Context, value: dt.datetime | None) -> str:
    return dates.moment(value, context.get("locale", dates.DEFAULT)) if value else ""


@pass_context
def _minute(context: Context, value: dt.datetime | None) -> str:
    return dates.minute(value, context.get("locale", dates.DEFAULT)) if value else ""


@pass_context
def _ago(context: Context, value: dt.date | dt.datetime | None) -> str:
    if value is None:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    return dates.distance(day, context.get("today") or timezone.localdate())
