"""Slips with a QR code each, eight on an A4 page, to be cut out. Pure."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kit.i18n import Language
from kit.printing import typeset
from kit.qr import qr_svg

_PAGE = Path(__file__).with_name("slips.typ")


class Words(NamedTuple):
    """What stands on each slip."""

    title: str
    ask: str
    until: str = ""
    kept: str = ""


def printed(words: Words, links: Sequence[tuple[str, str]], made_s: int, language: Language) -> bytes:
    """A PDF. `links`: what stands above the code, and the whole address behind it."""
    slips = [{"place": place, "address": address, "code": qr_svg(address)} for place, address in links]
    return typeset(_PAGE, {"language": language, **words._asdict(), "slips": slips}, made_s)
