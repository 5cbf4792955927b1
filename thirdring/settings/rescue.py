"""The group that says who helps before a call is missed."""

from collections.abc import Collection
from datetime import time, tzinfo

from pydantic import Field

from kit.wrong import WrongValueError, marked
from metrics.calls import service_level
from telephony.rescues import Crew, RescuePlan
from thirdring.settings.groups import Group
from thirdring.settings.values import Names, TimeOfDay

_UNKNOWN = marked("must be one of {expected}")
_TOO_LATE = marked("comes too late: an answer is in time within {within} rings (policy.rings_within)")
_NOBODY = marked("rings nobody: name agents in helpers or managers, or set banner = true")
_NOBODY_DRY = marked("says nothing: in a dry run there is no banner, so name agents in helpers or managers")


class Rescue(Group):
    """More phones ring for a call that nobody answers, before its last allowed ring."""

    enabled: bool = Field(
        False, description="true: more phones ring for calls that are about to be missed.", examples=[True]
    )
    dry_run: bool = Field(
        False,
        description="true: nothing rings; the log and a metric say for which calls phones would have rung.",
        examples=[True],
    )
    ring: int = Field(
        0,
        ge=0,
        le=20,
        description="The ring of the caller at whose beginning more phones ring. 0: the last but one that "
        "policy.rings_within allows, so ring 2 of 3.",
        examples=[2],
    )
    helpers: Names = Field(
        (),
        description="Agents whose phones ring, the first ones first; where there are shifts, after the people of the "
        "shift. Who talks, is rung, is paused or has no phone registered is left out.",
        examples=[["1001"]],
    )
    managers: Names = Field(
        (),
        description="Agents whose phones ring where no helper is free: the manager on duty; where there are shifts, "
        "after the duty managers of the shift.",
        examples=[["1001"]],
    )
    at_once: int = Field(3, ge=1, le=10, description="Phones that ring for one call at once, at most.", examples=[2])
    ring_seconds: int = Field(20, ge=5, le=60, description="Seconds that such a phone rings.", examples=[20])
    banner: bool = Field(
        True, description="false: no banner in the pages of free agents, with which one click fetches the call.",
        examples=[False],
    )  # fmt: skip
    except_hotlines: Names = Field((), description="Hotlines for whose calls nobody is rung.", examples=[["service"]])
    since: TimeOfDay = Field(time(0), description="From this local time on.", examples=["08:00"])
    until: TimeOfDay = Field(
        time(0), description="Until this local time. The same as since: day and night.", examples=["20:00"]
    )

    def require_known(
        self, agents: Collection[str], hotlines: Collection[str], rings_within: int, *, has_shifts: bool
    ) -> None:
        """`has_shifts`: their people help as well. Raises WrongValueError."""
        for key, names, known in (
            ("helpers", self.helpers, agents),
            ("managers", self.managers, agents),
            ("except_hotlines", self.except_hotlines, hotlines),
        ):
            for place, name in enumerate(names):
                if name not in known:
                    raise WrongValueError(_UNKNOWN, key, place, expected=", ".join(known) or "–")
        if self.ring > rings_within:
            raise WrongValueError(_TOO_LATE, "ring", within=rings_within)
        somebody = bool(self.helpers or self.managers or has_shifts)
        if self.enabled and not somebody and not self.banner:
            raise WrongValueError(_NOBODY, "enabled")
        if self.enabled and self.dry_run and not somebody:
            raise WrongValueError(_NOBODY_DRY, "dry_run")

    def crew(self) -> Crew:
        return Crew(self.helpers, self.managers)

    def plan(self, policy: service_level.Policy, zone: tzinfo) -> RescuePlan:
        ring = self.ring or max(1, policy.rings_within - 1)
        return RescuePlan(
            (ring - 1) * policy.period_us,
            self.at_once,
            frozenset(self.except_hotlines),
            policy.test_numbers | policy.test_lines,
            zone,
            self.since,
            self.until,
        )
