"""What can be asked about survey campaigns."""

from typing import Any

from kit.http.auth.roles import DISPATCHERS, MANAGERS
from kit.http.operation import Operation
from ticketing.nonconformities.bodies import NonconformityIn
from ticketing.nonconformities.models import NonconformityOut
from ticketing.surveys import bodies, models
from ticketing.surveys import campaigns_door as campaigns
from ticketing.surveys import corrective_door as corrective
from ticketing.surveys import link_door as link
from ticketing.surveys import responses_door as responses
from ticketing.surveys.ask import served
from ticketing.surveys.states import Action

_SURVEYS = "/api/v1/surveys"
_SURVEY = "/api/v1/surveys/{id}"
_NO_SURVEY = {404: "No such survey"}
_CHANGED = {**_NO_SURVEY, 409: "Changed meanwhile; `current` is what there is now", 428: "If-Match is missing"}
_LINK = "/s/{token}"
_PAGE: dict[str, Any] = {
    "roles": None,
    "query": bodies.LanguageQuery,
    "media_type": "text/html",
    "problems": {404: "Nobody has this link", 410: "The survey is over"},
    "also": (404, 410, 422, 429, 503),
}

_CAMPAIGNS = (
    Operation(
        "listSurveys",
        _SURVEYS,
        "Survey campaigns with their figures, the newest first",
        served(campaigns.list_surveys),
        query=bodies.SurveysQuery,
        answer=models.SurveyPage,
    ),
    Operation(
        "newSurvey",
        _SURVEYS,
        "A draft: what is asked, when, and which answer is a satisfied one",
        served(campaigns.new_survey, 201),
        method="POST",
        status=201,
        roles=MANAGERS,
        body=bodies.SurveyIn,
        answer=models.SurveyOut,
    ),
    Operation(
        "getSurvey",
        _SURVEY,
        "One survey",
        served(campaigns.one_survey),
        answer=models.SurveyOut,
        problems=_NO_SURVEY,
    ),
    Operation(
        "amendSurvey",
        _SURVEY,
        "Another wording of a draft; what is open stays as it is asked",
        served(campaigns.amend),
        method="PUT",
        roles=MANAGERS,
        body=bodies.SurveyIn,
        answer=models.SurveyOut,
        if_match=True,
        problems=_CHANGED,
    ),
    *(
        Operation(
            f"{action}Survey",
            f"{_SURVEY}/{action}",
            summary,
            served(campaigns.moved(action, f"survey_{done}")),
            method="POST",
            roles=MANAGERS,
            answer=models.SurveyOut,
            if_match=True,
            problems=_CHANGED,
        )
        for action, done, summary in (
            (Action.OPEN, "opened", "From now on it can be answered"),
            (Action.CLOSE, "closed", "For good; what is counted now is kept"),
        )
    ),
    Operation(
        "inviteToSurvey",
        f"{_SURVEY}/invitations",
        "A link for each household, shown only now; an earlier link of theirs ends",
        served(campaigns.invite),
        method="POST",
        roles=MANAGERS,
        body=bodies.Invite,
        answer=models.LinksOut,
        problems={404: "No such survey or household"},
    ),
    Operation(
        "listInvitations",
        f"{_SURVEY}/invitations",
        "Who is invited, and whether they have answered",
        served(campaigns.list_invitations),
        query=bodies.InvitationsQuery,
        answer=models.InvitationPage,
        problems=_NO_SURVEY,
    ),
)

_RESPONSES = (
    Operation(
        "answerSurvey",
        f"{_SURVEY}/responses",
        "What a household said on the phone, once",
        served(responses.answer, 201),
        method="POST",
        status=201,
        body=bodies.AnswerIn,
        answer=models.ResponseOut,
        problems={**_NO_SURVEY, 409: "This household has answered already"},
    ),
    Operation(
        "getResponse",
        f"{_SURVEY}/responses/{{response}}",
        "One answer, as proof of the share",
        served(responses.one_response),
        roles=DISPATCHERS,
        answer=models.ResponseOut,
        problems={404: "No such answer"},
    ),
    Operation(
        "getResults",
        f"{_SURVEY}/results",
        "How many answered, how many are satisfied, and each answer counted",
        served(responses.results),
        answer=models.ResultsOut,
        problems=_NO_SURVEY,
    ),
    Operation(
        "listFindings",
        f"{_SURVEY}/findings",
        "Low scores and comments, as candidates for corrective action; a page looks at `limit` answers",
        served(responses.findings),
        roles=DISPATCHERS,
        query=bodies.ResponsesQuery,
        answer=models.FindingPage,
        problems=_NO_SURVEY,
    ),
    Operation(
        "raiseNonconformityOfAnswer",
        f"{_SURVEY}/findings/{{response}}/nonconformity",
        "Corrective action: a nonconformity about this answer, one of each, in words that are not the household's",
        served(corrective.raise_for_answer, 201),
        method="POST",
        status=201,
        roles=DISPATCHERS,
        body=NonconformityIn,
        answer=NonconformityOut,
        problems={404: "No such finding", 409: "It has one already, which is `current`"},
    ),
)

_LINKS = (
    Operation("showSurveyForm", _LINK, "The form of a household", link.show, **_PAGE),
    Operation(
        "sendSurveyForm",
        _LINK,
        "Its answers; 303 leads back to the page, which thanks",
        link.send,
        method="POST",
        status=303,
        form=True,
        **_PAGE,
    ),
)

SURVEY_OPERATIONS = (*_CAMPAIGNS, *_RESPONSES, *_LINKS)
