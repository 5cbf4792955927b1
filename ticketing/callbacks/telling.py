"""Changes of callbacks, told on the live stream."""

from kit.http.live import LiveHub
from ticketing.callbacks.callback import Callback
from ticketing.callbacks.shown import callback_out


def tell_callback(hub: LiveHub, callback: Callback) -> None:
    hub.tell("callback", callback_out(callback, full=True), lambda: callback_out(callback, full=False))
