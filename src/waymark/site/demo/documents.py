"""The documents of a demo organisation: drafted, signed in the demo's way, in force, superseded and withdrawn."""

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from waymark.core.clock import day_in, now
from waymark.documents import changing
from waymark.documents.approving import found
from waymark.documents.items import proposed_for
from waymark.documents.models.document import Document
from waymark.documents.models.version import DocumentVersion
from waymark.people.models.member import Member
from waymark.signing.answering import Decision, answer
from waymark.signing.meanings import Means
from waymark.signing.models.item import Outcome, SigningItem
from waymark.signing.presence import Presence
from waymark.site.demo.scenes import Scene, Stage, read

_KNOWN: Final = ("clauses", "other_standards", "aims_section", "classification", "language", "access")


def documents(stage: Stage) -> Iterator[Scene]:
    """Yield what happens to each document: each version, its signatures, the day on which it takes effect, its end."""
    for one in read(stage.folder / "documents.yaml"):
        yield from _document(stage, one, {})


def _document(stage: Stage, one: dict[str, Any], made: dict[str, int]) -> Iterator[Scene]:
    owner = stage.members[one["owner"]]
    for place, version in enumerate(one["versions"]):
        yield Scene(version["day"], partial(_draft if place else _add, stage, one, version, made))
        if "submitted" in version:
            yield Scene(version["submitted"]["day"], partial(_submit, stage, version["submitted"], made))
        for given in version.get("signed", ()):
            yield Scene(given["day"], partial(_sign, stage, stage.members[given["by"]], made))
        if "effective" in version:
            yield Scene(version["effective"], partial(_take_effect, stage, made))
    if "withdrawn" in one:
        end = one["withdrawn"]
        yield Scene(end["day"], lambda: changing.withdraw_document(_kept(stage, made), reason=end["reason"], by=owner))


def _add(stage: Stage, one: dict[str, Any], version: dict[str, Any], made: dict[str, int]) -> None:
    author = stage.members[version["author"]]
    known = {**proposed_for(one["items"]), "title": one["title"]}
    known |= {name: one[name] for name in _KNOWN if name in one}
    owner = stage.members[one["owner"]]
    document = changing.add_document(stage.organisation, owner=owner, by=author, text=version["text"], **known)
    made["document"] = document.pk


def _draft(stage: Stage, _one: dict[str, Any], version: dict[str, Any], made: dict[str, int]) -> None:
    author = stage.members[version["author"]]
    draft = changing.draft_version(_kept(stage, made), reason=version["reason"], by=author)
    changing.edit_draft(
        draft, text=version["text"], summary=version["summary"], planned_from=version.get("effective"), by=author
    )


def _submit(stage: Stage, given: Mapping[str, Any], made: dict[str, int]) -> None:
    reviewer = stage.members[given["reviewer"]] if "reviewer" in given else None
    due = day_in(stage.organisation.time_zone) + dt.timedelta(days=7)
    by = stage.members[given["by"]]
    changing.submit(_open(stage, made), reviewer=reviewer, approver=stage.members[given["approver"]], due_on=due, by=by)


def _sign(stage: Stage, signer: Member, made: dict[str, int]) -> None:
    """Sign what is pending for a member on the version; a demo signs without a person, and its signature says so."""
    rows = SigningItem.objects.of(stage.organisation).pending().about(changing.KIND, _open(stage, made).pk)
    item = rows.filter(request__owner=signer).select_related("request__owner", "request__asked_by")[0]
    request = item.request
    request.organisation = stage.organisation
    decisions = {item.pk: Decision(Outcome.SIGNED, item.sha256)}
    answer(request, decisions, by=signer, presence=Presence(Means.DEMO, now()))


def _take_effect(stage: Stage, made: dict[str, int]) -> None:
    """Let a version take effect on its day, where its approval did not do so at once."""
    version = _kept(stage, made).open_version
    if version is not None:
        changing.put_in_force(_found(stage, version.pk), by=version.approved_by)


def _kept(stage: Stage, made: dict[str, int]) -> Document:
    document = Document.objects.of(stage.organisation).get(pk=made["document"])
    document.organisation = stage.organisation
    return document


def _open(stage: Stage, made: dict[str, int]) -> DocumentVersion:
    return _found(stage, _kept(stage, made).open_version.pk)


def _found(stage: Stage, pk: int) -> DocumentVersion:
    version = found(stage.organisation, pk)
    assert version is not None  # noqa: S101 -- our own data
    return version
