"""How many are satisfied, and who is not. A rule with a version: it rises when what counts changes.

Rule 1. An answer counts where the question that decides is answered. It is satisfied where that answer is among those
that the campaign names. The share is satisfied ÷ counted; of nothing there is no share.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from ticketing.surveys.answers import Answers
from ticketing.surveys.survey import Form, Question, Survey, key

RULE_VERSION = 1
_LOW = frozenset({"1", "2"})


class Share(NamedTuple):
    counted: int
    satisfied: int

    @property
    def ratio(self) -> Fraction | None:
        return Fraction(self.satisfied, self.counted) if self.counted else None


class Remark(NamedTuple):
    """One reason for a look: a low answer, or words."""

    question: str
    answer: str = ""
    comment: str = ""


def is_satisfied(survey: Survey, answers: Answers) -> bool | None:
    """None: the question that decides is not answered, so it does not count."""
    question = survey.questions[survey.deciding]
    chosen = answers.chosen.get(key(survey.deciding))
    return None if chosen is None else chosen in question.satisfied


def by_question(questions: Sequence[Question], all_answers: Iterable[Answers]) -> list[Mapping[str, int]]:
    """How often each answer was given, question by question; of texts, how many there are, as `answered`."""
    counts: list[Counter[str]] = [Counter() for _ in questions]
    for answers in all_answers:
        for place, question in enumerate(questions):
            name = key(place)
            if question.form is Form.TEXT:
                counts[place]["answered"] += name in answers.comments
            elif name in answers.chosen:
                counts[place][answers.chosen[name]] += 1
    return [
        {answer: count[answer] for answer in (question.answers or ("answered",))}
        for question, count in zip(questions, counts, strict=True)
    ]


def remarks(questions: Sequence[Question], answers: Answers) -> Iterator[Remark]:
    """What a manager should look at: 1 or 2 on a scale, what a dissatisfied person chose, and every comment."""
    for place, question in enumerate(questions):
        name = key(place)
        chosen, comment = answers.chosen.get(name), answers.comments.get(name)
        if chosen is not None and _is_low(question, chosen):
            yield Remark(name, answer=chosen)
        if comment is not None:
            yield Remark(name, comment=comment)


def _is_low(question: Question, chosen: str) -> bool:
    if question.form is Form.SCALE:
        return chosen in _LOW
    return bool(question.satisfied) and chosen not in question.satisfied
