"""One act for each event: what a test of the trail does to see the event written, with secrets all around.

Add an event, add its line to `ACTS`: the test that searches the chain for secrets fails until there is one. An act is
given a `Stage`; where it types, uploads or makes something that must never enter the trail, it calls `stage.secret`.
The events of a kind that has nothing secret need no line: they come about by its `Example`.
"""

import datetime as dt
from collections.abc import Callable, Iterator

from django.conf import settings as configured

from tests import factories
from tests.catalogue import small
from tests.catalogue.test_loading import GERMAN
from tests.conformity import carried
from tests.conformity.rating import a_round, closed, judgements, rate, rating
from tests.evidence import made
from tests.examples import EXAMPLES, Example
from tests.examples_competence import COMPETENCE_ACTS
from tests.examples_systems import EVENT_ACTS
from tests.trail.context_acts import CONTEXT_ACTS
from tests.trail.document_acts import DOCUMENT_ACTS
from tests.trail.signed_acts import SIGNED_ACTS
from tests.trail.stage import Stage
from waymark.catalogue.loading import load
from waymark.catalogue.reading.folder import read_edition
from waymark.conformity.models.standing import Standing
from waymark.conformity.scale import Verdict
from waymark.conformity.undoing import undo
from waymark.evidence.asking import RequestDraft, answer, ask
from waymark.evidence.checking import reject, verify
from waymark.evidence.linking import end_link, link
from waymark.evidence.models.evidence import Evidence
from waymark.evidence.models.file import Scan, StoredFile
from waymark.exchange.gap import preview, take_over
from waymark.people import inviting, passwords
from waymark.people.models.access import AccessLink, Purpose
from waymark.people.models.member import Member
from waymark.people.models.user import User
from waymark.records.kinds import kinds
from waymark.site.demo.removal import remove_demo
from waymark.tasks.models.task import Task
from waymark.tasks.repeats import Repeat
from waymark.tasks.work import finish
from waymark.trail.actors import CONSOLE
from waymark.trail.key_change import change_key
from waymark.work.models.comment import Comment, QuotedBlock
from waymark.work.owners import give

REASON = "There is a reason for it."


Act = Callable[[Stage], object]


def _used_link(stage: Stage) -> None:
    token = stage.token(inviting.invite(stage.named(), by=stage.by))
    link_used = AccessLink.find(token, Purpose.INVITATION)
    user = inviting.welcome(link_used, name="Nele Named", password=stage.secret("seven-green-lamps"))
    stage.secret(user.password)


def _first_start(stage: Stage) -> None:
    start = stage.secret("start-of-the-server-0815")
    stage.token(AccessLink.issue(Purpose.FIRST_START, by=CONSOLE, lasts=dt.timedelta(days=1), start=start))


def _new_password(stage: Stage) -> None:
    person = stage.user()
    member = factories.member(stage.organisation, who=person)
    token = stage.token(AccessLink.issue(Purpose.PASSWORD, by=stage.by, lasts=passwords.LASTS, user=member.user))
    chosen = stage.secret("nine-yellow-kettles")
    passwords.choose(AccessLink.find(token, Purpose.PASSWORD), password=chosen)
    stage.secret(User.objects.get(pk=person.pk).password)


def _revoked_link(stage: Stage) -> None:
    named = stage.named()
    stage.token(inviting.invite(named, by=stage.by))
    inviting.withdraw(named, by=stage.by)


def _translated(stage: Stage) -> None:
    load(read_edition(small.folder(stage.folder / "small", **{"texts.de": GERMAN})), by=CONSOLE)


def _taken_over(stage: Stage) -> None:
    brought = stage.sheet()
    take_over(brought, by=stage.by, digest=preview(brought).digest)


def _undone(stage: Stage) -> None:
    assessment = a_round(stage.organisation)
    rate(assessment, rating("4.1-1", Verdict.PARTIAL), by=stage.by)
    undo(assessment, judgements(assessment)[-1].pk, by=stage.by)


def _left(stage: Stage) -> None:
    stage.other.leave(by=stage.by, reason=REASON)


def _returned(stage: Stage) -> None:
    _left(stage)
    stage.other.rejoin(by=stage.by, reason=REASON)


def _logo_removed(stage: Stage) -> None:
    stage.organisation.set_logo("b" * 64, by=stage.by)
    stage.organisation.remove_logo(by=stage.by)


def _archived(stage: Stage) -> None:
    stage.organisation.archive(by=stage.by, reason=REASON)


def _restored(stage: Stage) -> None:
    _archived(stage)
    stage.organisation.restore(by=stage.by, reason=REASON)


def _deactivated(stage: Stage) -> User:
    person = stage.user()
    person.deactivate(by=CONSOLE, reason=REASON)
    return person


def _left_out(stage: Stage) -> Standing:
    control = stage.standing()
    control.leave_out(code="no_activity", reason=REASON, by=stage.by)
    return control


def _scanned(stage: Stage) -> None:
    stage.evidence()
    StoredFile.objects.of(stage.organisation).get().note_scan(Scan.CLEAN, "", by=CONSOLE)


def _linked(stage: Stage) -> object:
    return link(stage.evidence(), "conformity.standing", stage.standing().pk, by=stage.by, why="It shows this.")


def _unlinked(stage: Stage) -> None:
    made_link = link(stage.evidence(), "conformity.standing", stage.standing().pk, by=stage.by)
    end_link(made_link, by=stage.by, reason=REASON)


def _verified(stage: Stage) -> None:
    verify(made.newest(stage.evidence()), by=stage.other, statement="I have read it, and it says so.")


def _rejected(stage: Stage) -> None:
    reject(made.newest(stage.evidence()), by=stage.other, reason=REASON)


def _put_back(stage: Stage) -> None:
    task = stage.task()
    task.start(by=stage.by)
    task.put_back(by=stage.by)


def _reopened(stage: Stage) -> None:
    task = stage.task()
    finish(task, by=stage.by, finisher=stage.by, note="It is signed.", with_open_steps=True)
    Task.objects.get(pk=task.pk).reopen(reason=REASON, by=stage.by)


def _retired(stage: Stage) -> Evidence:
    evidence = stage.evidence()
    evidence.retire(by=stage.by, reason=REASON)
    return evidence


def _quoting(stage: Stage) -> Comment:
    block = QuotedBlock("t-0123456789", "We use AI.")
    return Comment.write(("people.member", stage.by.pk), "Look", [], by=stage.by, block=block)


def _draft(stage: Stage) -> RequestDraft:
    return RequestDraft(what="The policy", asked_of=stage.other, due_on=dt.date(2099, 1, 1))


def _described(evidence: Evidence, by: Member) -> None:
    evidence.edit(by=by, title="Another", about="", kind=evidence.kind, confidentiality="internal", fresh_months=6)


def _carried(stage: Stage) -> None:
    carried.with_everything(stage.folder, wording=stage.secret("What the publisher prints"))


_STORED: Act = lambda stage: stage.evidence()  # noqa: E731 -- one act behind several lines


def _key_changed(stage: Stage) -> None:
    change_key(by=CONSOLE, reason=REASON)
    stage.secret(configured.CONFIGURATION.signing_key_file.read_text().splitlines()[1])


ACTS: dict[str, Act] = {
    **SIGNED_ACTS,
    **CONTEXT_ACTS,
    **DOCUMENT_ACTS,
    "signing-key.changed": _key_changed,
    "organisation.founded": lambda stage: factories.organisation("Founded", administrator=stage.user()),
    "organisation.renamed": lambda stage: stage.organisation.describe(
        by=stage.by, name="Other", about="", time_zone="UTC"
    ),
    "organisation.target-set": lambda stage: stage.organisation.set_target(dt.date(2027, 6, 1), by=stage.by),
    "organisation.logo-set": lambda stage: stage.organisation.set_logo("a" * 64, by=stage.by),
    "organisation.logo-removed": _logo_removed,
    "organisation.archived": _archived,
    "organisation.restored": _restored,
    "organisation.demo-removed": lambda _stage: remove_demo(factories.organisation("Demo", sample=True), by=CONSOLE),
    "user.registered": lambda stage: stage.user(),
    "user.password-set": _new_password,
    "user.preferences-changed": lambda stage: stage.user().prefer(by=CONSOLE, theme="dark"),
    "user.deactivated": _deactivated,
    "user.reactivated": lambda stage: _deactivated(stage).reactivate(by=CONSOLE, reason=REASON),
    "member.named": lambda stage: stage.named(),
    "member.described": lambda stage: stage.named(),
    "member.roles-changed": lambda stage: stage.other.grant(["reader"], by=stage.by),
    "member.joined": _used_link,
    "member.left": _left,
    "member.returned": _returned,
    "link.issued": _first_start,
    "link.used": _used_link,
    "link.revoked": _revoked_link,
    "token.issued": lambda stage: stage.api_token(),
    "token.revoked": lambda stage: stage.api_token().revoke(by=stage.by),
    "edition.loaded": lambda stage: load(read_edition(small.folder(stage.folder / "small")), by=CONSOLE),
    "translation.added": _translated,
    "wording.attached": lambda stage: stage.wording(),
    "wording.replaced": lambda stage: stage.wording().replace(
        text=stage.secret("Other licensed words"), source="Order 2", by=stage.by
    ),
    "wording.withdrawn": lambda stage: stage.wording().withdraw(by=stage.by, reason=REASON),
    "standing.adopted": lambda _stage: factories.organisation("Adopting"),
    "standing.owned": lambda stage: stage.standing().assign(stage.other, None, by=stage.by),
    "standing.dated": lambda stage: stage.standing().assign(None, dt.date(2026, 6, 1), by=stage.by),
    "standing.left-out": _left_out,
    "standing.taken-up": lambda stage: _left_out(stage).take_up(by=stage.by),
    "gap-assessment.opened": lambda stage: a_round(stage.organisation),
    "gap-assessment.described": lambda stage: a_round(stage.organisation).rename("Other", by=stage.by),
    "gap-assessment.closed": lambda stage: closed(a_round(stage.organisation)),
    "judgement.given": lambda stage: rate(a_round(stage.organisation), rating("4.1-1", Verdict.PARTIAL), by=stage.by),
    "judgement.undone": _undone,
    **dict.fromkeys(
        (
            "standing.carried",
            "standing.ended",
            "gap-assessment.carried",
            "judgement.carried",
            "task.carried",
            "evidence-request.carried",
            "wording.carried",
        ),
        _carried,
    ),
    "judgement.imported": _taken_over,
    "sheet-import.read": lambda stage: stage.sheet(),
    "sheet-import.mapped": lambda stage: (brought := stage.sheet()).choose(brought.choices, by=stage.by),
    "sheet-import.applied": _taken_over,
    "sheet-import.discarded": lambda stage: stage.sheet().discard(by=stage.by),
    "task.made": lambda stage: stage.task(),
    "task.described": lambda stage: stage.task().edit(
        title="Other",
        note="",
        done_when="It is signed.",
        priority=1,
        checklist=[],
        repeat=Repeat.NONE,
        repeat_months=None,
        by=stage.by,
    ),
    "task.started": lambda stage: stage.task().start(by=stage.by),
    "task.put-back": _put_back,
    "task.ticked": lambda stage: stage.task().tick(0, "Draft", done=True, by=stage.by),
    "task.handed-over": lambda stage: give(stage.task(), stage.other, by=stage.by),
    "task.rescheduled": lambda stage: stage.task().reschedule(dt.date(2026, 6, 1), by=stage.by),
    "task.finished": lambda stage: finish(
        stage.task(), by=stage.by, finisher=stage.by, note="It is signed.", with_open_steps=True
    ),
    "task.reopened": _reopened,
    "evidence.begun": _STORED,
    "evidence.described": lambda stage: _described(stage.evidence(), stage.by),
    "comment.written": lambda stage: Comment.write(("people.member", stage.by.pk), "Look", [], by=stage.by),
    "comment.edited": lambda stage: Comment.write(("people.member", stage.by.pk), "Look", [], by=stage.by).edit(
        "Look again", [], by=stage.by
    ),
    "comment.quote-removed": lambda stage: Comment.drop_quotes([_quoting(stage)], by=stage.by),
    "evidence.handed-over": lambda stage: give(stage.evidence(), stage.other, by=stage.by),
    "evidence.retired": _retired,
    "evidence.taken-up": lambda stage: _retired(stage).reinstate(by=stage.by, reason=REASON),
    "evidence.renewed": _STORED,
    "evidence.checked": _verified,
    "file.stored": _STORED,
    "file.scanned": _scanned,
    "capture.added": _STORED,
    "capture-file.attached": _STORED,
    "verification.given": _verified,
    "verification.refused": _rejected,
    "evidence-link.made": _linked,
    "evidence-link.ended": _unlinked,
    **EVENT_ACTS,
    "evidence-request.made": lambda stage: ask(stage.organisation, _draft(stage), by=stage.by),
    "evidence-request.answered": lambda stage: answer(
        ask(stage.organisation, _draft(stage), by=stage.by), stage.evidence(), by=stage.other
    ),
    "evidence-request.withdrawn": lambda stage: ask(stage.organisation, _draft(stage), by=stage.by).withdraw(
        by=stage.by, reason=REASON
    ),
    "evidence-request.edited": lambda stage: ask(stage.organisation, _draft(stage), by=stage.by).edit(
        what="The minutes", details="", due_on=dt.date(2099, 2, 2), by=stage.by
    ),
    **COMPETENCE_ACTS,
    "evidence-request.handed-over": lambda stage: give(
        ask(stage.organisation, _draft(stage), by=stage.by), stage.by, by=stage.by
    ),
}


def example_of(event: str) -> Example | None:
    """Return the example by whose acts an event comes about that has no line: that of the kind it is called by."""
    word = event.partition(".")[0]
    label = next((one.kind for one in kinds() if one.word == word), "")
    return next((one for one in EXAMPLES if one.model._meta.label_lower == label), None)


def every_act(example: Example, stage: Stage) -> Iterator[str]:
    """Do every act of a kind in each of its states that allows it, and yield its name."""
    table = example.lifecycle
    for way in example.paths():
        for act in example.acts:
            record = example.make(stage.by, 1)
            yield "make"
            for step in way:
                example.acts[step](record, stage.by, stage.other)
                record.refresh_from_db()
                yield step
            if not table.why_not(record, act):
                example.acts[act](record, stage.by, stage.other)
                yield act
