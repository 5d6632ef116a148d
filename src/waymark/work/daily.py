"""What happens each morning: reminders into the inbox, and a digest by mail where a mail server is set."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waymark.core.clock import day_in
from waymark.core.jobs import job
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.records.kinds import RecordKind, table_of
from waymark.work.models.notice import DigestSent, Notice
from waymark.work.notify import NoticeDraft, notify_all
from waymark.work.owed import WEEK, OwedList, owed_by
from waymark.work.queries import notice_lines

Reminding = Callable[[Organisation, dt.date], Iterable[NoticeDraft]]
# A sanctioned way to speak upward: who stands beside and above says here what becomes due in an organisation.
_reminders: list[Reminding] = []
_DAILY = dt.timedelta(days=1)
_LISTED = 20


def register(reminding: Reminding) -> None:
    """Let the daily round ask one more source; registering it again changes nothing."""
    if reminding not in _reminders:
        _reminders.append(reminding)


def reminders() -> tuple[Reminding, ...]:
    """Return every source of what members are reminded of."""
    return tuple(_reminders)


@job(every=_DAILY, at=dt.time(5, 30), label=gettext_lazy("Checking what is due"))
def remind() -> None:
    """Queue the reminders of each organisation."""
    for pk in Organisation.objects.living().order_by("pk").values_list("pk", flat=True):
        remind_in.enqueue(pk)


@job(label=gettext_lazy("Reminding members of what is due"))
def remind_in(organisation_id: int) -> None:
    """Tell members once that something of theirs is due within a week, and once that it is overdue."""
    organisation = Organisation.objects.living().filter(pk=organisation_id).first()
    if organisation is not None:
        today = day_in(organisation.time_zone)
        notify_all([one for reminding in _reminders for one in reminding(organisation, today)])


def becoming_due(
    member: Member, record: tuple[str, int], reference: str, title: str, *, due_on: dt.date, today: dt.date
) -> NoticeDraft:
    """Return the reminder of one thing that is due soon or late; each is told once for each date it is due."""
    late = due_on < today
    words = _("%(reference)s is overdue: %(title)s") if late else _("%(reference)s is due soon: %(title)s")
    occasion = f"{'overdue' if late else 'soon'}:{record[0].partition('.')[2]}:{record[1]}:{due_on}"
    return member, words % {"reference": reference, "title": title}, record, occasion


def reminding_of(kind: RecordKind, due_by: Callable[[Organisation, dt.date], Any], *, due_on: str) -> Reminding:
    """Return the reminders of one kind of owned record: of what `due_by` returns until a week from now; one query."""
    table = table_of(kind)

    def due(organisation: Organisation, today: dt.date) -> Iterator[NoticeDraft]:
        for one in due_by(organisation, today + WEEK).filter(owner__isnull=False).select_related("owner"):
            named = one.reference, getattr(one, table.title)
            yield becoming_due(one.owner, (kind.kind, one.pk), *named, due_on=getattr(one, due_on), today=today)

    return due


@job(every=_DAILY, at=dt.time(6, 0), label=gettext_lazy("Preparing the daily digest"))
def digest() -> None:
    """Queue one digest for each member who can sign in and wants it, where there is a mail server."""
    if settings.CONFIGURATION.email is None:
        return
    wanting = Member.objects.active().filter(user__is_active=True, user__digest=True, organisation__archived_at=None)
    for pk in wanting.order_by("pk").values_list("pk", flat=True):
        digest_to.enqueue(pk)


@job(label=gettext_lazy("Sending the daily digest"))
def digest_to(member_id: int) -> None:
    """Send one member the titles of what they owe and the unread notices; nothing is sent where there is nothing.

    The day is noted in the transaction that sends, so that a second run sends no second mail.
    """
    member = Member.objects.filter(pk=member_id).select_related("organisation", "user").first()
    if member is None or member.left_on is not None or member.user is None or not member.user.is_active:
        return
    today = day_in(member.organisation.time_zone)
    unread = list(Notice.objects.of(member.organisation).to(member).unread().newest_first()[:_LISTED])
    found = owed_by(member, today)
    if not found.overdue + found.soon and not unread:
        return
    try:
        with transaction.atomic():
            sent = DigestSent(organisation=member.organisation, member=member, day=today)
            DigestSent.objects.bulk_create([sent])
            _mail(member, found, unread).send()
    except IntegrityError:
        return


def _mail(member: Member, found: OwedList, unread: list[Notice]) -> EmailMessage:
    assert member.user is not None  # noqa: S101 -- asked before
    organisation = member.organisation
    count = found.overdue + found.soon
    subject = ngettext("%(name)s: %(n)d item to do", "%(name)s: %(n)d items to do", count)
    pressing = [row for name in ("overdue", "soon") for row in found.that_are(name)[:_LISTED]][:_LISTED]
    lines = [
        f"- {one.due_on}{_(' (overdue)') if one.is_overdue(found.today) else ''}  {one.reference} {one.what}".rstrip()
        for one in found.shown(pressing)
    ]
    if count > _LISTED:
        lines.append(_("and %(n)d more") % {"n": count - _LISTED})
    if unread:
        lines += ["", _("New notices:"), *(f"- {line.what}" for line in notice_lines(member, unread))]
    base = str(settings.CONFIGURATION.base_url).rstrip("/")
    link = base + reverse("my_work", args=[organisation.slug])
    end = _("You can turn off this email in your account: %(link)s") % {"link": base + reverse("you")}
    return EmailMessage(
        # A name holds no line break by the rule of its field; one that did would be refused here once more.
        subject=" ".join((subject % {"name": organisation.name, "n": count}).split()),
        body="\n".join([_("Due or overdue:"), *lines, "", link, "", end] if pressing else [*lines, "", link, "", end]),
        to=[member.user.email],
    )
