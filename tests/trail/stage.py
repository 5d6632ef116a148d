"""An organisation on which acts are done, with secrets all around that no entry may hold."""

from dataclasses import dataclass, field
from pathlib import Path

from tests import factories
from tests.conformity.rating import a_round
from tests.evidence import made
from waymark.catalogue.models.framework import Requirement
from waymark.catalogue.models.wording import Wording
from waymark.conformity.models.standing import Standing
from waymark.evidence.models.evidence import Evidence
from waymark.exchange.gap import bring
from waymark.exchange.models import SheetImport
from waymark.people.models.access import digest
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation
from waymark.people.models.token import Token
from waymark.people.models.user import User
from waymark.tasks.checklist import steps_from
from waymark.tasks.models.task import Task
from waymark.tasks.work import TaskDraft, create


@dataclass
class Stage:
    """An organisation with its people, a folder for files, and the secrets that were let loose."""

    organisation: Organisation
    by: Member
    other: Member
    folder: Path
    secrets: list[str] = field(default_factory=list)

    def secret(self, text: str) -> str:
        """Remember a text that must not be found in any entry, and return it."""
        self.secrets.append(text)
        return text

    def token(self, text: str) -> str:
        """Remember a token, and the hash of it that is stored."""
        self.secret(digest(text))
        return self.secret(text)

    def user(self) -> User:
        """Return a person with a password nobody may learn, neither itself nor its hash."""
        person = factories.user("Uma User", password=self.secret("violet-tractor-moon"))
        self.secret(person.password)
        return person

    def named(self) -> Member:
        """Return a member who has no sign-in yet."""
        named = factories.member(self.organisation, name="Nele Named", signs_in=False)
        named.describe(by=self.by, name=named.name, post="", email="nele@example.org", owner_roles=[])
        return named

    def standing(self, ref: str = "A.7.2") -> Standing:
        """Return a standing."""
        return Standing.objects.of(self.organisation).with_refs([ref]).select_related("requirement").get()

    def evidence(self) -> Evidence:
        """Return evidence with a file nobody may read in the trail."""
        content = self.secret("The supplier charges 4711 a month for it.")
        what = made.collected(files=(made.kept_file(content.encode()),))
        return made.evidence(self.by, what=what)

    def task(self) -> Task:
        """Return a task with a step, about evidence whose file nobody may read in the trail."""
        about = ("evidence.evidence", self.evidence().pk)
        return create(
            self.organisation, TaskDraft(title="Write it", about=about, checklist=steps_from("Draft")), by=self.by
        )

    def sheet(self) -> SheetImport:
        """Return an import whose file says something that no rating takes over."""
        remark = self.secret("Whistleblower seen in the canteen")
        content = f"Reference,Verdict,Finding,Room\n6.1.4-1,partial,A draft,{remark}\n".encode()
        return bring(a_round(self.organisation), [content], "sheet.csv", by=self.by)

    def wording(self) -> Wording:
        """Return licensed wording."""
        requirement = Requirement.objects.get(ref="6.1.2", framework__slug="iso-42001-2023-2")
        text = self.secret("The licensed words of the publisher")
        return Wording.attach(self.organisation, requirement.pk, text=text, source="Order 1", by=self.by)

    def api_token(self) -> Token:
        """Return an API token whose secret nobody may learn."""
        token, secret = Token.issue(self.by, name="Nightly export", rights=["read"], days=30, by=self.by)
        self.token(secret)
        return token
