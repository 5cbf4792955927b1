"""One thing has one word: docs/words.md says which, and no Chinese text says another."""

import pytest

from tests.unit.words.retired import PAGE, Retired, faults, retired, texts


def test_no_chinese_text_says_a_retired_word() -> None:
    found = [f"{place}: {fault}" for place, text in texts() for fault in faults(text)]
    assert found == [], "\n" + "\n".join(found)


def test_the_texts_of_every_kind_are_looked_at() -> None:
    places = {place.partition(":")[0] for place, _text in texts()}
    for end in ("zh.po", "-zh.json", "desk.yml", "thirdring.tmpl", "make-prompts", "README.zh-CN.md", "quality.md"):
        assert any(place.endswith(end) for place in places), end


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("3 位座席空闲", "坐席"),
        ("质量目标 90%，目标未达到", "质量目标"),
        ("问题已解决", "办结"),
        ("主叫已挂机", "来电人"),
        ("第 4 声铃", "三声内接听"),
        ("达到 90 %", "90%"),
    ],
)
def test_a_retired_word_is_found_and_the_right_one_is_named(text: str, right: str) -> None:
    assert any(right in fault for fault in faults(text)), list(faults(text))


@pytest.mark.parametrize("text", ["当日已解决问题的回访率", "主叫号码", "质量目标月度考核表", "监控指标", "达到 90%"])
def test_a_word_may_stand_where_the_page_says_so(text: str) -> None:
    assert list(faults(text)) == []


def test_the_page_names_each_retired_word_once_and_the_right_one_never_contains_it() -> None:
    words = [one.word for one in retired()]
    assert len(words) == len(set(words)) > 50
    for one in retired():
        assert not one.stands_in(one.right), one


def test_an_exception_belongs_to_its_word() -> None:
    assert Retired("主叫", "来电人", ("主叫号码",)) in retired()
    assert all(one.word in within for one in retired() for within in one.within), PAGE
