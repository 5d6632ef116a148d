"""A signature: who said what about exactly which bytes, when, and how their presence was shown. Never changed."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.core.fields import LineField
from waymark.people.in_organisation import InOrganisation, InOrganisationQuerySet
from waymark.people.models.member import Member
from waymark.signing.meanings import Meaning, Means
from waymark.signing.models.item import SigningItem
from waymark.trail.door import Recorded


class SignatureQuerySet(InOrganisationQuerySet["Signature"]):
    """Questions about signatures."""

    def on(self, kind: str, record_ids: list[int]) -> Self:
        """Return those on some versions of a kind, the first first."""
        return self.filter(kind=kind, record_id__in=record_ids).order_by("signed_at", "pk")

    def meaning(self, meaning: str) -> Self:
        """Return those with one meaning."""
        return self.filter(meaning=meaning)


class Signature(InOrganisation, Recorded):
    """What a signer said, kept with name and role as they were then.

    `sha256` is that of the canonical bytes of the version; `means` and `proved_at` say how and when the signer showed
    that it is them, and `consent` is the sentence they agreed to, word for word.
    """

    item = models.OneToOneField(SigningItem, on_delete=models.PROTECT, related_name="signature")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("signed by"))
    name = LineField(verbose_name=_("name"))
    role = LineField(max_length=400, verbose_name=_("role"))
    kind = models.CharField(max_length=80, verbose_name=_("kind of record"))
    record_id = models.BigIntegerField(verbose_name=_("record"))
    title = LineField(max_length=300, verbose_name=_("what was signed"))
    meaning = models.CharField(max_length=8, choices=Meaning, verbose_name=_("meaning"))
    consent = LineField(max_length=300, verbose_name=_("sentence of consent"))
    sha256 = models.CharField(max_length=64, verbose_name=_("SHA-256"))
    means = models.CharField(max_length=13, choices=Means, verbose_name=_("identity confirmed by"))
    proved_at = models.DateTimeField(verbose_name=_("identity confirmed at"))
    signed_at = models.DateTimeField(verbose_name=_("signed at"))

    labels: ClassVar = {"record_id": _("Version")}
    pointers: ClassVar = {"record_id": "kind"}
    objects = SignatureQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "kind", "record_id"], name="signing_signature_about"),
        ]

    def __str__(self) -> str:
        """Return what was signed."""
        return self.title

    @property
    def sentence(self) -> str:
        """Return the sentence by which a reader can verify it with `sha256sum`."""
        sentence = _(
            "%(meaning)s by %(name)s (%(role)s) at %(time)s UTC. The signed text of “%(title)s” has the SHA-256 "
            "%(sha256)s; sha256sum of that file prints the same."
        )
        return str(sentence) % {
            "meaning": self.get_meaning_display(),
            "name": self.name,
            "role": self.role,
            "time": self.signed_at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S"),
            "title": self.title,
            "sha256": self.sha256,
        }
