"""What the description of the API says of errors: `current` is one of what can change meanwhile."""

from pydantic import Field

from kit.http import problems
from ticketing.callbacks.models import CallbackOut
from ticketing.duties.models import DutyOut
from ticketing.households.models import HouseholdOut, ResidentOut
from ticketing.inspections.models import InspectionFindingOut
from ticketing.nonconformities.models import NonconformityOut
from ticketing.readings.models import ReadingOut
from ticketing.surveys.models import SurveyOut
from ticketing.tickets.models import TicketOut

Desk = TicketOut | CallbackOut | HouseholdOut | ResidentOut
Told = ReadingOut | DutyOut | InspectionFindingOut | NonconformityOut | SurveyOut


class ProblemDetails(problems.ProblemDetails):
    __doc__ = problems.ProblemDetails.__doc__

    current: Desk | Told | None = Field(None, description="The present state, if it was changed by somebody else")
