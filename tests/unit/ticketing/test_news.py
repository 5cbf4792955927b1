"""Who hears of the desk's news."""

import pytest

from ticketing.clocks.alarms import Alarm
from ticketing.news import DueNews, Item, News

DUE = DueNews("20261125-0001", "response", Alarm.OVERDUE, 0)


def test_who_cannot_hear_keeps_nobody_else_from_hearing_and_is_told_of_afterwards() -> None:
    heard: list[Item] = []

    def cannot(_item: Item) -> None:
        raise ValueError

    with pytest.raises(ExceptionGroup) as raised:
        News(heard.append, cannot, heard.append)(DUE)
    assert heard == [DUE, DUE]
    assert [type(error) for error in raised.value.exceptions] == [ValueError]


def test_who_is_added_later_hears_what_comes_from_then_on() -> None:
    heard: list[Item] = []
    news = News()
    news(DUE)
    news.add(heard.append)
    news(DUE)
    assert heard == [DUE]
