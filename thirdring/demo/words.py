"""The demo's words for what happened to a call, in the language in use."""

from thirdring.demo.model import Done, Ringing
from thirdring.i18n import _


def ring_number(rings: int) -> str:
    return _("ring {number}").format(number=rings) if rings else _("no ring")


def caller(number: str) -> str:
    return _("withheld") if number in ("", "anonymous") else number


def verdict(done: Done) -> str:
    if done.excluded is not None:
        return {
            "short_abandon": _("not counted: gone within the first ring"),
            "unknown_after_gap": _("not counted: the link was down"),
        }.get(done.excluded, _("not counted"))
    if done.disposition == "answered":
        return _("in time") if done.within_target else _("late")
    return {
        "abandoned": _("missed: the caller gave up"),
        "timeout": _("missed: nobody answered"),
        "no_agent": _("missed: no agent was free"),
        "closed": _("missed: closed"),
    }.get(done.disposition, _("missed"))


def who_rings(call: Ringing) -> str:
    """The phones that ring now."""
    if not call.agents:
        return _("between two rounds")
    return " ".join(call.agents)
