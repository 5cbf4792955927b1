"""Terms of the API in the reader's words."""

from zoneinfo import ZoneInfo

import pytest

from console.frame.drawing import environment
from kit.i18n import Language
from ticketing.clocks.wording import term_of, term_text


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("1 workday", "zh", "1 个工作日"),
        ("3 workdays", "zh", "3 个工作日"),
        ("30 days", "zh", "30 天"),
        ("6 service hours", "zh", "6 个服务小时"),
        ("90 minutes", "zh", "90 分钟"),
        ("4 hours", "zh", "4 小时"),
        ("end of day", "zh", "当日 24:00 前"),
        ("end of workday", "zh", "当个工作日 24:00 前"),
        ("3 workdays", "en", "3 workdays"),
    ],
)
def test_a_term_is_said_in_the_readers_words(text: str, language: Language, said: str) -> None:
    assert environment(language, ZoneInfo("Asia/Shanghai")).filters["term"](term_text(term_of(text))) == said
