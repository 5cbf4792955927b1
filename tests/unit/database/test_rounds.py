"""Rounds that repeat, with a sleep that takes no time."""

import asyncio
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from kit.database.rounds import keep_on

AWAY = ConnectionRefusedError("away")


def rounds(*results: "bool | Exception") -> tuple[list[float], list[str]]:
    """The pauses after each round, and what was logged; it is stopped after the last one."""
    left: Iterator[bool | Exception] = iter(results)
    pauses: list[float] = []

    async def work() -> bool:
        result = next(left)
        if isinstance(result, Exception):
            raise result
        return result

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == len(results):
            raise asyncio.CancelledError

    with capture_logs() as lines, pytest.raises(asyncio.CancelledError):
        asyncio.run(keep_on("figures", work, 30, sleep=sleep))
    return pauses, [f"{line['log_level']} {line['event']} {line['of']}" for line in lines]


def test_it_begins_soon_and_goes_on_more_slowly_once_it_has_what_it_needs() -> None:
    assert rounds(False, True, False)[0] == [1, 30, 30]


def test_a_database_that_is_away_is_told_once_and_not_before_the_first_good_round() -> None:
    away = "warning a round is left out: PostgreSQL does not answer figures"
    assert rounds(AWAY, True, AWAY, AWAY) == ([1, 30, 30, 30], [away])
    assert rounds(True, AWAY, True, AWAY)[1] == [away, away]


def test_a_round_that_fails_is_logged_and_the_next_one_comes() -> None:
    assert rounds(True, ValueError("x"), True) == ([30, 30, 30], ["error a round failed figures"])
