"""What the last canary call of each PBX found. Pure."""

from collections.abc import Iterable, Iterator

from kit.i18n import _
from thirdring.canary.rules import Fault, Result
from thirdring.canary.words import WORDS
from thirdring.doctor.finding import Finding, Weight

_DIALPLAN = (
    "[hotline-numbers]",
    "exten => {number},1,Goto(test-number,${{EXTEN}},1)",
)
_IN_THE_DIALPLAN = frozenset({Fault.REFUSED, Fault.NOT_RUNG})


def of_canary(number: str, results: Iterable[Result]) -> Iterator[Finding]:
    """`number` is the test number; '' where no canary calls are made."""
    if not number:
        return
    for result in results:
        for fault in result.faults:
            lines = tuple(line.format(number=number) for line in _DIALPLAN) if fault in _IN_THE_DIALPLAN else ()
            file = "extensions.conf" if lines else ""
            text = _("The last canary call: {what}").format(what=_(WORDS[fault]))
            yield Finding("canary", Weight.PROBLEM, result.pbx, text, file, "", lines)
