"""The demo's words for what happened to a call, in the language in use."""

from kit.i18n import _
from lab.demo.model import Attempt, Done, Light, Party, Ringing
from metrics.objectives.standing import Status


def ring_number(rings: int) -> str:
    return _("ring {number}").format(number=rings) if rings else _("no ring")


def caller(number: str) -> str:
    return _("withheld") if number in ("", "anonymous") else number


def verdict(done: Done) -> str:
    if done.excluded is not None:
        return {
            "short_abandon": _("not counted: gone within the first ring"),
            "callback_requested": _("not counted: asked for a callback"),
            "unknown_after_gap": _("not counted: the link was down"),
        }.get(done.excluded, _("not counted"))
    if done.disposition == "answered":
        return _("in time") if done.within_target else _("late")
    return {
        "abandoned": _("missed: the caller gave up"),
        "timeout": _("missed: nobody answered"),
        "no_agent": _("missed: no agent was free"),
        "callback_requested": _("missed: asked for a callback too late"),
        "closed": _("missed: closed"),
    }.get(done.disposition, _("missed"))


def who_rings(call: Ringing) -> str:
    """The phones that ring now."""
    if not call.agents:
        return _("between two rounds")
    return " ".join(call.agents)


def who(number: str, party: Party | None) -> str:
    """As people say it: the household and a name; else the number."""
    return party.name if party is not None and party.name else caller(number)


def ticket(party: Party | None) -> str:
    return party.short if party is not None else ""


def status(status: Status) -> str:
    return {
        Status.MET: _("met"),
        Status.AT_RISK: _("at risk"),
        Status.MISSED: _("not met"),
        Status.NO_DATA: _("no data"),
    }[status]


def ratio(light: Light) -> str:
    return "–" if light.ratio is None else f"{light.ratio:.1%}"


def outcome(attempt: Attempt) -> str:
    """How a call to a customer went."""
    if attempt.outcome == "reached":
        proof = {"click": _("proven by click"), "by_hand": _("proven by hand")}.get(attempt.way or "", "")
        said = _("reached, talked {seconds} s").format(seconds=round(attempt.talk_seconds))
        return _("{said} ({proof})").format(said=said, proof=proof) if proof else said
    return {
        "busy": _("busy"),
        "no_answer": _("no answer"),
        "agent_no_answer": _("the agent did not pick up"),
        "hung_up": _("the agent hung up"),
        "too_short": _("too short to be a proof"),
    }.get(attempt.outcome, _("failed"))
