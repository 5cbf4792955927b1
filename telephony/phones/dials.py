"""What a page dials: how many calls at once, and what is cancelled in place of a page that is gone. Pure."""

import re
from typing import NamedTuple

from telephony.phones.heads import fields_of

AT_ONCE = 3
"""A call, one to ask a colleague in between, and one to spare."""
_TAGGED = re.compile(r".*>;tag=[\w.!%*+`'~-]+", re.ASCII)
_COPIED = ("from", "to", "call-id")


class _Dial(NamedTuple):
    uri: str
    head: dict[str, str]
    is_answered: bool = False


def begins_call(message: str) -> bool:
    """Whether the page asks for a new call. Within a call that is on, To has the tag of the other side."""
    return message.startswith("INVITE ") and not _TAGGED.fullmatch(dict(fields_of(message)).get("to", ""))


class Dials:
    def __init__(self) -> None:
        self._dials: dict[str, _Dial] = {}

    def may_pass(self, message: str) -> bool:
        """Of the page. False where it has as many calls as it may, or begins one that is begun already."""
        if not message.startswith("INVITE "):
            return True
        fields = fields_of(message)
        names = [name for name, _ in fields]
        if any(names.count(name) != 1 for name in ("to", "call-id", "cseq")):
            return False  # the PBX may go by the other one
        if not begins_call(message):
            return True
        head = dict(reversed(fields))  # of several Via the first one
        if head["call-id"] in self._dials or len(self._dials) >= AT_ONCE:
            return False
        self._dials[head["call-id"]] = _Dial(message.split(" ", 2)[1], head)
        return True

    def from_pbx(self, message: str) -> None:
        head = dict(fields_of(message))
        call, cseq = head.get("call-id", ""), head.get("cseq", "")
        dial = self._dials.get(call)
        if dial is None:
            return
        answer = message[8:9] if message.startswith("SIP/2.0 ") else ""
        is_refused = answer in tuple("3456") and cseq == dial.head["cseq"]
        if message.startswith("BYE ") or (answer == "2" and cseq.endswith(" BYE")) or is_refused:
            del self._dials[call]
        elif answer == "2" and cseq == dial.head["cseq"]:
            self._dials[call] = dial._replace(is_answered=True)

    def cancels(self) -> list[str]:
        """What ends each call that nobody has answered yet."""
        dials, self._dials = self._dials, {}
        return [_cancel(each) for each in dials.values() if not each.is_answered]


def _cancel(dial: _Dial) -> str:
    copied = [f"{name}: {dial.head[name]}" for name in ("via", *_COPIED) if name in dial.head]
    number = dial.head["cseq"].split(" ", 1)[0]
    first = (f"CANCEL {dial.uri} SIP/2.0", *copied, f"cseq: {number} CANCEL", "max-forwards: 70")
    return "\r\n".join([*first, "content-length: 0", "", ""])
