"""Classifies one use of AI by the questions of a law file. An answer that nobody knows counts as the strict one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from waymark.context.law.act import Law, LawQuestion

UNSURE: Final = "unsure"
YES, NO, NONE = "yes", "no", "none"
_ACTS: Final = "high_risk.annex_i.acts"
OUT_OF_SCOPE: Final = "class-out-of-scope"
IN_SCOPE: Final = "class-any-ai-system"
PROHIBITED: Final = "class-prohibited"
EXEMPTED: Final = "class-annex-iii-exempted"
TRANSPARENCY: Final = "class-transparency"
NO_SPECIAL: Final = "class-no-special-duty"
HIGH_RISK: Final = ("class-high-risk-annex-iii", "class-high-risk-annex-i-a", "class-high-risk-annex-i-b")
_OPEN_SOURCE: Final = "excl-open-source"
_CREDIT_OR_INSURANCE: Final = frozenset({"annex-iii-5-b", "annex-iii-5-c"})
_INFRASTRUCTURE: Final = "annex-iii-2-a"
Answers = Mapping[str, Sequence[str]]
"""By question, what was answered: words such as yes, or the ids picked from its list; UNSURE for nobody knows."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The classes that hold, the questions that were reached, and those that nobody could answer."""

    classes: tuple[str, ...]
    asked: tuple[str, ...]
    unsure: tuple[str, ...]

    @property
    def is_high_risk(self) -> bool:
        """Return whether a route to high-risk holds."""
        return any(one in self.classes for one in HIGH_RISK)

    @property
    def is_open(self) -> bool:
        """Return whether something was counted that nobody has decided."""
        return bool(self.unsure)


class Unanswered(ValueError):
    """A question that the answers before lead to has no answer."""

    def __init__(self, question: str) -> None:
        """Name the question."""
        super().__init__(question)
        self.question = question


def classify(law: Law, answers: Answers) -> Outcome:
    """Return what a use is by its answers. Raises Unanswered for a question that is reached and has none."""
    classes: list[str] = []
    asked: list[str] = []
    step = "q-ai-system"
    while step != "end":
        question = law.question(step)
        asked.append(step)
        chosen, step = _answered(law, question, answers)
        classes += [one for one in chosen if one not in classes]
    if _OPEN_SOURCE in answers.get("q-exclusion", ()) and not {PROHIBITED, TRANSPARENCY, *HIGH_RISK} & set(classes):
        classes = [OUT_OF_SCOPE]
    if classes == [IN_SCOPE]:
        classes.append(NO_SPECIAL)
    unsure = tuple(one for one in asked if UNSURE in answers.get(one, ()))
    return Outcome(tuple(classes), tuple(asked), unsure)


def summary_class(classes: Sequence[str]) -> str:
    """Return the one class by which a list shows and filters: the gravest of several; empty for none."""
    grave = (PROHIBITED, *HIGH_RISK, EXEMPTED, TRANSPARENCY, NO_SPECIAL, OUT_OF_SCOPE)
    return next((one for one in grave if one in classes), "")


def fria_owed(outcome: Outcome, answers: Answers, *, roles: Sequence[str], is_public: bool) -> bool:
    """Return whether a deployer owes an assessment of fundamental rights (Art. 27).

    Public bodies and those who provide public services owe it for every listed use but critical infrastructure; every
    deployer owes it for credit scores and life and health insurance. A use nobody has picked yet counts as listed.
    """
    if "deployer" not in roles or HIGH_RISK[0] not in outcome.classes:
        return False
    uses = set(answers.get("q-annex-iii", ()))
    if _CREDIT_OR_INSURANCE & uses:
        return True
    return is_public and uses != {_INFRASTRUCTURE}


def _answered(law: Law, question: LawQuestion, answers: Answers) -> tuple[tuple[str, ...], str]:
    """Return the classes that an answer sets, and the next question. Raises Unanswered."""
    given = tuple(answers.get(question.id, ()))
    if not given and question.pick != "date":
        raise Unanswered(question.id)
    word = question.if_unsure if UNSURE in given else _word(law, question, given)
    if question.listed and word == YES:
        word = "one or more"
    found = [one for one in question.answers if one.answer in {word, "any"}]
    if not found and word == YES:
        # The product law decides which of the two routes it is; a product may fall under acts of both sections.
        acts = {one.id: one.section for one in law.lists[_ACTS]}
        sections = {acts[key] for key in answers.get("q-annex-i-act", ()) if key in acts} or {"A"}
        found = [one for one in question.answers if one.answer[-1:] in sections]
    if not found:
        raise Unanswered(question.id)
    return tuple(key for one in found for key in one.sets), found[0].go


def _word(law: Law, question: LawQuestion, given: tuple[str, ...]) -> str:
    """Return the answer of the question that what was picked amounts to."""
    if question.id == "q-exclusion":
        full = {one.id for one in law.lists["exclusions"] if one.is_full}
        return "full exclusion" if full & set(given) else "none" if given == (NONE,) else "partial exclusion"
    if question.listed:
        return "none" if given == (NONE,) else "one or more"
    return given[0] if given else "any"
