"""News of surveys, as the live stream tells them."""

from kit.http.live import Told, plain
from ticketing.news import SurveyNews
from ticketing.surveys.models import LiveSurveyOut


def survey_told(news: SurveyNews) -> Told:
    survey = news.survey
    return plain("survey", LiveSurveyOut(what=news.what, id=survey.id, kind=survey.kind, state=survey.state))
