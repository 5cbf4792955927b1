"""What the API answers about survey campaigns, field by field."""

from datetime import date

from pydantic import Field

from kit.http.out import Out, PageOut
from kit.http.wire import Instant
from ticketing.surveys.states import Action, State
from ticketing.surveys.survey import Form, Kind


class WordsOut(Out):
    zh: str
    en: str


class QuestionOut(Out):
    key: str = Field(description="The key in answers: q1, q2 …")
    text: WordsOut
    form: Form
    choices: list[WordsOut]
    satisfied: list[str]
    required: bool
    decides: bool


class ShareOut(Out):
    counted: int = Field(description="Answers to the deciding question")
    satisfied: int
    ratio: float | None = Field(description="satisfied / counted; null if nothing is counted")


class SurveyOut(Out):
    id: int
    kind: Kind
    state: State
    version: int = Field(description="Also the ETag; changes send it as If-Match")
    possible: list[Action]
    title: WordsOut
    introduction: WordsOut
    from_: date = Field(alias="from")
    to: date
    anonymous: bool
    questions: list[QuestionOut]
    rule_version: int = Field(description="Version of the rule that decides who is satisfied")
    created_by: str
    created_at: Instant
    opened_at: Instant | None
    closed_at: Instant | None
    invited: int
    answered: int
    share: ShareOut = Field(description="For a closed survey: the result at closing")
    recomputed: ShareOut | None = Field(description="The result of the present answers, if it differs")


class SurveyPage(PageOut[SurveyOut]):
    pass


class LinkOut(Out):
    household: int
    place: str
    path: str = Field(description="The path of the household's survey page. It is shown only now")


class LinksOut(Out):
    items: list[LinkOut]
    resting_count: int = Field(
        description="Households that get no link now, since they were asked lately to rate something else"
    )


class InvitationOut(Out):
    household: int
    place: str
    answered: bool


class InvitationPage(Out):
    items: list[InvitationOut]
    next: str | None


class ResponseOut(Out):
    id: str
    survey: int
    household: int | None = Field(description="null: the survey is anonymous, or the household was deleted")
    channel: str = Field(description="phone, import or link")
    at: Instant = Field(description="For an anonymous survey: the beginning of the day")
    who: str = Field(description="Who entered it; empty for a link or an anonymous survey")
    answers: dict[str, str]
    comments: dict[str, str]
    satisfied: bool | None = Field(description="null: the deciding question was not answered")
    nonconformity: int | None = Field(description="The resulting nonconformity; null if there is none")


class CountsOut(Out):
    key: str
    counts: dict[str, int] = Field(
        description="How often each answer was given; for texts, the number of them as `answered`"
    )


class ResultsOut(Out):
    survey: int
    state: State
    rule_version: int
    invited: int
    answered: int
    share: ShareOut
    recomputed: ShareOut | None
    questions: list[CountsOut]


class RemarkOut(Out):
    question: str
    answer: str
    comment: str


class FindingOut(Out):
    """A candidate for corrective action."""

    response: str
    household: int | None
    at: Instant
    remarks: list[RemarkOut] = Field(description="Scores of 1 or 2, choices of dissatisfied people, and all comments")
    nonconformity: int | None = Field(description="The resulting nonconformity; null if there is none")


class FindingPage(Out):
    items: list[FindingOut]
    next: str | None


class LiveSurveyOut(Out):
    """The data of one `event: survey` of the live stream. It names nobody."""

    what: str = Field(description="created, amend, invite, open, answered or close")
    id: int
    kind: Kind
    state: State
