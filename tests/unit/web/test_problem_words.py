"""A problem speaks Chinese to whoever asks in Chinese, and its keys stay keys."""

import re

import pytest

from console.problem_words import in_chinese, title
from lab.texts import problem_texts


def test_every_sentence_of_a_problem_is_there_in_chinese() -> None:
    assert problem_texts.missing() == [], "run ./run messages, then translate kit/locales/problems.zh.po"


def test_the_catalogue_keeps_no_sentence_that_nobody_says() -> None:
    assert problem_texts.unused() == [], "run ./run messages"


def test_a_translation_fills_in_values_that_its_sentence_has() -> None:
    for message in problem_texts.stored():
        if message.id:
            had = set(re.findall(r"\{(\d)", str(message.id)))
            assert set(re.findall(r"\{(\d)", str(message.string))) <= had, message.id


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("This is not a phone number.", "电话号码不正确。"),
        ("A ticket that is open has no close; possible: cancel.", "状态为“待处理”的工单不能关闭；可以：取消。"),
        ("A duty that is done has no sign; possible: nothing.", "“已完成”的例行任务不能确认签字；可以：无。"),
        ("A finding that is open has no pass; possible: correct.", "“待整改”的不合格项不能复查合格；可以：口头整改。"),
        ("Cancel needs: why.", "取消须填写：理由。"),
        (
            "The complaint needs: complaint.valid, complaint.response, complaint.settlement.",
            "投诉处理须填写：是否有效、书面回复、处理结果。",
        ),
        ("Resolve needs: why, resolution.", "办结须填写：理由、处理结果。"),
        ("Step keys needs a file as evidence.", "步骤“交付钥匙并签收”须附文件。"),
        ("Done at another time is for the role manager or above.", "在其他时间完成须由经理或更高的角色进行。"),
        ("The role agent may not do this; one of these may: admin.", "坐席无权办理；有权的角色：管理员。"),
        ("The role agent may not see this; one of these may: admin.", "坐席无权查看；有权的角色：管理员。"),
        ("Input should be 'agent' or 'manager'", "须为以下之一：'agent'、'manager'"),
        ("is needed", "必须填写"),
        ("What nobody ever said.", "What nobody ever said."),
    ],
)
def test_a_sentence_is_said_with_its_values_in_words(english: str, chinese: str) -> None:
    assert in_chinese(english) == chinese


def test_a_status_has_a_title() -> None:
    assert title(404, "Not Found") == "没有找到"
    assert title(418, "I'm a Teapot") == "I'm a Teapot"
