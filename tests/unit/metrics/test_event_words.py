"""Every line that a receipt can have, in plain words."""

import pytest

from metrics.calls.event_words import MEANINGS, meaning

LINES = {
    "inbound call arrived": "The call comes in",
    "outbound call arrived": "A call from here begins",
    "internal call arrived": "A call from inside begins",
    "joined queue hotline": "The caller waits in the queue hotline",
    "left queue hotline": "The caller is out of the queue hotline",
    "times are those of receipt": "The switch tells no times: those of receipt count",
    "dialled": "Phone li is called",
    "dialled for a rescue": "Phone li is called to help",
    "ringing": "Phone li begins to ring",
    "dial ended ANSWER": "Phone li was picked up",
    "dial ended NOANSWER": "Phone li is no longer called",
    "attempt answered": "Phone li was picked up",
    "attempt no_answer": "Phone li stops ringing: nobody picked up",
    "attempt busy": "Phone li is busy or refuses",
    "attempt cancelled": "Phone li stops ringing: somebody else answered, or the caller is gone",
    "attempt dropped": "Phone li was picked up and given back before the caller heard anybody",
    "attempt failed": "Phone li cannot be reached",
    "answered": "Answered: li can talk with them",
    "blind transfer": "The call is handed on without asking",
    "parked transfer": "The call is parked, and fetched from there",
    "attended transfer": "The call is handed on after asking",
    "the number of the caller is known": "The caller's number is known now",
    "given up by the dialplan": "The switch gives up waiting for an agent",
    "ended answered": "The call is over",
    "ended abandoned": "The caller has hung up",
    "ended timeout": "The call is over, unanswered",
    "gone after a gap in the link": "The link to the switch is back, and the call is gone",
    "our own clock was set by +7.0 s": "This machine's clock was set by +7.0 s",
    "the clock of the PBX was set by -7.0 s": "The switch's clock was set by -7.0 s",
    "something new": "li: something new",
}


@pytest.mark.parametrize(("effect", "said"), LINES.items())
def test_what_a_line_means(effect: str, said: str) -> None:
    assert meaning(effect, "li", "en") == said
    assert "new" in effect or not meaning(effect, "li", "zh").isascii()


def test_each_meaning_has_its_line_here() -> None:
    assert [one.en for one in MEANINGS if not any(map(one.effect.fullmatch, LINES))] == []
