"""How what a survey refuses becomes a problem."""

from collections.abc import Mapping
from typing import Any

from kit.http.problems import Problem
from ticketing.front import refused as quality
from ticketing.front.ask import Answering, Ask, DeskHandler, Reply
from ticketing.front.refused import sentence
from ticketing.surveys.answers import AnswersError
from ticketing.surveys.responses_store import AnsweredError, ResponseStore
from ticketing.surveys.states import ImpossibleError, SurveyError

_WHY: Mapping[str, str] = {
    "required": "must be answered",
    "not_an_answer": "is not an answer of this question: see `questions` of the survey",
    "too_long": "is too long",
    "unknown": "is not a question of this survey: use q1, q2 …",
}


def served(handler: DeskHandler, status: int = 200) -> Answering:
    async def refusing(ask: Ask, asked: Any) -> Reply:
        try:
            return await handler(ask, asked)
        except ImpossibleError as error:
            possible = [str(action) for action in error.possible]
            raise Problem(422, sentence(error), possible=possible) from None
        except AnswersError as error:
            errors = [{"parameter": f"answers.{one.question}", "message": _WHY[one.why]} for one in error.faults]
            raise Problem(422, "Some answers are wrong: correct them as `errors` says.", errors=errors) from None
        except AnsweredError as error:
            raise Problem(409, sentence(error)) from None
        except SurveyError as error:
            raise Problem(422, sentence(error)) from None

    return quality.served(refusing, status)


def responses(ask: Ask) -> ResponseStore:
    return ResponseStore(ask.site.pool, ask.desk.rules.site.zone, ask.desk.news)
