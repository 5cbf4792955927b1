"""What may be asked of a sheet of households."""

from pydantic import Field

from kit.http.bodies import Body, Short
from ticketing.households.columns import Column


class SheetColumns(Body):
    estate: Short = ""
    columns: dict[Short, Column | None] = Field(
        default_factory=dict, max_length=200, description="By the header of the sheet; null: it is left out"
    )
