"""What the last canary call of each PBX found. Pure."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from kit.i18n import _
from kit.instants import SECOND_US
from thirdring.canary.rules import Fault, Result
from thirdring.canary.words import WORDS
from thirdring.doctor.finding import Finding, Weight

_DIALPLAN = (
    "[hotline-numbers]",
    "exten => {number},1,Goto(test-number,${{EXTEN}},1)",
)
_IN_THE_DIALPLAN = frozenset({Fault.REFUSED, Fault.NOT_RUNG})


class Canaries(NamedTuple):
    """The last canary call of each PBX. `number` is the test number; '' where no canary calls are made."""

    number: str = ""
    results: Sequence[Result] = ()
    zone: tzinfo = UTC


def of_canary(canaries: Canaries) -> Iterator[Finding]:
    number = canaries.number
    for result in canaries.results if number else ():
        at = datetime.fromtimestamp(result.at_us / SECOND_US, canaries.zone)
        for fault in result.faults:
            lines = tuple(line.format(number=number) for line in _DIALPLAN) if fault in _IN_THE_DIALPLAN else ()
            file = "extensions.conf" if lines else ""
            text = _("The last canary call, {time:%Y-%m-%d %H:%M}: {what}").format(time=at, what=_(WORDS[fault]))
            yield Finding("canary", Weight.PROBLEM, result.pbx, text, file, "", lines)
