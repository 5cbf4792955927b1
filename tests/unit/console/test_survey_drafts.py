"""What the form of a draft sends, as the API wants it, and back; and how answers are drawn."""

from console.surveys.drafts import QUESTIONS, body_of_draft, fits, rows_of
from console.surveys.results import WIDTH, bars

TYPED = {
    "kind": "yearly",
    "title_zh": "年度调查",
    "from": "2026-11-20",
    "to": "2026-12-20",
    "q1_zh": "您满意吗？",
    "q1_form": "scale",
    "q2_form": "yes_no",
    "q3_zh": "哪项最好？",
    "q3_en": "Which is best?",
    "q3_form": "choice",
    "q3_choices": "保洁 | cleaning\r\n\r\n绿化",
    "q3_satisfied": "1，2",
    "q3_required": "true",
    "decides": "3",
}


def test_a_draft_is_what_was_typed_and_a_question_without_a_text_is_left_out() -> None:
    assert body_of_draft(TYPED) == {
        "kind": "yearly",
        "from": "2026-11-20",
        "to": "2026-12-20",
        "title": {"zh": "年度调查"},
        "introduction": {},
        "anonymous": False,
        "questions": [
            {"text": {"zh": "您满意吗？"}, "form": "scale", "required": False, "decides": False},
            {
                "text": {"zh": "哪项最好？", "en": "Which is best?"},
                "form": "choice",
                "required": True,
                "decides": True,
                "choices": [{"zh": "保洁", "en": "cleaning"}, {"zh": "绿化", "en": ""}],
                "satisfied": ["1", "2"],
            },
        ],
    }


def asked(**fields: object) -> dict[str, object]:
    text = {"zh": "您满意吗？", "en": ""}
    usual = {"key": "q1", "text": text, "form": "scale", "choices": [], "satisfied": ["4", "5"], "required": True}
    return {**usual, "decides": True, **fields}


def test_a_draft_comes_back_into_the_form_as_it_was() -> None:
    choices = [{"zh": "保洁", "en": "cleaning"}, {"zh": "绿化", "en": ""}]
    rows = rows_of({"questions": [asked(), asked(form="choice", choices=choices, satisfied=["1"], decides=False)]})
    assert len(rows) == QUESTIONS
    assert (rows[0]["text"]["zh"], rows[0]["satisfied"], rows[0]["decides"]) == ("您满意吗？", "", True)
    assert (rows[1]["choices"], rows[1]["satisfied"]) == ("保洁 | cleaning\n绿化", "1")
    assert [row["decides"] for row in rows_of(None)] == [True] + [False] * (QUESTIONS - 1)


def test_a_draft_that_the_form_cannot_hold_is_not_offered_for_change() -> None:
    assert fits({"questions": [asked()]})
    assert not fits({"questions": [asked(satisfied=["3", "4", "5"])]})
    assert not fits({"questions": [asked()] * (QUESTIONS + 1)})


def test_the_longest_bar_is_the_commonest_answer() -> None:
    choices = [{"zh": "保洁", "en": ""}, {"zh": "绿化", "en": ""}]
    survey = {"questions": [asked(form="choice", choices=choices, satisfied=["2"])]}
    (question,) = bars(survey, {"questions": [{"key": "q1", "counts": {"1": 1, "2": 4}}]}, "en")
    assert [(bar.words, bar.width, bar.satisfied) for bar in question.bars] == [
        ("保洁", WIDTH // 4, False),
        ("绿化", WIDTH, True),
    ]
    (empty,) = bars(survey, {"questions": [{"key": "q1", "counts": {"1": 0, "2": 0}}]}, "en")
    assert [bar.width for bar in empty.bars] == [0, 0]
