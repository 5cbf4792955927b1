"""The verdict on a call in one sentence, in English and in Chinese.

Pure: what the switch saw and what the rule says of it go in, a sentence for a person comes out.
"""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import NamedTuple, Self

from metrics.calls.receipt_words import WORDS, Language, Words
from metrics.calls.service_level import Excluded, Verdict
from telephony.facts import Call, Disposition, Measurement

__all__ = ["Language", "Story", "decimals", "first_to_ring", "sentence"]


TOGETHER_US = 500_000  # phones that begin to ring within so long were rung together


class Story(NamedTuple):
    """What a sentence can say about a call. `first_rang` are the agents whose phones rang first, together."""

    disposition: Disposition | None
    arrived_at_us: int
    alerted_at_us: int | None
    answered_at_us: int | None
    waited_until_us: int | None  # the answer, or the end of the wait; None while it lasts
    rings: int | None
    limit_us: int  # ringing for so long is too late
    within_target: bool | None
    excluded: Excluded | None
    measurement: Measurement
    agent: str | None
    first_rang: tuple[str, ...] = ()
    margin_us: int = 0  # the ringing may have been so much shorter or longer

    @classmethod
    def of(cls, call: Call, verdict: Verdict, limit_us: int) -> Self:
        return cls(
            call.disposition,
            call.arrived_at_us,
            call.alerted_at_us if call.is_timed else None,
            call.answered_at_us if call.is_timed else None,
            call.ring_ended_at_us if call.is_timed else None,
            verdict.rings,
            limit_us,
            verdict.within_target,
            verdict.excluded,
            call.measurement,
            call.agent,
            first_to_ring((attempt.alerted_at_us, attempt.agent) for attempt in call.attempts),
            call.margin_us,
        )


def first_to_ring(attempts: Iterable[tuple[int | None, str]]) -> tuple[str, ...]:
    """The agents who rang first, from pairs of time and agent."""
    rang = sorted((alerted_us, agent) for alerted_us, agent in attempts if alerted_us is not None)
    return tuple(dict.fromkeys(agent for alerted_us, agent in rang if alerted_us < rang[0][0] + TOGETHER_US))


def sentence(story: Story, language: Language, timezone: tzinfo) -> str:
    words = WORDS[language]
    text = _what_happened(story, words, timezone)
    if story.excluded in words.excluded:
        text += words.not_counted.format(why=words.excluded[story.excluded])
    elif story.within_target is False and story.disposition is not Disposition.ANSWERED:
        text += words.missed
    if story.measurement is not Measurement.MEASURED and story.excluded is not Excluded.NO_MEASUREMENT:
        text += words.measurement[story.measurement].format(within=_margin(story, words))
    return text + words.stop


def _margin(story: Story, words: Words) -> str:
    return words.within.format(margin=f"{story.margin_us / 1e6:g}") if story.margin_us else ""


def _what_happened(story: Story, words: Words, timezone: tzinfo) -> str:
    if story.rings is None and story.disposition is not None:
        return _untimed(story, words)
    if story.excluded is Excluded.OUTBOUND:
        return _outbound(story, words, timezone)
    if story.answered_at_us is not None:
        return _answer(story, story.answered_at_us, words, timezone)
    if story.waited_until_us is None:
        if story.alerted_at_us is None:
            return words.waiting
        return words.ringing.format(since=_clock(story.alerted_at_us, timezone))
    ending = words.ended[story.disposition or Disposition.FAILED]
    return ending.format(until=_clock(story.waited_until_us, timezone), rang=_rang(story, story.waited_until_us, words))


def _untimed(story: Story, words: Words) -> str:
    if story.disposition is Disposition.ANSWERED:
        return words.answered_untimed.format(agent=story.agent or "?")
    return words.untimed


def _outbound(story: Story, words: Words, timezone: tzinfo) -> str:
    if story.answered_at_us is None:
        return words.outbound_unanswered
    return words.outbound.format(until=_clock(story.answered_at_us, timezone))


def _answer(story: Story, answered_at_us: int, words: Words, timezone: tzinfo) -> str:
    until = _clock(answered_at_us, timezone)
    agent = story.agent or "?"
    if story.alerted_at_us is None:
        waited = _seconds(answered_at_us - story.arrived_at_us)
        return words.answered_silent.format(agent=agent, until=until, waited=waited)
    ring_us = answered_at_us - story.alerted_at_us
    over_us = ring_us - story.limit_us
    places = decimals(over_us)
    first = story.first_rang or (agent,)
    phones = words.phones if len(first) > 1 else words.one_phone if first == (agent,) else words.two_phones
    return words.answered.format(
        at=f"{ring_us / 1e6:.{places}f}",
        ring=words.ordinal(story.rings or 0),
        margin=(words.late if over_us >= 0 else words.early).format(by=f"{abs(over_us) / 1e6:.{places}f}"),
        phones=phones.format(
            first=first[0], count=len(first), agent=agent, since=_clock(story.alerted_at_us, timezone), until=until
        ),
    )


def _rang(story: Story, until_us: int, words: Words) -> str:
    if story.alerted_at_us is None:
        return words.nothing_rang.format(waited=_seconds(until_us - story.arrived_at_us))
    return words.in_ring.format(at=_seconds(until_us - story.alerted_at_us), ring=words.ordinal(story.rings or 0))


def decimals(over_us: int) -> int:
    """One decimal, or more where the time would otherwise look equal to the limit."""
    return next((places for places, least_us in ((1, 100_000), (3, 1_000)) if abs(over_us) >= least_us), 6)


def _seconds(duration_us: int) -> str:
    return f"{max(0, duration_us) / 1e6:.1f}"


def _clock(at_us: int, timezone: tzinfo) -> str:
    seconds, rest_us = divmod(at_us, 1_000_000)
    return f"{datetime.fromtimestamp(seconds, timezone):%H:%M:%S}.{rest_us // 1000:03d}"
