"""The READMEs' table of states and the pages of settings, made from the code: `./run docs` writes them."""

import re
from collections.abc import Callable
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from kit.i18n import Language, translations
from kit.markdown import made
from kit.wrong import marked
from telephony.calls.states import TRANSITIONS, Signal
from telephony.facts import CallState
from thirdring.settings import Settings
from thirdring.settings.table import Row, rows

ROOT = Path(__file__).parents[2]
READMES: dict[str, Language] = {"README.md": "en", "README.zh-CN.md": "zh"}
SETTINGS: dict[str, Language] = {"docs/settings.md": "en", "docs/settings.zh-CN.md": "zh"}

Translate = Callable[[str], str]

HEADINGS = marked("state"), marked("setting"), marked("default"), marked("what it is")

_STATES = re.compile(r"(<!-- states: .*?-->\n).*?(<!-- end of states -->)", re.DOTALL)

_ABOUT_SETTINGS: dict[Language, str] = {
    "en": """\
# Settings

The settings are one TOML file. `./run config example` prints an example with every key. `./run config check --config
FILE` checks yours. Each key can also be an environment variable, which takes precedence: `THIRDRING__WEB__LISTEN`,
`THIRDRING__PBX__0__SECRET`. A key that ends in `_file` names a file with a secret, so that the settings contain none.
A section in double brackets, such as `[[pbx]]`, can occur several times. This page is generated from
`thirdring/settings/` by `./run docs`.
[中文](settings.zh-CN.md)

<!-- contents -->

""",
    "zh": """\
# 设置

一个 TOML 文件。`./run config example` 输出含全部键的样例，`./run config check --config 文件` 指出您的文件哪里有误。
每个键也可以用环境变量给出，环境变量优先：`THIRDRING__WEB__LISTEN`、`THIRDRING__PBX__0__SECRET`。以 `_file`
结尾的键填写密钥所在的文件，设置文件里就不必写密钥。双方括号的小节（如 `[[pbx]]`）可以写多个。本页由 `./run docs` 根据
`thirdring/settings/` 生成。[English](settings.md)

<!-- contents -->

""",
}


def states(_: Translate) -> str:
    """From a state, by what happens, to the next; a dash: counted as unexpected, and the call stays as it is."""
    lines = [f"| {_('state')} | {' | '.join(_(signal.value) for signal in Signal)} |", "|---" * (len(Signal) + 1) + "|"]
    for state in CallState:
        following = TRANSITIONS[state]
        cells = (f"{following[signal]}" if signal in following else "–" for signal in Signal)
        lines.append(f"| **{state}** | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def filled(text: str, language: Language) -> str:
    """The README with the table of states as it is now."""
    table = states(translations(language).gettext)
    return _STATES.sub(lambda match: f"{match[1]}\n{table}\n{match[2]}", text)


def settings(language: Language) -> str:
    """The page of all settings."""
    _ = translations(language).gettext
    head = _("setting"), _("default"), _("what it is")
    return made(_ABOUT_SETTINGS[language] + _sections(head, _))


def _sections(head: tuple[str, str, str], _: Translate) -> str:
    """A heading and a table for each section of the file; the keys above all sections come first, without a heading."""
    parts = []
    for name, keys in groupby(rows(Settings), attrgetter("heading")):
        lines = [f"## `{name}`", ""] if name else []
        lines += [f"| {' | '.join(head)} |", "|---|---|---|"]
        lines += [f"| `{row.path}` | {_default(row)} | {_(row.description)} |" for row in keys]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _default(row: Row) -> str:
    return "–" if row.default in ("", "[]", '""') else f"`{row.default}`"


def main() -> None:
    for name, language in READMES.items():
        file = ROOT / name
        file.write_text(filled(file.read_text(encoding="utf-8"), language), encoding="utf-8")
    for name, language in SETTINGS.items():
        (ROOT / name).write_text(settings(language), encoding="utf-8")


if __name__ == "__main__":
    main()
