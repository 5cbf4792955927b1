"""The page that a household answers on."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from kit.i18n import Language, translations
from tests.unit.ticketing.surveys.campaign import SURVEY
from ticketing.resident_page import POLICY, message_page
from ticketing.surveys.page import form_page
from ticketing.surveys.survey import Survey, Words


def page(survey: Survey = SURVEY, language: Language = "zh", **faults: str) -> str:
    return form_page(survey, {"q1": "4", "q4": "<b>"}, faults, language, translations(language).gettext)


class Fields(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, name: str) -> list[str | None]:
        return [attrs.get("value", "") for _tag, attrs in self.found if attrs.get("name") == name]


def test_every_question_is_a_field_of_its_name() -> None:
    fields = Fields(page())
    assert fields.named("q1") == ["1", "2", "3", "4", "5"]
    assert fields.named("q2") == ["yes", "no"]
    assert fields.named("q3") == ["1", "2"]
    assert fields.named("q4") == [""]


def test_what_was_filled_in_is_there_again_and_what_is_wrong_is_marked() -> None:
    text = page(q1="此题必答，请作答。")
    checked = [attrs["value"] for _tag, attrs in Fields(text).found if "checked" in attrs]
    assert checked == ["4"]
    assert "&lt;b&gt;</textarea>" in text
    assert text.count('class="wrong"') == 1
    assert "此题必答，请作答。" in text


def test_what_must_be_answered_is_asked_for_by_the_browser_too() -> None:
    fields = [attrs for tag, attrs in Fields(page()).found if tag in ("input", "textarea")]
    assert {attrs["name"] for attrs in fields if "required" in attrs} == {"q1"}
    optional = replace(SURVEY, questions=tuple(replace(one, required=False) for one in SURVEY.questions))
    assert not [attrs for _tag, attrs in Fields(page(optional)).found if "required" in attrs]
    everything = replace(SURVEY, questions=tuple(replace(one, required=True) for one in SURVEY.questions))
    named = {attrs["name"] for _tag, attrs in Fields(page(everything)).found if "required" in attrs}
    assert named == {"q1", "q2", "q3", "q4"}
    assert page(everything).count(" *</legend>") == 4
    assert page(optional).count(" *</legend>") == 0
    assert page().count('class="note"') == page(optional).count('class="note"') + 1


@pytest.mark.parametrize(
    ("language", "lang", "other", "answers"),
    [("zh", "zh-CN", "en", ["保洁", "绿化"]), ("en", "en", "zh", ["cleaning", "greening"])],
)
def test_each_reader_has_the_page_in_their_language_and_a_way_to_the_other(
    language: Language, lang: str, other: str, answers: list[str]
) -> None:
    text = page(language=language)
    assert f'<html lang="{lang}">' in text
    assert f'href="?lang={other}" hreflang="{other}"' in text
    assert all(f">{answer}</span></label>" in text for answer in answers)
    assert SURVEY.title.shown(language) in text
    assert SURVEY.questions[3].text.shown(language) in text


def test_a_page_without_faults_is_not_in_red() -> None:
    assert 'class="wrong"' not in page()
    assert 'role="alert"' not in page()
    assert 'role="alert"' in page(q1="wrong")


def test_an_introduction_keeps_its_lines() -> None:
    text = page(replace(SURVEY, introduction=Words("一\n二")))
    assert "<p>一</p><p>二</p>" in text


def test_a_comment_has_its_longest_length() -> None:
    (field,) = [attrs for tag, attrs in Fields(page()).found if tag == "textarea"]
    assert field["maxlength"] == "1000"


def test_the_page_needs_no_script_and_no_other_address() -> None:
    tags = {tag for tag, _attrs in Fields(page()).found}
    assert not tags & {"script", "img", "link", "iframe"}
    assert [attrs.get("href") for tag, attrs in Fields(page()).found if tag == "a"] == ["?lang=en"]


def test_the_policy_allows_the_style_of_the_page_and_nothing_else() -> None:
    (style,) = re.findall("<style>(.*?)</style>", page(), re.DOTALL)
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in POLICY
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_manager_writes_is_text_and_not_markup(language: Language) -> None:
    evil = Words("<script>alert(1)</script>", "<script>alert(1)</script>")
    questions = tuple(replace(one, text=evil, choices=(evil, evil) if one.choices else ()) for one in SURVEY.questions)
    assert "<script" not in page(replace(SURVEY, title=evil, introduction=evil, questions=questions), language)
    assert "<script" not in message_page("<script>", "<script>", language)


def test_the_page_says_what_is_kept() -> None:
    assert "本次调查匿名" in page(replace(SURVEY, anonymous=True))
    assert "with your household" in page(language="en")


def test_choices_stand_one_below_the_other_and_yes_and_no_side_by_side() -> None:
    text = page()
    assert text.count('<div class="answers long"><label><input type="radio" name="q3"') == 1
    assert text.count('<div class="answers"><label><input type="radio" name="q2"') == 1
    assert text.count('<div class="answers scale"><label><input type="radio" name="q1"') == 1
