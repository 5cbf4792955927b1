"""The query parameters of the quality sheet."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from kit.http.days import Day, Month
from kit.http.queries import PAGE_LIMIT_MAX, Query, read_count
from metrics.objectives.cases import Outcome

Reason = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_]+$")]


class MonthQuery(Query):
    month: Month | None = Field(None, description="The month of the sheet; the current one by default")
    format: Literal["pdf", "xlsx"] = Field("pdf", description="`pdf` for printing, `xlsx` for a spreadsheet")
    lang: Literal["zh", "en"] | None = Field(
        None, description="Language of the sheet; by default Accept-Language decides"
    )


class DayQuery(Query):
    date: Day | None = Field(None, description="A local day of the period; today by default")


class EvidenceQuery(DayQuery):
    outcome: Outcome | None = Field(None, description="Only rows that are met, missed or open")
    why: Reason | None = Field(None, description="Only rows that are not met for this reason: `why` of a row")
    limit: Annotated[int, BeforeValidator(read_count)] = Field(
        100, ge=1, le=PAGE_LIMIT_MAX, description="Rows per page"
    )
    cursor: str | None = Field(None, min_length=1, max_length=2048, description="`next` of the previous page")
