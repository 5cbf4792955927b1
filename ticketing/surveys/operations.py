"""What can be asked about survey campaigns."""

from typing import Any

from kit.http.operation import Operation
from kit.roles import DISPATCHERS, MANAGERS
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
_CHANGED = {**_NO_SURVEY, 409: "Changed by somebody else; `current` is the present state", 428: "If-Match is missing"}
_LINK = "/s/{token}"
_PAGE: dict[str, Any] = {
    "roles": None,
    "query": bodies.LanguageQuery,
    "media_type": "text/html",
    "problems": {404: "There is no such link", 410: "The survey has ended"},
    "also": (404, 410, 422, 429, 503),
}

_CAMPAIGNS = (
    Operation(
        "listSurveys",
        _SURVEYS,
        "List surveys with their figures, newest first",
        served(campaigns.list_surveys),
        query=bodies.SurveysQuery,
        answer=models.SurveyPage,
    ),
    Operation(
        "newSurvey",
        _SURVEYS,
        "Create a survey as a draft",
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
        "Return a survey",
        served(campaigns.one_survey),
        answer=models.SurveyOut,
        problems=_NO_SURVEY,
    ),
    Operation(
        "amendSurvey",
        _SURVEY,
        "Replace a draft; an open survey cannot be changed",
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
            (Action.OPEN, "opened", "Open a survey for answers"),
            (Action.CLOSE, "closed", "Close a survey for good and keep its result"),
        )
    ),
    Operation(
        "inviteToSurvey",
        f"{_SURVEY}/invitations",
        "Create a link for each household; shown only now, earlier links end",
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
        "List the invited households and whether they have answered",
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
        "Record the answers that a household gave by phone",
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
        "Return an answer",
        served(responses.one_response),
        roles=DISPATCHERS,
        answer=models.ResponseOut,
        problems={404: "No such answer"},
    ),
    Operation(
        "getResults",
        f"{_SURVEY}/results",
        "Return the results: how many answered, how many are satisfied, counts of each answer",
        served(responses.results),
        answer=models.ResultsOut,
        problems=_NO_SURVEY,
    ),
    Operation(
        "listFindings",
        f"{_SURVEY}/findings",
        "List low scores and comments; a page examines `limit` answers",
        served(responses.findings),
        roles=DISPATCHERS,
        query=bodies.ResponsesQuery,
        answer=models.FindingPage,
        problems=_NO_SURVEY,
    ),
    Operation(
        "raiseNonconformityOfAnswer",
        f"{_SURVEY}/findings/{{response}}/nonconformity",
        "Create a nonconformity about an answer, at most one for each answer",
        served(corrective.raise_for_answer, 201),
        method="POST",
        status=201,
        roles=DISPATCHERS,
        body=NonconformityIn,
        answer=NonconformityOut,
        problems={404: "No such finding", 409: "The answer has one already: `current`"},
    ),
)

_LINKS = (
    Operation("showSurveyForm", _LINK, "Return the survey page of a household", link.show, **_PAGE),
    Operation(
        "sendSurveyForm",
        _LINK,
        "Submit the answers of a household; 303 leads back to the page",
        link.send,
        method="POST",
        status=303,
        form=True,
        **_PAGE,
    ),
)

SURVEY_OPERATIONS = (*_CAMPAIGNS, *_RESPONSES, *_LINKS)
