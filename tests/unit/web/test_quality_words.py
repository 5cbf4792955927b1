"""Words in records of quality, as somebody sees them who need not know numbers."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, get_args

from pydantic import BaseModel

from ticketing.http.words import WRITTEN, masked_words
from ticketing.operations import QUALITY_OPERATIONS
from ticketing.surveys.operations import SURVEY_OPERATIONS

NUMBER, MASKED = "13812345678", "138****5678"
NO_WORDS = {
    *("name", "who", "done_by", "signed_by", "called_off_by", "raised_by", "issued_by", "acted_by"),
    *("verified_by", "told_by"),
    *("closed_by", "created_by", "key", "form", "item", "duty", "series", "what", "link", "next", "id", "response"),
    *("path", "tag_path", "question", "answer", "answers", "counts", "satisfied", "channel", "ticket"),
    *("zh", "en"),  # titles of the site's own forms and surveys
    *("of", "part", "content", "small"),  # keys and paths of a file
    *("number", "url", "made_by", "trade", "failed", "by_call"),  # of a link of work
    "comments",  # masked where answers are shown, by question
}
"""Names of people who work here, of things, and places in the API."""


class State(StrEnum):
    OPEN = NUMBER


class Inner(BaseModel):
    why: str
    who: str


class Outer(BaseModel):
    title: str
    link: str
    note: str | None
    state: State
    first: Inner
    history: list[Inner]
    count: int


def test_words_are_masked_at_any_depth_and_all_else_stays() -> None:
    inner = Inner(why=f"call {NUMBER}", who=NUMBER)
    known = Outer(title=NUMBER, link=NUMBER, note=None, state=State.OPEN, first=inner, history=[inner] * 2, count=7)
    seen = masked_words(known)
    hidden = Inner(why=f"call {MASKED}", who=NUMBER)
    assert seen == known.model_copy(update={"title": MASKED, "first": hidden, "history": [hidden] * 2})


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_in(field.annotation)
    for part in get_args(annotation):
        yield from models_in(part)


def holds_text(annotation: Any) -> bool:
    return annotation is str or any(holds_text(part) for part in get_args(annotation))


def test_every_field_of_text_is_known_to_hold_words_or_none() -> None:
    answers = [one.answer for one in (*QUALITY_OPERATIONS, *SURVEY_OPERATIONS) if one.answer is not None]
    models = {model for answer in answers for model in models_in(answer)}
    names = {name for model in models for name, field in model.model_fields.items() if holds_text(field.annotation)}
    assert names - WRITTEN == NO_WORDS & names
    assert names >= WRITTEN
