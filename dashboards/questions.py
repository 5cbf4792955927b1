"""The question at the top of a board: an answer that is read in one second, beside it when not, and why not."""

from collections.abc import Sequence
from typing import NamedTuple

from dashboards.tiles import Place, Query, Saying, Sizes, Tile
from dashboards.tones import Tone

ROWS = 8
_SIZES = Sizes(18, 56)


class Answer(NamedTuple):
    """Shown in this tone while `expr` has a value; of a question's answers one has."""

    expr: str
    tone: Tone
    unit: str = ""


def question(title: str, meaning: str, answers: Sequence[Answer], otherwise: str, yes: str, nothing: str = "") -> Tile:
    """0 is `yes`. `otherwise` has a value where no answer has one: promql.stated's."""
    found = (Query(one.expr, tone=one.tone, unit=one.unit) for one in answers)
    return Tile(
        title,
        meaning,
        (*found, Query(otherwise)),
        Place(0, 0, 6, ROWS),
        sayings=(Saying(0, yes, Tone.FINE),),
        nothing=nothing,
        sizes=_SIZES,
    )
