"""What can be asked about survey campaigns."""

from typing import Any

from kit.http.operation import Operation
from kit.roles import DISPATCHERS, MANAGERS
from ticketing.bodies import ResidentQuery
from ticketing.http.ways import read, write
from ticketing.nonconformities.door import NonconformityIn
from ticketing.nonconformities.models import NonconformityOut
from ticketing.surveys import bodies, models
from ticketing.surveys import campaigns_door as campaigns
from ticketing.surveys import corrective_door as corrective
from ticketing.surveys import link_door as link
from ticketing.surveys import responses_door as responses
from ticketing.surveys.states import Action

_SURVEYS = "/api/v1/surveys"
_SURVEY = "/api/v1/surveys/{id}"
_NO_SURVEY = {404: "No such survey"}
_CHANGE: dict[str, Any] = {
    "current": campaigns.one_survey,
    "roles": MANAGERS,
    "if_match": True,
    "problems": _NO_SURVEY,
}
_LINK = "/s/{token}"
_PAGE: dict[str, Any] = {
    "roles": None,
    "query": ResidentQuery,
    "media_type": "text/html",
    "problems": {404: "There is no such link", 410: "The survey has ended"},
    "also": (404, 410, 422, 429, 503),
}

_CAMPAIGNS = (
    read(
        "listSurveys",
        _SURVEYS,
        "List surveys with their figures, newest first",
        campaigns.list_surveys,
        models.SurveyPage,
        bodies.SurveysQuery,
    ),
    write(
        "newSurvey",
        _SURVEYS,
        "Create a survey as a draft",
        campaigns.new_survey,
        models.SurveyOut,
        bodies.SurveyIn,
        status=201,
        roles=MANAGERS,
    ),
    read("getSurvey", _SURVEY, "Return a survey", campaigns.one_survey, models.SurveyOut, problems=_NO_SURVEY),
    write(
        "amendSurvey",
        _SURVEY,
        "Replace a draft; an open survey cannot be changed",
        campaigns.amend,
        models.SurveyOut,
        bodies.SurveyIn,
        method="PUT",
        **_CHANGE,
    ),
    *(
        write(
            f"{action}Survey",
            f"{_SURVEY}/{action}",
            summary,
            campaigns.moved(action, f"survey_{done}"),
            models.SurveyOut,
            **_CHANGE,
        )
        for action, done, summary in (
            (Action.OPEN, "opened", "Open a survey for answers"),
            (Action.CLOSE, "closed", "Close a survey for good and keep its result"),
        )
    ),
    write(
        "inviteToSurvey",
        f"{_SURVEY}/invitations",
        "Create a link for each household; shown only now, earlier links end",
        campaigns.invite,
        models.LinksOut,
        bodies.Invite,
        roles=MANAGERS,
        problems={404: "No such survey or household"},
    ),
    read(
        "listInvitations",
        f"{_SURVEY}/invitations",
        "List the invited households and whether they have answered",
        campaigns.list_invitations,
        models.InvitationPage,
        bodies.InvitationsQuery,
        problems=_NO_SURVEY,
    ),
)

_RESPONSES = (
    write(
        "answerSurvey",
        f"{_SURVEY}/responses",
        "Record the answers that a household gave by phone",
        responses.answer,
        models.ResponseOut,
        bodies.AnswerIn,
        status=201,
        problems={**_NO_SURVEY, 409: "This household has answered already"},
    ),
    read(
        "getResponse",
        f"{_SURVEY}/responses/{{response}}",
        "Return an answer",
        responses.one_response,
        models.ResponseOut,
        roles=DISPATCHERS,
        problems={404: "No such answer"},
    ),
    read(
        "getResults",
        f"{_SURVEY}/results",
        "Return the results: how many answered, how many are satisfied, counts of each answer",
        responses.results,
        models.ResultsOut,
        problems=_NO_SURVEY,
    ),
    read(
        "listFindings",
        f"{_SURVEY}/findings",
        "List low scores and comments; a page examines `limit` answers",
        responses.findings,
        models.FindingPage,
        bodies.ResponsesQuery,
        roles=DISPATCHERS,
        problems=_NO_SURVEY,
    ),
    write(
        "raiseNonconformityOfAnswer",
        f"{_SURVEY}/findings/{{response}}/nonconformity",
        "Create a nonconformity about an answer, at most one for each answer",
        corrective.raise_for_answer,
        NonconformityOut,
        NonconformityIn,
        status=201,
        roles=DISPATCHERS,
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
