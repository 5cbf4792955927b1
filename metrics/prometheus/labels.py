"""Labels of metrics, and where the values of each come from.

No label takes a value from outside: what is not configured or not known by name goes into `other`, so that nobody can
make series without end by dialling, and no phone number becomes a label.
"""

from typing import NamedTuple

from metrics.calls.rescued import Rescue
from metrics.calls.service_level import Excluded
from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.objective import Period
from metrics.prometheus.agents import AgentState
from telephony.agi.counts import End
from telephony.ami.wanted import WANTED
from telephony.calls.tracker import HANDLED
from telephony.facts import CallState, Direction, Disposition, Measurement, Outcome
from ticketing.callbacks.callback import AttemptOutcome, Reason
from ticketing.callbacks.states import OPEN
from ticketing.disclosure import DISCLOSING
from ticketing.tickets.states import ACTIVE, Status

OTHER = "other"
YES, NO = "yes", "no"
UNKNOWN_STATE = "unknown"
NO_SCRIPT = "none"
DRY_RUN = "dry_run"
EVENT_NAMES = frozenset(name.decode() for name in WANTED) | HANDLED


class Label(NamedTuple):
    """`values` are all it can have; None: the names that the settings have under `source`, and `other`."""

    name: str
    source: str
    values: frozenset[str] | None = None


def _fixed(name: str, source: str, *values: str) -> Label:
    return Label(name, source, frozenset(values))


HOTLINE = Label("hotline", "`[[hotline]]` names; `other` for a call of none of them")
AGENT = Label("agent", "`[[agent]]` names; `other` for a device that nobody owns")
PBX = Label("pbx", "`[[pbx]]` names")
DIRECTION = _fixed("direction", "the directions of a call", *Direction)
DISPOSITION = _fixed("disposition", "what the switch can have seen", *Disposition)
OUTCOME = _fixed("outcome", "how an attempt can end", *Outcome)
ANSWERED = _fixed("answered", "yes or no", YES, NO)
IN_LEVEL = _fixed("in_level", "yes or no", YES, NO)
_NEVER_HERE = {Excluded.OUTBOUND, Excluded.INTERNAL, Excluded.NO_MEASUREMENT}
REASON = _fixed("reason", "why a call is not counted", *(set(Excluded) - _NEVER_HERE))
RESCUE = _fixed("result", "what became of a call for which more phones rang; `dry_run`", *Rescue, DRY_RUN)
STATE = _fixed("state", "the states of a live call", *(set(CallState) - {CallState.ENDED}))
EVENT = _fixed("event", "the AMI events that have a meaning here; `other`", *EVENT_NAMES, OTHER)
EVENT_STATE = _fixed("state", "the states of a call; `unknown` outside a call", *CallState, UNKNOWN_STATE)
OBJECTIVE = _fixed("objective", "the lines of the quality sheet, docs/objectives.md", *(one.key for one in OBJECTIVES))
PERIOD = _fixed("period", "what an objective is measured over", *Period)
NUMBER = _fixed("number", "the lines of the quality sheet", *(str(one.id) for one in OBJECTIVES))
ZH = Label("zh", "the Chinese title, of the quality sheet or of `[[desk.category]]`")
EN = Label("en", "the English title, of the quality sheet or of `[[desk.category]]`")
CATEGORY = Label("category", "the site's categories of tickets; `other` also for one that it has no more")
ROW_KIND = _fixed("kind", "what a row of PostgreSQL stands for", "ticket", "callback")
STATUS = _fixed("status", "the states of a ticket that is not closed or cancelled", *ACTIVE, Status.RESOLVED)
CALLBACK_REASON = _fixed("reason", "why somebody is called back", *Reason)
CALLBACK_STATE = _fixed("state", "the states of a callback that is open", *OPEN)
CALLBACK_OUTCOME = _fixed("outcome", "how an attempt to call back can end", *AttemptOutcome)
DISCLOSURE_RULE = _fixed("rule", "by which rule a number is shown, docs/privacy.md", *DISCLOSING)
DISCLOSURE_LIMIT = _fixed("limit", "what is limited a day", "shown", "looked_up")
DUTY_STATE = _fixed("state", "what became of a duty", "due", "done", "missed")
SHIFT = Label("shift", "`[[shifts.shift]]` names")
AGENT_STATE = _fixed("state", "what an agent does", *AgentState)
MEASUREMENT = _fixed("measurement", "how completely a call was heard", *Measurement)
AGI_SCRIPT = _fixed(
    "script",
    "the AGI scripts, docs/asterisk.md; `none` where none of them was asked for",
    *("arrive", "rate", "callback", "after-hours", "work", "canary", "nothing", NO_SCRIPT),
)
AGI_END = _fixed("end", "how an AGI session can end", *End)
UPKEEP = _fixed("task", "what is to be done every day", "backup", "purge")
