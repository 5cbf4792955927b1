"""The parts of the READMEs that are made from the code: `./run docs` writes them, a test says when they are old."""

import re
from collections.abc import Callable
from pathlib import Path

from kit.i18n import Language, translations
from kit.wrong import marked
from telephony.calls.states import TRANSITIONS, Signal
from telephony.facts import CallState
from thirdring.settings import Settings
from thirdring.settings.table import markdown

ROOT = Path(__file__).parent.parent
READMES: dict[str, Language] = {"README.md": "en", "README.zh-CN.md": "zh"}

Translate = Callable[[str], str]


HEADINGS = marked("state"), marked("setting"), marked("default"), marked("what it is")


def states(_: Translate) -> str:
    """From a state, by what happens, to the next; a dash: counted as unexpected, and the call stays as it is."""
    lines = [f"| {_('state')} | {' | '.join(_(signal.value) for signal in Signal)} |", "|---" * (len(Signal) + 1) + "|"]
    for state in CallState:
        following = TRANSITIONS[state]
        cells = (f"{following[signal]}" if signal in following else "–" for signal in Signal)
        lines.append(f"| **{state}** | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def settings(_: Translate) -> str:
    return markdown(Settings, (_("setting"), _("default"), _("what it is")), _)


SECTIONS = {"states": states, "settings": settings}


def filled(text: str, language: Language) -> str:
    """The text with everything between `<!-- NAME: … -->` and `<!-- end of NAME -->` made anew."""
    translate = translations(language).gettext
    for name, section in SECTIONS.items():
        between = re.compile(rf"(<!-- {name}: .*?-->\n).*?(<!-- end of {name} -->)", re.DOTALL)
        text = between.sub(lambda match: f"{match[1]}\n{section(translate)}\n{match[2]}", text)  # noqa: B023 used at once
    return text


def main() -> None:
    for name, language in READMES.items():
        file = ROOT / name
        file.write_text(filled(file.read_text(encoding="utf-8"), language), encoding="utf-8")


if __name__ == "__main__":
    main()
