"""What the buttons of a ticket say. Pure."""

from collections.abc import Mapping

from console.frame.navigation import marked
from ticketing.tickets.states import Action

ACTIONS: Mapping[str, str] = {
    Action.DISPATCH: marked("Dispatch"),
    Action.START: marked("Start work"),
    Action.RETURN: marked("Send back"),
    Action.HAND_OVER: marked("Hand over"),
    Action.PAUSE: marked("Pause"),
    Action.RESUME: marked("Resume"),
    Action.RESOLVE: marked("Resolve"),
    Action.CLOSE: marked("Close"),
    Action.REOPEN: marked("Reopen"),
    Action.CANCEL: marked("Cancel the ticket"),
}

SEVERAL = {action: ACTIONS[action] for action in (Action.DISPATCH, Action.START, Action.RESOLVE, Action.CLOSE)} | {
    Action.CANCEL: marked("Cancel the tickets")
}
"""What is done to several tickets at once: the same action with the same words."""
