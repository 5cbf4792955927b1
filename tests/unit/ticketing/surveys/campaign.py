"""A yearly survey: how content are you (decides), was the gate open, which service is best, and why."""

from datetime import date

from ticketing.surveys.survey import Form, Kind, Question, Survey, Words

SURVEY = Survey(
    Kind.YEARLY,
    Words("年度满意度调查", "Yearly survey"),
    date(2026, 11, 20),
    date(2026, 12, 20),
    (
        Question(
            Words("您对服务满意吗？", "How content are you?"),
            Form.SCALE,
            satisfied=frozenset({"4", "5"}),
            required=True,
            decides=True,
        ),
        Question(Words("门禁是否完好？", "Does the gate work?"), Form.YES_NO, satisfied=frozenset({"yes"})),
        Question(Words("哪项最好？", "Best?"), Form.CHOICE, (Words("保洁", "cleaning"), Words("绿化", "greening"))),
        Question(Words("意见", "Why?"), Form.TEXT),
    ),
)
