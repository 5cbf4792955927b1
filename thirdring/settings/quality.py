"""The groups about what people do and tell."""

from fractions import Fraction
from typing import Any, Literal

from pydantic import Field

from kit.roles import Role
from metrics.objectives.catalogue import Own
from thirdring.settings.groups import Group
from thirdring.settings.values import Names
from ticketing.duties.duty import Recurrence


class Duty(Group):
    name: str = Field(
        pattern="^[a-z][a-z0-9_]{0,31}$",
        description="A recurring duty: training, patrol, meeting, daily_inspection or weekly_inspection, to change it; "
        "or a new name. Duties are there without this; a duty keeps what is not set here.",
        examples=["daily_inspection"],
    )
    zh: str | None = Field(None, min_length=1, max_length=64, description="Its Chinese title.", examples=["部门日检查"])
    en: str | None = Field(
        None, min_length=1, max_length=64, description="Its English title.", examples=["daily inspection"]
    )
    recurrence: Literal["day", "workday", "week", "month"] = Field(
        "workday",
        description="How often it is due; workdays are those of the country, weekends that are worked included.",
        examples=["workday"],
    )
    times: int = Field(1, ge=0, le=24, description="Times in each of them; 0: not at this site.", examples=[1])
    objective: int | None = Field(
        None, description="The line of the quality sheet that it feeds: 8, 16 or 21. None by default.", examples=[16]
    )
    owner: Literal["agent", "dispatcher", "manager"] = Field(
        "agent", description="Role of whoever does it, or somebody above.", examples=["dispatcher"]
    )
    sign_off: bool = Field(False, description="true: a manager signs that it was done.", examples=[True])
    distance_minutes: int = Field(
        0,
        ge=0,
        le=1440,
        description="Minutes between two of them at least; a second one sooner is refused. 60 for patrol.",
        examples=[60],
    )
    minutes: bool = Field(
        False,
        description="true: who does it says who was there and gives the minutes. So for training and meeting.",
        examples=[True],
    )
    departments: Names = Field(
        (),
        description="Departments that each do it. None by default: the site as a whole.",
        examples=[["客服部", "工程部"]],
    )

    def as_change(self) -> dict[str, Any]:
        """Only what was set, as `site_duties` has it."""
        change = {key: getattr(self, key) for key in self.model_fields_set if getattr(self, key) is not None}
        if "recurrence" in change:
            change["recurrence"] = Recurrence(self.recurrence)
        if "owner" in change:
            change["owner"] = Role(self.owner)
        return change


class Objective(Group):
    id: int = Field(ge=1, le=21, description="A line of the quality sheet: 1 to 21.", examples=[10])
    target: float | None = Field(
        None,
        gt=0,
        le=100,
        description="Its target in percent. By default the sheet's own, docs/objectives.md. Lines 8, 16 and 21 are "
        "held to every time that their duty is due: `times` of [[duty]].",
        examples=[95],
    )
    origin: str = Field(
        "",
        max_length=60,
        description="Where this target comes from, such as a contract. It stands in the remarks of the monthly sheet.",
        examples=["2026 年度物业服务合同附件二"],
    )

    def as_own(self) -> Own:
        return Own(self.id, None if self.target is None else Fraction(str(self.target)) / 100, self.origin)


class Nonconformity(Group):
    breach_categories: Names = Field(
        (),
        description="Categories of tickets of which a broken promise raises a nonconformity; * is all of them. "
        "None by default.",
        examples=[["complaint", "major_incident"]],
    )
