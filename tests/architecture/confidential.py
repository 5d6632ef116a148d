"""One confidential record of each kind that hides, connected to everything that can point at it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tests import factories
from tests.architecture import filled as ground
from tests.architecture.filled import Filled
from tests.evidence import made
from waymark.catalogue.models.framework import Framework
from waymark.catalogue.outline import outline
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.models.standing import Standing
from waymark.context.models.supplier import Supplier
from waymark.evidence.asking import RequestDraft, answer, ask
from waymark.evidence.checking import reject, verify
from waymark.evidence.linking import link
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.request import EvidenceRequest
from waymark.evidence.reminding import evidence_due
from waymark.exchange.gap import bring, preview, take_over
from waymark.people.models.member import Member
from waymark.people.models.token import Token
from waymark.people.rights import Can, Role
from waymark.records.kinds import RecordKind, kinds
from waymark.tasks.models.task import Task
from waymark.tasks.work import TaskDraft, create, finish
from waymark.work.models.comment import Comment
from waymark.work.notify import notify_all
from waymark.work.owners import give

LOOKED_FOR: Final = "Xylophonia"
SHOWN: Final = "Quagmirel"
"""Words of every hidden text: somebody looks for the first, and the second must not come back."""
SECRET: Final = f"{LOOKED_FOR} {SHOWN}"
TEXTS: Final = tuple(f"{name}: {SECRET}" for name in ("Title", "Notes", "Why", "Checked", "Said", "Role", "Rejected"))
"""What everybody who may read evidence finds on its page, and nobody else anywhere."""
CONTENT: Final = f"{SECRET} in the file".encode()
Record = tuple[str, int]


@dataclass(frozen=True)
class Hidden:
    """An organisation with one hidden record of each kind, and what points at them; `stranger` may read none."""

    filled: Filled
    stranger: Member
    checker: Member
    records: dict[str, int]
    references: tuple[str, ...]
    evidence: Evidence
    tasks: tuple[Task, ...]
    requests: tuple[EvidenceRequest, ...]
    visible: Evidence
    named: dict[str, Any] = field(default_factory=dict)

    def arguments(self) -> Iterator[dict[str, Any]]:
        """Yield what else an address may name than the things of `filled`: the hidden, and what points at it."""
        yield {"item": self.evidence.number, "capture": 1, "position": 1}
        yield {"item": self.visible.number, "capture": 1, "position": 1}
        yield from ({"task": one.number} for one in self.tasks)
        yield from ({"evidence_request": one.number} for one in self.requests)
        yield from ({"word": one.word, "pk": self.records[one.kind]} for one in hiding())
        yield {"word": "evidence", "pk": self.visible.pk}
        yield from ({"word": "task", "pk": one.pk} for one in self.tasks)
        yield from ({"word": "evidence-request", "pk": one.pk} for one in self.requests)
        yield {"pk": self.filled.administrator.pk, "word": "member"}
        yield {"pk": self.stranger.pk, "word": "member"}
        yield self.named


def hiding() -> list[RecordKind]:
    """Return the kinds that hide records."""
    return [one for one in kinds() if one.hides]


def hidden(role: Role) -> Hidden:
    """Return an organisation full of secrets, and a member with one role who may read none of them."""
    filled = ground.filled()
    stranger = ground.colleague(filled, role)
    by = filled.administrator
    checker = factories.member(by.organisation, Role.AIMS_MANAGER, name="Checker")
    item = _evidence(by, stranger, checker)
    importing = _import(by)
    token = Token.issue(by, name=SECRET, rights=[Can.READ], days=1, by=by)[0]
    made_once = _parts(item) | {
        "exchange.sheetimport": importing.pk,
        "people.token": token.pk,
        "people.organisation": by.organisation_id,
        "work.comment": Comment.write(("evidence.evidence", item.pk), f"Comment: {SECRET}", [], by=by).pk,
    }
    visible = made.evidence(by, "The policy on the wall", what=made.collected(files=(made.kept_file(b"wall"),)))
    tasks, requests = _pointing(by, stranger, visible, [one for one in made_once.items() if one[0] != "work.comment"])
    tasks += tuple(Task.objects.of(by.organisation).filter(about_kind="evidence.evidence", about_id=item.pk))
    requests += _answered(by, stranger, item)
    tasks += (_finished(by, stranger, item),)
    named = {"importing": importing.number, "number": importing.assessment.number, "token": token.pk}
    return Hidden(
        filled,
        stranger,
        checker,
        made_once,
        (item.reference, importing.reference),
        item,
        tasks,
        requests,
        visible,
        named,
    )


def _evidence(by: Member, stranger: Member, checker: Member) -> Evidence:
    """Make evidence that everybody could read at first, the stranger owned and was told of, and hide it then."""
    of = by.organisation
    files = (made.kept_file(CONTENT, f"{SECRET}.txt"),)
    item = made.evidence(
        by, f"Title: {SECRET}", about=f"Notes: {SECRET}", fresh_months=12, what=made.collected(files=files)
    )
    tree = outline(Framework.objects.newest().get(is_shipped=True).pk, of.language)
    standing = Standing.objects.of(of).get(requirement__ref="6.1.4")
    supplier = Supplier.objects.of(of).first()
    assert supplier is not None
    for kind, pk in (
        ("conformity.standing", standing.pk),
        ("catalogue.point", tree.point("6.1.4-2").pk),
        ("context.supplier", supplier.pk),
    ):
        link(item, kind, pk, by=by, why=f"Why: {SECRET}")
    verify(made.newest(item), by=checker, statement=f"Checked: {SECRET}")
    later = made.capture(item, by, note=f"Said: {SECRET}", role=f"Role: {SECRET}", collected_on=made.days_ago(368))
    give(_now(item), stranger, by=by, note=f"Given: {SECRET}")
    notify_all(list(evidence_due(of, made.days_ago(0))))
    reject(later, by=checker, reason=f"Rejected: {SECRET}")
    give(_now(item), by, by=by, note="Back")
    now = _now(item)
    now.edit(by=by, title=now.title, about=now.about, kind=now.kind, confidentiality="confidential", fresh_months=1)
    return now


def _now(item: Evidence) -> Evidence:
    return Evidence.objects.select_related("organisation", "owner").get(pk=item.pk)


def _parts(item: Evidence) -> dict[str, int]:
    capture = item.captures.order_by("number")[0]
    return {
        "evidence.evidence": item.pk,
        "evidence.capture": capture.pk,
        "evidence.capturefile": capture.files.get().pk,
        "evidence.verification": capture.verifications.get().pk,
        "evidence.evidencelink": item.links.order_by("pk")[0].pk,
    }


def _import(by: Member) -> Any:
    assessment = GapAssessment.objects.of(by.organisation).newest_first().first()
    assert assessment is not None
    sheet = b"Reference,Verdict,Finding\n6.1.4-1,no,Found\n"
    importing = bring(assessment, [sheet], f"{SECRET}.csv", by=by)
    take_over(importing, by=by, digest=preview(importing).digest)
    return importing


def _pointing(
    by: Member, stranger: Member, visible: Evidence, records: list[Record]
) -> tuple[tuple[Task, ...], tuple[EvidenceRequest, ...]]:
    """Let a task, a request, and visible evidence point at each record."""
    tasks, requests = [], []
    for kind, pk in records:
        tasks.append(create(by.organisation, TaskDraft(title="Show preview", about=(kind, pk), owner=stranger), by=by))
        draft = RequestDraft(what="More of it", asked_of=stranger, due_on=made.days_ago(-3), kind=kind, record_id=pk)
        requests.append(ask(by.organisation, draft, by=by))
        link(visible, kind, pk, by=by)
    return tuple(tasks), tuple(requests)


def _answered(by: Member, stranger: Member, item: Evidence) -> tuple[EvidenceRequest, ...]:
    drafts = [(by, stranger), (stranger, by)]
    asked = []
    for of_whom, asker in drafts:
        what = RequestDraft(what="What there is", asked_of=of_whom, due_on=made.days_ago(0))
        asked.append(ask(by.organisation, what, by=asker))
        answer(asked[-1], item, by=by)
    return tuple(asked)


def _finished(by: Member, stranger: Member, item: Evidence) -> Task:
    task = create(by.organisation, TaskDraft(title="Show it", owner=stranger), by=by)
    link(item, "tasks.task", task.pk, by=by)
    finish(task, by=by, finisher=by, evidence=("evidence.evidence", item.pk))
    return Task.objects.select_related("organisation").get(pk=task.pk)
