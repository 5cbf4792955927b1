"""Findings about whether the dialplan cleans callers' numbers. Pure."""

from collections.abc import Iterator

from kit.i18n import _
from thirdring.doctor.dialplan import Way
from thirdring.doctor.finding import Finding, Weight
from thirdring.doctor.seen import Seen

_NUMBER = (
    "exten => s,1,ExecIf($[${LEN(${FILTER(0-9+*#,${CALLERID(num)})})} != ${LEN(${CALLERID(num)})}]"
    "?Set(CALLERID(num)=anonymous))"
)
_NAME = r" same => n,Set(CALLERID(name)=${FILTER(\x20-\x7e\x80-\xff,${CALLERID(name)})})"
DOOR = ("[door]", _NUMBER, _NAME, " same => n,Return()")
"""Of deploy/asterisk/extensions.conf, in short."""


def of_door(pbx: Seen) -> Iterator[Finding]:
    if pbx.doors is None:
        text = _(
            "The AMI user {user} may not look at the dialplan: whether what callers write into their number is cleaned "
            "is not known. Let it look, or see that these lines are there."
        )
        line = f"; manager.conf, [{pbx.username}]: write = …,reporting"
        lines = (line, *_lines("NUMBER"))
        yield _finding(pbx, "door_not_seen", text.format(user=pbx.username), lines, Weight.NOT_SEEN)
        return
    for number, door in pbx.doors.items():
        if door.way is Way.OPEN:
            text = _(
                "A caller can write line breaks and other signs into their number and name. The dialplan hands them on "
                "as they are: the call to {number} comes to {application} in {context} before anything cleans them."
            )
            text = text.format(number=number, application=door.application, context=door.context)
            yield _finding(pbx, "door_open", text, _lines(number))
        elif door.way is Way.UNKNOWN:
            text = _(
                "Whether the dialplan cleans what callers write into their number cannot be told for the call to "
                "{number}: its way goes by variables. See that these lines are there."
            )
            yield _finding(pbx, "door_unknown", text.format(number=number), _lines(number), Weight.NOT_SEEN)


def _lines(number: str) -> tuple[str, ...]:
    first = _("first, before anything else of this number; the rest comes after it")
    return (f"exten => {number},1,Gosub(door,s,1) ; {first}", *DOOR)


def _finding(pbx: Seen, code: str, text: str, lines: tuple[str, ...], weight: Weight = Weight.HINT) -> Finding:
    return Finding(code, weight, pbx.name, text, "extensions.conf", "", lines)
