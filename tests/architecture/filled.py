"""An organisation with one of everything an address can name, and a bare one beside it."""

import io
from base64 import b64decode
from dataclasses import dataclass, field
from typing import Any

from django.urls import NoReverseMatch, reverse

from tests import factories
from tests.architecture.house import Address
from tests.conformity.rating import rate, rating
from tests.evidence import made
from tests.examples import EXAMPLES
from tests.examples_competence import fill_competence
from tests.examples_documents import fill_documents
from tests.examples_scope import put_in_force
from tests.signing import subjects
from waymark.catalogue.models.framework import Framework, Requirement
from waymark.catalogue.models.wording import Wording
from waymark.catalogue.outline import outline
from waymark.conformity.models.assessment import GapAssessment
from waymark.conformity.rounds import open_round
from waymark.conformity.scale import Verdict
from waymark.evidence.asking import RequestDraft, ask
from waymark.evidence.checking import verify
from waymark.evidence.linking import link
from waymark.exchange.gap import bring
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.token import Token
from waymark.people.rights import Can, Role
from waymark.reports.logo import set_logo
from waymark.signing.models.rules import SigningRules
from waymark.site.api import NAMESPACE
from waymark.tasks.work import TaskDraft, create_all
from waymark.trail.actors import CONSOLE
from waymark.trail.models import Head
from waymark.work.models.comment import Comment

# Arguments that name a record of one organisation; the others name what everybody shares.
RECORDS = frozenset(
    {"pk", "capture", "position", "link", "seq", "token", "comment"} | {one.argument for one in EXAMPLES}
)
SHARED: dict[str, Any] = {
    "ref": "6.1.4",
    "point": "6.1.4-2",
    "extension": "csv",
    "framework": "iso-42001-2023-2",
    # A record as of a day is named by the word of its kind; whose it is says its key.
    "word": "member",
    "register": "suppliers",
    "hub": "aims",
    "candidate": "OB-GDPR-01",
    "master_item": "M-03",
    "outline": "D-01",
    "topic": "AW-01",
    "form": "md",
    "extract_of": "uk_atrs",
    "place": 1,
}
NEVER = "never-was"
_PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
"""A picture of one grey point, as PNG."""


@dataclass(frozen=True)
class Filled:
    """An organisation, what its addresses carry, and its administrator."""

    organisation: Organisation
    administrator: Member
    named: dict[str, Any] = field(default_factory=dict)

    def address(self, one: Address, **other: Any) -> str:
        """Return an address with every argument filled in. Fails for an argument nobody has thought of."""
        known = {"slug": self.organisation.slug, **SHARED, **self.named, **other}
        unknown = set(one.arguments) - set(known)
        assert not unknown, f"{one.name}: say in tests/architecture/filled.py what {unknown} may be"
        try:
            name = f"{NAMESPACE}:{one.name}" if one.is_operation else one.name
            return reverse(name, kwargs={name: known[name] for name in one.arguments})
        except NoReverseMatch as broken:
            message = f"{one.name} has no unique name"
            raise AssertionError(message) from broken


def bare(name: str = "Bare") -> Filled:
    """Return an organisation with an administrator and nothing else."""
    made = factories.organisation(name, administrator=factories.user(f"Administrator of {name}"))
    member = Member.objects.of(made).get()
    # Approving is top management's right alone; here one member may do everything there is.
    member.grant([*member.roles, Role.TOP_MANAGEMENT], by=CONSOLE)
    return Filled(made, member, {"pk": member.pk, "seq": 1})


def filled() -> Filled:
    """Return an organisation with one of everything: two rounds, an import, a wording, several members."""
    made = bare("Filled")
    of, by = made.organisation, made.administrator
    framework = Framework.objects.newest().get(is_shipped=True)
    for number in (1, 2):
        assessment = open_round(of, framework, title=f"Round {number}", controls=["A.6.2.4"], by=by)
    # Twice, so that the number differs from that of any first import elsewhere.
    imports = [_import(assessment, name, by) for name in ("first.csv", "second.csv")]
    requirement = Requirement.objects.get(ref=SHARED["ref"], framework=framework)
    Wording.attach(of, requirement.pk, text="Wording", source="Order 1", by=by)
    # Two, so that the number differs from that of any first task elsewhere.
    task = create_all(of, [TaskDraft(title="First"), TaskDraft(title="Second")], by=by)[-1]
    rate(assessment, rating(f"{SHARED['ref']}-1", Verdict.PARTIAL, finding="A draft"), by=by)
    named = factories.member(of, Role.READER, name="Somebody Named", signs_in=False)
    known = {"pk": named.pk, "number": assessment.number, "importing": imports[-1], "task": task.number}
    known |= _evidence(requirement.pk, by, checker=named)
    known["token"] = [Token.issue(by, name="Any", rights=[Can.READ], days=1, by=by)[0].pk for _ in range(2)][-1]
    SigningRules.objects.in_force(of).set_rules(separates_approval=False, managers_approve=False, by=by)
    subjects.signed(subjects.asked(by, by))
    set_logo(of, io.BytesIO(b64decode(_PIXEL)), by=by)
    about = ("people.member", named.pk)
    known["comment"] = [Comment.write(about, text, [], by=by).pk for text in ("First", "Second")][-1]
    for example in EXAMPLES:
        if example.argument not in known:
            known[example.argument] = [example.make(by, number) for number in (1, 2)][-1].number
    fill_competence(by, named)
    fill_documents(by)
    put_in_force(by)
    return Filled(of, by, known | {"seq": Head.objects.get(pk=of.pk).seq})


def colleague(of: Filled, *roles: Role) -> Member:
    """Return one more member who signs in; without roles they may do nothing."""
    member = factories.member(of.organisation, Role.READER, name="Colleague")
    if list(roles) != [Role.READER]:
        member.grant(roles, by=CONSOLE)
    return member


def _evidence(requirement: int, by: Member, *, checker: Member) -> dict[str, int]:
    """Make two of everything evidence has, so that the number differs from that of any first one elsewhere."""
    of = by.organisation
    point = (
        outline(Framework.objects.newest().get(is_shipped=True).pk, of.language).requirement_with(requirement).points[0]
    )
    for number in (1, 2):
        content = b"filled %d" % number
        files = (made.kept_file(content), made.kept_file(b"more of " + content))
        item = made.evidence(by, f"Evidence {number}", what=made.collected(files=files))
        verify(made.capture(item, by, files=files), by=checker, statement="Seen")
        item.refresh_from_db()
        linked = link(item, "catalogue.point", point.pk, by=by)
        asked = ask(of, RequestDraft(what=f"Request {number}", asked_of=by, due_on=made.days_ago(0)), by=by)
    return {"item": item.number, "capture": 2, "position": 2, "link": linked.pk, "evidence_request": asked.number}


def _import(assessment: GapAssessment, name: str, by: Member) -> int:
    sheet = b"Reference,Verdict\n6.1.4-1,partial\n"
    return int(bring(assessment, [sheet], name, by=by).number)
