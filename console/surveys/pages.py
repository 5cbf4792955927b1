"""The pages of surveys."""

from console.frame.page import page
from console.surveys import door
from kit.http.operation import Operation

_SURVEY = "/surveys/{id}"

PAGES: tuple[Operation, ...] = (
    page("showSurveys", "/surveys", "The list of surveys", door.surveys),
    page("createSurveyByPage", "/surveys", "Create a survey as a draft", door.create, "POST"),
    page("showNewSurvey", "/surveys/new", "The form of a new survey", door.new),
    page("showSurvey", _SURVEY, "A survey with what came of it", door.survey),
    page("amendSurveyByPage", f"{_SURVEY}/amend", "Change the draft of a survey", door.amend, "POST"),
    page("moveSurveyByPage", f"{_SURVEY}/move", "Start or end a survey", door.move, "POST"),
    page("printSlipsByPage", f"{_SURVEY}/slips", "Print the slips of a survey", door.print_slips, "POST"),
    page("showInvited", f"{_SURVEY}/households", "Who is invited to a survey", door.households),
    page(
        "raiseOfAnswerByPage",
        f"{_SURVEY}/nonconformity",
        "Create a nonconformity of an answer",
        door.nonconformity,
        "POST",
    ),
)
