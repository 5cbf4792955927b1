"""What can be read on the wall: a screen of 1920 × 1080, 55 inches wide, from five metres. Pure.

A pixel is 0.63 mm there. Letters can be read from two hundred times their height, so 40 pixels from five metres.
"""

FROM_FIVE_METRES = 40
SCREEN_PIXELS = 1920
COLUMNS = 24
_EDGE, _GAP, _INSET = 16, 8, 24  # of the board, between panels, inside one
_NARROW, _WIDE = frozenset("iljtfrI.,:'!|()[] "), frozenset("mwMW%@")


def panel_pixels(columns: int) -> float:
    """How wide a text in a panel of so many columns may be."""
    return (SCREEN_PIXELS - 2 * _EDGE + _GAP) / COLUMNS * columns - _GAP - _INSET


def text_pixels(text: str, size: float) -> float:
    """A little more than Grafana's typeface takes: Chinese is as wide as high, Latin about half."""
    return size * sum(map(_em, text))


def _em(letter: str) -> float:
    if ord(letter) > 0x2E7F:
        return 1.0
    if letter in _NARROW:
        return 0.34
    return 0.9 if letter in _WIDE else 0.68 if letter.isupper() else 0.58
