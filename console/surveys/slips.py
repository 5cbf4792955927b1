"""Slips of a survey to be handed out, one a household: a QR code that leads to it. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from console.frame.slips import Words, printed
from kit.i18n import Language

Translate = Callable[[str], str]


def slips(
    survey: Mapping[str, Any], links: Sequence[tuple[str, str]], made_s: int, language: Language, _: Translate
) -> bytes:
    """A PDF. `links`: the place and the whole address of each household."""
    words = survey["title"]
    said = Words(
        words[language] or words["zh"] or words["en"],
        _("Please scan the code with your phone and answer a few questions."),
        _("Until {day}. Each household answers once.").format(day=survey["to"]),
        _("Your answers are kept without your name, household or time.") if survey["anonymous"] else "",
    )
    return printed(said, links, made_s, language)
