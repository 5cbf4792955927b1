"""A call while it lasts: its legs, where it waits, and the facts that each event adds to its record.

One story a file, each a layer on the one before: `told`, `waiting`, `talking`, `ending`. Every method takes the event
that caused it and the list to which facts go. Rules are in `telephony.calls.states`.
"""

from telephony.calls.live.ending import LiveCall
from telephony.calls.live.told import Out

__all__ = ["LiveCall", "Out"]
