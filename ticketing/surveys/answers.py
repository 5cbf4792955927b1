"""What somebody answers, from the text of a form, a sheet or an agent to what is kept."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kit.refusals import RefusedError
from ticketing.resident_page import written
from ticketing.surveys.survey import Form, Question, key

COMMENT_MAX = 1_000


class Answers(NamedTuple):
    """`comments` are apart, since they may be personal: they go when a household is deleted."""

    chosen: Mapping[str, str]
    comments: Mapping[str, str]


class Fault(NamedTuple):
    question: str
    why: str  # required, not_an_answer, too_long


_WHY: Mapping[str, str] = {
    "required": "must be answered",
    "not_an_answer": "is not an answer of this question: see `questions` of the survey",
    "too_long": "is too long",
    "unknown": "is not a question of this survey: use q1, q2 …",
}


class AnswersError(RefusedError):
    def __init__(self, faults: Sequence[Fault]) -> None:
        errors = {f"answers.{one.question}": _WHY[one.why] for one in faults}
        super().__init__("Some answers are wrong: correct them as `errors` says.", errors=errors)
        self.faults = faults


def read_answers(questions: Sequence[Question], told: Mapping[str, str]) -> Answers:
    """By the names of the questions, q1, q2 …; an empty text is no answer. Raises AnswersError."""
    chosen: dict[str, str] = {}
    comments: dict[str, str] = {}
    names = {key(place) for place in range(len(questions))}
    faults = [Fault(name[:20], "unknown") for name in told if name not in names]
    for place, question in enumerate(questions):
        name = key(place)
        text = written(told.get(name, ""))
        fault = _fault(question, text)
        if fault:
            faults.append(Fault(name, fault))
        elif text:
            (comments if question.form is Form.TEXT else chosen)[name] = text
    if faults:
        raise AnswersError(faults)
    if not chosen and not comments:
        raise AnswersError([Fault(key(0), "required")])
    return Answers(chosen, comments)


def _fault(question: Question, text: str) -> str:
    if not text:
        return "required" if question.required else ""
    if question.form is Form.TEXT:
        return "too_long" if len(text) > COMMENT_MAX else ""
    return "" if text in question.answers else "not_an_answer"
