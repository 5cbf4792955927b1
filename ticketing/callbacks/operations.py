"""What can be asked of callbacks."""

from ticketing.bodies import Why
from ticketing.callbacks import bodies
from ticketing.callbacks import door as callbacks
from ticketing.callbacks.models import CallbackOut, CallbackPage, RateOut
from ticketing.front.ways import read, write
from ticketing.tickets.models import NumberOut

_CALLBACK = "/api/v1/callbacks/{id}"
_NO_CALLBACK = {404: "No such callback"}
_NO_DIAL = {409: "Another agent calls them now; `current` says who", **_NO_CALLBACK}

CALLBACKS = (
    read(
        "listCallbacks",
        "/api/v1/callbacks",
        "Callbacks, the most urgent first",
        callbacks.list_callbacks,
        CallbackPage,
        bodies.CallbacksQuery,
    ),
    write(
        "requestCallback",
        "/api/v1/callbacks",
        "Somebody asked to be called",
        callbacks.new_callback,
        CallbackOut,
        bodies.NewCallback,
        problems={404: "No such ticket"},
    ),
    read(
        "getRates",
        "/api/v1/callbacks/rates",
        "The callback rate of a day",
        callbacks.rates,
        RateOut,
        bodies.RatesQuery,
    ),
    write(
        "claimNextCallback",
        "/api/v1/callbacks/next",
        "Claim the most urgent one that nobody has; 204: there is nothing to do now",
        callbacks.claim_next,
        CallbackOut,
        empty=True,
    ),
    read("getCallback", _CALLBACK, "One callback", callbacks.one_callback, CallbackOut, problems=_NO_CALLBACK),
    write(
        "claimCallback",
        f"{_CALLBACK}/claim",
        "Nobody else calls them for a while",
        callbacks.claim,
        CallbackOut,
        problems=_NO_DIAL,
    ),
    write(
        "releaseCallback",
        f"{_CALLBACK}/release",
        "Others may call them",
        callbacks.release,
        CallbackOut,
        problems=_NO_CALLBACK,
    ),
    write(
        "unmaskCallback",
        f"{_CALLBACK}/unmask",
        "The number in full, for a reason; noted in the audit log",
        callbacks.unmask,
        NumberOut,
        Why,
        problems=_NO_CALLBACK,
    ),
    write(
        "callCallback",
        f"{_CALLBACK}/call",
        "Claim it and ring: the agent's own phone first, then theirs",
        callbacks.call,
        CallbackOut,
        problems=_NO_DIAL,
    ),
    write(
        "settleCallback",
        f"{_CALLBACK}/outcome",
        "What a person says of it, the call that was about it, or the rating",
        callbacks.outcome,
        CallbackOut,
        bodies.CallbackOutcome,
        problems={409: "The ticket was changed meanwhile", **_NO_CALLBACK},
    ),
)
