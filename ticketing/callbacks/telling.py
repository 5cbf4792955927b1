"""News of callbacks, as the live stream tells them."""

from kit.http.live import Told
from ticketing.callbacks.shown import callback_out
from ticketing.news import CallbackNews


def callback_told(news: CallbackNews) -> Told:
    callback = news.after
    return Told("callback", callback_out(callback, full=True), lambda: callback_out(callback, full=False))
