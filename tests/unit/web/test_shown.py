"""A model of an answer is filled by the names of its fields, and what it holds is masked unless it says otherwise."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import pytest
from pydantic import ValidationError

from kit.http.out import Out, Seconds
from kit.http.shown import Mask, Plain, shown
from kit.http.wire import Instant

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
NOON_US = 1_795_953_600_000_000


@dataclass(frozen=True)
class Note:
    at_us: int
    text: str


@dataclass(frozen=True)
class Letter:
    number: str
    text: str
    phone: str
    sent_at_us: int | None = None
    read_for_us: int = 0
    notes: tuple[Note, ...] = ()

    @property
    def sent(self) -> bool:
        return self.sent_at_us is not None


class NoteOut(Out):
    at: Instant
    text: str


class LetterOut(Out):
    number: Plain
    text: str | None
    phone: Annotated[str, Mask(lambda _: "***")]
    sent_at: Instant | None
    read_for_seconds: Seconds
    sent: bool
    notes: list[NoteOut]
    place: str


LETTER = Letter("7", "hello", "138", NOON_US, 1_500_000, (Note(NOON_US, "read"),))


def test_each_field_is_filled_by_its_name() -> None:
    assert shown(LetterOut, LETTER, place="3-2-1201") == LetterOut(
        number="7",
        text="hello",
        phone="138",
        sent_at=NOON,
        read_for_seconds=1.5,
        sent=True,
        notes=[NoteOut(at=NOON, text="read")],
        place="3-2-1201",
    )


def test_every_text_is_masked_but_a_plain_one_and_one_with_a_mask_of_its_own() -> None:
    out = shown(LetterOut, LETTER, str.upper, place="")
    assert (out.number, out.text, out.phone, out.notes[0].text) == ("7", "HELLO", "***", "READ")


def test_what_is_not_known_stays_so() -> None:
    assert shown(LetterOut, Letter("8", "", ""), place="").sent_at is None


def test_what_is_given_comes_before_what_the_thing_has() -> None:
    assert shown(LetterOut, LETTER, str.upper, text="other", place="").text == "other"


def test_a_field_that_nobody_fills_is_refused() -> None:
    with pytest.raises(ValidationError, match="place"):
        shown(LetterOut, LETTER)
