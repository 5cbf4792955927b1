"""What can be asked of callbacks."""

from kit.roles import DISPATCHERS
from ticketing.bodies import Why
from ticketing.callbacks import bodies
from ticketing.callbacks import door as callbacks
from ticketing.callbacks.assign_door import assign
from ticketing.callbacks.models import CallbackOut, CallbackPage, RateOut
from ticketing.http.ways import read, write
from ticketing.tickets.models import NumberOut

_CALLBACK = "/api/v1/callbacks/{id}"
_NO_CALLBACK = {404: "No such callback"}
_NO_DIAL = {409: "Another agent holds it; `current` says who", **_NO_CALLBACK}
_NO_CALL = {409: "Another agent holds it, or a call by click of yours is on; `current` says who", **_NO_CALLBACK}

CALLBACKS = (
    read(
        "listCallbacks",
        "/api/v1/callbacks",
        "List callbacks, most urgent first",
        callbacks.list_callbacks,
        CallbackPage,
        bodies.CallbacksQuery,
    ),
    write(
        "requestCallback",
        "/api/v1/callbacks",
        "Create a callback that somebody asked for",
        callbacks.new_callback,
        CallbackOut,
        bodies.NewCallback,
        problems={404: "No such ticket"},
    ),
    read(
        "getRates",
        "/api/v1/callbacks/rates",
        "Return the callback rate of a day",
        callbacks.rates,
        RateOut,
        bodies.RatesQuery,
    ),
    write(
        "claimNextCallback",
        "/api/v1/callbacks/next",
        "Claim the most urgent free callback; 204 if there is none",
        callbacks.claim_next,
        CallbackOut,
        empty=True,
    ),
    read("getCallback", _CALLBACK, "Return a callback", callbacks.one_callback, CallbackOut, problems=_NO_CALLBACK),
    write(
        "claimCallback",
        f"{_CALLBACK}/claim",
        "Claim a callback, so that nobody else calls",
        callbacks.claim,
        CallbackOut,
        current=callbacks.as_listed,
        problems=_NO_DIAL,
    ),
    write(
        "releaseCallback",
        f"{_CALLBACK}/release",
        "Release a callback that is claimed, or given to the caller",
        callbacks.release,
        CallbackOut,
        problems=_NO_CALLBACK,
    ),
    write(
        "assignCallback",
        f"{_CALLBACK}/assign",
        "Change who is to call; null: whoever is free",
        assign,
        CallbackOut,
        bodies.AssignCallback,
        current=callbacks.as_listed,
        roles=DISPATCHERS,
        problems={409: "An agent is calling them now; `current` says who", **_NO_CALLBACK},
    ),
    write(
        "unmaskCallback",
        f"{_CALLBACK}/unmask",
        "Return a callback with the full number, for a reason; recorded in the audit log",
        callbacks.unmask,
        NumberOut,
        Why,
        problems=_NO_CALLBACK,
    ),
    write(
        "callCallback",
        f"{_CALLBACK}/call",
        "Claim a callback and call: rings the agent's phone first, then the customer's",
        callbacks.call,
        CallbackOut,
        current=callbacks.as_listed,
        problems=_NO_CALL,
    ),
    write(
        "hangUpCallback",
        f"{_CALLBACK}/hang-up",
        "End the caller's own call by click: hang up before the answer or after it",
        callbacks.hang_up,
        CallbackOut,
        problems=_NO_CALLBACK,
    ),
    write(
        "settleCallback",
        f"{_CALLBACK}/outcome",
        "Record the outcome of a callback: a statement, the call it was, or a rating",
        callbacks.outcome,
        CallbackOut,
        bodies.CallbackOutcome,
        problems={409: "The ticket was changed by somebody else", **_NO_CALLBACK},
    ),
)
