"""What people ask of survey campaigns, field by field."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kit.http.bodies import Body, Id
from kit.http.pages import Page, PageOfIds
from kit.http.queries import Flag
from ticketing.surveys.survey import CHOICES_MAX, QUESTIONS_MAX, USUAL, Form, Kind, Question, Survey, Words

_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Title = Annotated[str, Field(max_length=120, pattern=_TEXT)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
Long = Annotated[str, Field(max_length=1_000, pattern=_TEXT)]


class TitleIn(Body):
    zh: Title = ""
    en: Title = Field("", description="One language is enough; it is then shown for both")

    def words(self) -> Words:
        return Words(self.zh.strip(), self.en.strip())


class LongIn(Body):
    zh: Long = ""
    en: Long = ""


class QuestionIn(Body):
    text: TitleIn
    form: Annotated[Form, Field(strict=False)] = Field(description="scale: 1 to 5, 5 is best")
    choices: list[TitleIn] = Field(
        [], max_length=CHOICES_MAX, description="The choices; the answer is the position 1, 2 …"
    )
    satisfied: list[Annotated[str, Field(max_length=3)]] | None = Field(
        None, max_length=CHOICES_MAX, description="The answers that count as satisfied; by default 4 and 5, or yes"
    )
    required: bool = False
    decides: bool = Field(
        False, description="Whether this question decides about satisfaction; exactly one question does"
    )

    def question(self) -> Question:
        usual = USUAL.get(self.form, frozenset())
        return Question(
            self.text.words(),
            self.form,
            tuple(choice.words() for choice in self.choices),
            usual if self.satisfied is None else frozenset(self.satisfied),
            self.required or self.decides,
            self.decides,
        )


class SurveyIn(Body):
    kind: Annotated[Kind, Field(strict=False)] = Field(description="`yearly` counts for line 17 of the quality sheet")
    title: TitleIn
    introduction: LongIn = LongIn()
    from_: Day = Field(alias="from", description="First local day on which a link can be used")
    to: Day = Field(description="Last local day; a yearly survey counts for the year of this day")
    anonymous: bool = Field(False, description="true: answers are stored without household and time of day")
    questions: list[QuestionIn] = Field(min_length=1, max_length=QUESTIONS_MAX)

    def survey(self) -> Survey:
        return Survey(
            self.kind,
            self.title.words(),
            self.from_,
            self.to,
            tuple(one.question() for one in self.questions),
            Words(self.introduction.zh.strip(), self.introduction.en.strip()),
            self.anonymous,
        )


class Invite(Body):
    households: list[Id] | None = Field(
        None,
        min_length=1,
        max_length=2_000,
        description="All households by default. Households that have answered get no new link",
    )


class AnswerIn(Body):
    household: Id
    answers: dict[Annotated[str, Field(max_length=20)], Annotated[str, Field(max_length=2_000)]] = Field(
        min_length=1, max_length=QUESTIONS_MAX, description='By question: {"q1": "5", "q2": "yes"}'
    )


class SurveysQuery(PageOfIds):
    kind: Kind | None = None
    state: Literal["draft", "open", "closed"] | None = None


class InvitationsQuery(Page):
    answered: Flag | None = Field(None, description="false: only households that have not answered")


class ResponsesQuery(Page):
    pass
