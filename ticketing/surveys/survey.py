"""A campaign and its questions, as data, and what makes them right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kit.refusals import RefusedError
from ticketing.surveys.states import State

QUESTIONS_MAX = 30
CHOICES_MAX = 10
SCALE = ("1", "2", "3", "4", "5")
YES, NO = "yes", "no"


class Kind(StrEnum):
    YEARLY = "yearly"  # feeds the line of the quality sheet
    AD_HOC = "ad_hoc"


class Form(StrEnum):
    SCALE = "scale"  # 1 to 5, 5 is best
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"


class Words(NamedTuple):
    """In either language or in both."""

    zh: str = ""
    en: str = ""

    def shown(self, language: str) -> str:
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


NO_WORDS = Words()


@dataclass(frozen=True, slots=True)
class Question:
    text: Words
    form: Form
    choices: Sequence[Words] = ()  # answered by their place: 1, 2 …
    satisfied: frozenset[str] = frozenset()  # answers of somebody who is satisfied
    required: bool = False
    decides: bool = False  # whether an answer as a whole is satisfied

    @property
    def answers(self) -> Sequence[str]:
        """All that may be chosen; of a text there is no end."""
        if self.form is Form.SCALE:
            return SCALE
        if self.form is Form.YES_NO:
            return (YES, NO)
        return tuple(str(place) for place in range(1, len(self.choices) + 1))


@dataclass(frozen=True, slots=True)
class Survey:
    kind: Kind
    title: Words
    first: date
    last: date  # links end with this day
    questions: Sequence[Question]
    introduction: Words = NO_WORDS
    anonymous: bool = False  # answers are not tied to households
    id: int = 0
    state: State = State.DRAFT
    version: int = 1

    @property
    def deciding(self) -> int:
        """Place of the question that decides."""
        return next(place for place, question in enumerate(self.questions) if question.decides)


USUAL = {Form.SCALE: frozenset({"4", "5"}), Form.YES_NO: frozenset({YES})}
"""Who says this is satisfied, where a question does not say otherwise."""


def key(place: int) -> str:
    """The name of a question in an answer: q1, q2 …"""
    return f"q{place + 1}"


def check(survey: Survey) -> None:
    """Raises RefusedError."""
    if not any(survey.title):
        raise RefusedError("a survey needs a title, zh or en")
    if survey.last < survey.first:
        raise RefusedError("a survey ends on its first day or later")
    if not 1 <= len(survey.questions) <= QUESTIONS_MAX:
        raise RefusedError(f"a survey has 1 to {QUESTIONS_MAX} questions")
    for place, question in enumerate(survey.questions):
        _check_question(key(place), question)
    deciding = [question for question in survey.questions if question.decides]
    if len(deciding) != 1:
        raise RefusedError("one question, and only one, decides whether an answer is satisfied: mark it with `decides`")
    if not deciding[0].satisfied:
        raise RefusedError("the question that decides needs `satisfied`: the answers of somebody who is satisfied")


def _check_question(name: str, question: Question) -> None:
    if not any(question.text):
        raise RefusedError(f"{name} needs a text, zh or en")
    if question.form is Form.CHOICE:
        if not 2 <= len(question.choices) <= CHOICES_MAX or not all(any(words) for words in question.choices):
            raise RefusedError(f"{name} needs 2 to {CHOICES_MAX} choices, each with a text, zh or en")
    elif question.choices:
        raise RefusedError(f"{name} is no choice, so it has no choices")
    if not question.satisfied <= set(question.answers):
        allowed = ", ".join(question.answers) or "none"
        raise RefusedError(f"{name}: `satisfied` are some of its answers: {allowed}")
