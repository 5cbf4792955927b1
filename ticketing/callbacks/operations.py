"""What can be asked of callbacks."""

from ticketing.bodies import Why
from ticketing.callbacks import bodies
from ticketing.callbacks import door as callbacks
from ticketing.callbacks.models import CallbackOut, CallbackPage, RateOut
from ticketing.front.ways import read, write
from ticketing.tickets.models import NumberOut

_CALLBACK = "/api/v1/callbacks/{id}"
_NO_CALLBACK = {404: "No such callback"}
_NO_DIAL = {409: "Another agent holds it; `current` says who", **_NO_CALLBACK}

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
        "Release a claimed callback",
        callbacks.release,
        CallbackOut,
        problems=_NO_CALLBACK,
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
        problems=_NO_DIAL,
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
