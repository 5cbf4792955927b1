"""Campaigns and answers as the API shows them."""

from collections.abc import Mapping, Sequence

from kit.http.shown import shown
from kit.http.wire import instant, instant_or_none
from telephony.masking import mask_text
from ticketing.surveys.campaigns_store import Invited
from ticketing.surveys.models import (
    CountsOut,
    FindingOut,
    LinkOut,
    QuestionOut,
    RemarkOut,
    ResponseOut,
    ResultsOut,
    ShareOut,
    SurveyOut,
    WordsOut,
)
from ticketing.surveys.rows import Campaign, Response
from ticketing.surveys.satisfaction import Share, remarks
from ticketing.surveys.states import possible
from ticketing.surveys.survey import Question, Words, key


def survey_out(campaign: Campaign) -> SurveyOut:
    survey = campaign.survey
    return shown(
        SurveyOut,
        survey,
        possible=list(possible(survey.state)),
        from_=survey.first,
        to=survey.last,
        questions=[_question(place, one) for place, one in enumerate(survey.questions)],
        rule_version=campaign.rule_version,
        created_by=campaign.created_by,
        created_at=instant(campaign.created_at_us),
        opened_at=instant_or_none(campaign.opened_at_us),
        closed_at=instant_or_none(campaign.closed_at_us),
        invited=campaign.invited,
        answered=campaign.answered,
        share=_share(campaign.share),
        recomputed=_recomputed(campaign),
    )


def results_out(campaign: Campaign, counts: Sequence[Mapping[str, int]]) -> ResultsOut:
    return ResultsOut(
        survey=campaign.survey.id,
        state=campaign.survey.state,
        rule_version=campaign.rule_version,
        invited=campaign.invited,
        answered=campaign.answered,
        share=_share(campaign.share),
        recomputed=_recomputed(campaign),
        questions=[CountsOut(key=key(place), counts=dict(given)) for place, given in enumerate(counts)],
    )


def response_out(response: Response, sees_all: bool) -> ResponseOut:
    """What people write may hold a phone number."""
    return shown(
        ResponseOut,
        response,
        answers=dict(response.answers.chosen),
        comments={name: _seen(text, sees_all) for name, text in response.answers.comments.items()},
    )


def finding_out(campaign: Campaign, response: Response, sees_all: bool) -> FindingOut | None:
    """What has a nonconformity stays one after its comments were deleted."""
    found = [
        RemarkOut(question=one.question, answer=one.answer, comment=_seen(one.comment, sees_all))
        for one in remarks(campaign.survey.questions, response.answers)
    ]
    if not found and response.nonconformity is None:
        return None
    return FindingOut(
        response=response.id,
        household=response.household,
        at=instant(response.at_us),
        remarks=found,
        nonconformity=response.nonconformity,
    )


def link_out(link: Invited) -> LinkOut:
    return LinkOut(household=link.household, place=link.place.short, path=f"/s/{link.token}")


def _seen(text: str, sees_all: bool) -> str:
    return text if sees_all else mask_text(text)


def _recomputed(campaign: Campaign) -> ShareOut | None:
    return None if campaign.now == campaign.share else _share(campaign.now)


def _share(share: Share) -> ShareOut:
    ratio = share.ratio
    return ShareOut(counted=share.counted, satisfied=share.satisfied, ratio=None if ratio is None else float(ratio))


def _words(words: Words) -> WordsOut:
    return WordsOut(zh=words.zh, en=words.en)


def _question(place: int, question: Question) -> QuestionOut:
    return QuestionOut(
        key=key(place),
        text=_words(question.text),
        form=question.form,
        choices=[_words(choice) for choice in question.choices],
        satisfied=sorted(question.satisfied),
        required=question.required,
        decides=question.decides,
    )
