"""What the API answers about survey campaigns, field by field."""

from datetime import date

from pydantic import Field

from kit.http.out import Out
from kit.http.wire import Instant
from ticketing.surveys.states import Action, State
from ticketing.surveys.survey import Form, Kind


class WordsOut(Out):
    zh: str
    en: str


class QuestionOut(Out):
    key: str = Field(description="q1, q2 …: its name in answers")
    text: WordsOut
    form: Form
    choices: list[WordsOut]
    satisfied: list[str]
    required: bool
    decides: bool


class ShareOut(Out):
    counted: int = Field(description="Answers in which the question that decides is answered")
    satisfied: int
    ratio: float | None = Field(description="satisfied / counted; null: nothing is counted")


class SurveyOut(Out):
    id: int
    kind: Kind
    state: State
    version: int = Field(description="Also the ETag; a change names it in If-Match")
    possible: list[Action]
    title: WordsOut
    introduction: WordsOut
    from_: date = Field(alias="from")
    to: date
    anonymous: bool
    questions: list[QuestionOut]
    rule_version: int = Field(description="Of the rule that says who is satisfied")
    created_by: str
    created_at: Instant
    opened_at: Instant | None
    closed_at: Instant | None
    invited: int
    answered: int
    share: ShareOut = Field(description="Of a closed survey: as it was when it was closed")
    recomputed: ShareOut | None = Field(description="What the answers say now, where that is something else")


class SurveyPage(Out):
    items: list[SurveyOut]
    next: str | None = Field(description="The cursor of the next page; null: this is the last one")


class LinkOut(Out):
    household: int
    place: str
    path: str = Field(description="Of the page that this household answers on. It is shown only now")


class LinksOut(Out):
    items: list[LinkOut]


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
    at: Instant = Field(description="Of an anonymous survey: the beginning of its day")
    who: str = Field(description="Who entered it; empty: it came by link, or the survey is anonymous")
    answers: dict[str, str]
    comments: dict[str, str]
    satisfied: bool | None = Field(description="null: the question that decides is not answered")
    nonconformity: int | None = Field(description="What came of it; null: nothing was raised")


class CountsOut(Out):
    key: str
    counts: dict[str, int] = Field(description="How often each answer was given; of texts, how many, as `answered`")


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
    remarks: list[RemarkOut] = Field(description="1 or 2 on a scale, a dissatisfied person's choices, every comment")
    nonconformity: int | None = Field(description="What came of it, in /api/v1/nonconformities; null: nothing yet")


class FindingPage(Out):
    items: list[FindingOut]
    next: str | None


class LiveSurveyOut(Out):
    """The data of one `event: survey` of the live stream. It names nobody."""

    what: str = Field(description="created, amend, invite, open, answered or close")
    id: int
    kind: Kind
    state: State
