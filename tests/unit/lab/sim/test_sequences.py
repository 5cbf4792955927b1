"""The simulated PBX against real recordings: it may not say what Asterisk does not say."""

import gzip
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from lab.sim.cases import CASES
from lab.sim.site import site
from lab.sim.timeline import PlayedCall
from lab.sim.traffic import Traffic
from tests.unit.lab.sim.sequences import NOISE, Headers, first_times, orders, words_by_channel

CAPTURES = sorted((Path(__file__).parents[3] / "captures").glob("*.ami.gz"))
MONDAY_US = 1_795_570_000_000_000
CALLS = 20


@cache
def recorded(file: Path) -> tuple[tuple[str, Headers], ...]:
    return tuple(_frames(file))


def _frames(file: Path) -> Iterator[tuple[str, Headers]]:
    for frame in gzip.decompress(file.read_bytes()).decode("utf-8", "replace").split("\r\n\r\n"):
        lines = [line.partition(":") for line in frame.split("\r\n")]
        headers = [(plain(key), value.removeprefix(" ")) for key, _, value in lines]
        if headers[0][0] == "Event":
            yield headers[0][1], [header for header in headers[1:] if header[0] not in ("Privilege", "Timestamp")]


def plain(key: str) -> str:
    """`ChanVariable(PJSIP/1001-00000000)` without the channel's name."""
    return key.partition("(")[0]


@cache
def recordings() -> list[tuple[str, Headers]]:
    return [event for file in CAPTURES for event in recorded(file)]


@cache
def recorded_words() -> frozenset[tuple[str, ...]]:
    return frozenset(words for file in CAPTURES for words in words_by_channel(recorded(file)).values())


@cache
def recorded_header_names() -> frozenset[tuple[str, ...]]:
    return frozenset((name, *(key for key, _ in headers)) for name, headers in recordings())


def steps(words: tuple[str, ...]) -> set[tuple[str, str]]:
    return set(pairwise(("the beginning", *words, "the end")))


@cache
def played(case: str) -> list[PlayedCall]:
    traffic = Traffic(site(4), MONDAY_US, calls_per_second=0.01, seed=7, limit=CALLS, weights={case: 1.0})
    return list(traffic.calls())


def played_words(case: str) -> list[tuple[str, ...]]:
    return [
        words
        for call in played(case)
        for words in words_by_channel((moment.name, list(moment.headers)) for moment in call.moments).values()
    ]


@pytest.mark.parametrize("case", CASES)
def test_every_step_of_a_channel_has_been_seen_on_a_real_asterisk(case: str) -> None:
    real = set().union(*(steps(words) for words in recorded_words()))

    assert set().union(*(steps(words) for words in played_words(case))) <= real


@pytest.mark.parametrize("case", CASES)
def test_every_event_has_exactly_the_headers_of_a_real_one(case: str) -> None:
    sent = {
        (moment.name, *(plain(key) for key, _ in moment.headers)) for call in played(case) for moment in call.moments
    }

    assert sent <= recorded_header_names()


@cache
def rules() -> frozenset[tuple[str, str]]:
    """(earlier, later): so often so, and never the other way round, that it is no chance."""
    real = orders(call for file in CAPTURES for call in first_times(recorded(file)).values())
    return frozenset(pair for pair, count in real.items() if count >= 14 and pair[::-1] not in real)


def test_there_are_rules_about_the_order_of_events() -> None:
    assert len(rules()) > 300
    assert ("caller: QueueCallerLeave", "other: AgentConnect") in rules()


@pytest.mark.parametrize("case", CASES)
def test_what_always_comes_first_on_a_real_asterisk_comes_first_here(case: str) -> None:
    calls = [
        times
        for call in played(case)
        for times in first_times((moment.name, list(moment.headers)) for moment in call.moments).values()
    ]

    assert {pair for pair in orders(calls) if pair[::-1] in rules()} == set()


def test_most_channels_live_a_whole_life_that_was_recorded() -> None:
    lives = [words for case in CASES for words in played_words(case)]

    assert sum(life in recorded_words() for life in lives) > 0.8 * len(lives)


def test_the_noise_is_named_as_on_a_real_asterisk() -> None:
    real = {dict(headers).get("Variable") for name, headers in recordings() if name == "VarSet"}
    sent = {
        moment.get("Variable")
        for case in CASES
        for call in played(case)
        for moment in call.moments
        if moment.name == "VarSet"
    }

    assert sent <= real


def test_a_call_is_about_as_talkative_as_a_real_one() -> None:
    """110 events a call, and a third of them VarSet."""
    calls = list(Traffic(site(6), MONDAY_US, calls_per_second=0.05, seed=3, limit=300).calls())
    names = [moment.name for call in calls for moment in call.moments]

    assert 80 < len(names) / len(calls) < 140
    assert 0.25 < names.count("VarSet") / len(names) < 0.45


def test_a_quiet_play_leaves_out_the_noise_and_nothing_else() -> None:
    loud, quiet = (
        [
            m.name
            for call in Traffic(site(4), MONDAY_US, 0.05, seed=5, limit=1, full_noise=n).calls()
            for m in call.moments
        ]
        for n in (True, False)
    )

    assert quiet == [name for name in loud if name not in NOISE or name.startswith("Bridge")]
