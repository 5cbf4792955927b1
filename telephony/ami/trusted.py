"""Journaled and recorded frames to events, none of which a stranger wrote.

The link refuses forged frames before they are journaled. A journal that an older version wrote may still hold some.
"""

from telephony.ami.frames import by_line, event_of
from telephony.ami.shapes import Shapes
from telephony.ami.sound import is_sound_in_journal
from telephony.events import FORGED, Event

_SHAPES = Shapes()  # of sound frames alone: what fits one is sound


def trusted(frame: bytes, received_us: int, position: int = 0) -> Event:
    """Never fails. A frame that is not sound becomes an event named FORGED, without headers."""
    text: str | None = None
    try:
        text = frame.decode()
        known = _SHAPES.read(text)
    except UnicodeDecodeError:
        known = None
    if known is None:
        if not is_sound_in_journal(frame):
            return Event(FORGED, received_us, {}, (), position, received_us)
        known = by_line(frame, text, _SHAPES)
    return event_of(*known, received_us, position)
