"""The page of a complainant: two answers and a remark, in both languages; what a stranger writes stays text."""

import pytest

from kit.i18n import LANGUAGES, Language, translations
from ticketing.complaint_links.page import answer_page

HOSTILE = "\"></textarea><script>alert(1)</script><img src=x onerror='alert(2)'>"


def shown(language: Language, **told: str) -> str:
    return answer_page(told, {"verdict": "wrong & <b>"}, language, translations(language).gettext)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_remark_comes_back_as_text_and_what_was_chosen_stays_chosen(language: Language) -> None:
    page = shown(language, remark=HOSTILE, verdict="not_satisfied")
    assert "<script" not in page
    assert "<img" not in page
    assert "wrong &amp; &lt;b&gt;" in page
    assert 'value="not_satisfied" required checked' in page
    assert 'value="satisfied" required>' in page
    kept = (
        "&quot;&gt;&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#x27;alert(2)&#x27;&gt;"
    )
    assert f'maxlength="1000">{kept}</textarea>' in page


def test_it_speaks_chinese() -> None:
    assert "您对投诉的处理结果满意吗？" in shown("zh")
