"""A notice as Markdown that both robots show, within their bytes. Pure but for the language that the process speaks."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import NamedTuple

from kit.i18n import _, ngettext
from thirdring.relay.notice import Alert, Notice

BYTES_MAX = 4096
TITLE_CHARACTERS_MAX = 60
_MARKUP = str.maketrans({"*": "＊", "<": "＜", ">": "＞", "[": "［", "]": "］", "`": "'", "\n": " ", "\r": " "})
_CUT = "…"


class Message(NamedTuple):
    title: str  # what a phone shows before the group is opened
    text: str


class Style(NamedTuple):
    language: str
    zone: tzinfo
    grafana_url: str = ""
    docs_url: str = ""


def message(notice: Notice, style: Style, bytes_max: int = BYTES_MAX) -> Message | None:
    """A message with as many alerts as fit, the most important first, and the number of the others. None: no alert."""
    alerts = notice.by_weight
    if not alerts:
        return None
    blocks: list[str] = []
    for number, alert in enumerate(alerts, 1):
        block = _block(alert, style)
        rest = _rest(len(alerts) - number + notice.truncated)
        if blocks and _size([*blocks, block, *rest]) > bytes_max:
            break
        blocks.append(block)
    rest = _rest(len(alerts) - len(blocks) + notice.truncated)
    blocks[0] = cut(blocks[0], bytes_max - _size(["", *blocks[1:], *rest]))
    return Message(_title(alerts, style), "\n\n".join([*blocks, *rest]))


def cut(text: str, bytes_max: int) -> str:
    """Truncates the text, never inside a character."""
    if len(text.encode()) <= bytes_max:
        return text
    return text.encode()[: bytes_max - len(_CUT.encode())].decode(errors="ignore") + _CUT


def _size(blocks: list[str]) -> int:
    return len("\n\n".join(blocks).encode())


def _rest(count: int) -> list[str]:
    return [ngettext("and {count} more", "and {count} more", count).format(count=count)] if count else []


def _title(alerts: list[Alert], style: Style) -> str:
    first = _headline(alerts[0], style)
    return first if len(first) <= TITLE_CHARACTERS_MAX else first[: TITLE_CHARACTERS_MAX - 1] + _CUT


def _headline(alert: Alert, style: Style) -> str:
    name = plain(alert.name)
    if not alert.firing and (ended := _said(alert, "ended", style)):  # that it is over does not mean that all is well
        hotline = plain(alert.labels.get("hotline", ""))
        return f"{_('[Ended]')} {_('{hotline}: {ended}').format(hotline=hotline, ended=ended) if hotline else ended}"
    mark = _("[Resolved]") if not alert.firing else _("[Urgent]") if alert.critical else _("[Warning]")
    return f"{mark} {_said(alert, 'summary', style) or name}"


def _block(alert: Alert, style: Style) -> str:
    return "\n\n".join(_lines(alert, style))


def _lines(alert: Alert, style: Style) -> Iterator[str]:
    yield f"**{_headline(alert, style)}**"
    if not alert.firing:
        return
    description = _said(alert, "description", style)
    if description:
        yield f"> {description}"
    since = alert.starts_at.astimezone(style.zone).strftime("%m-%d %H:%M:%S")
    yield " · ".join([_("since {time}").format(time=since), *_links(alert, style)])


def _links(alert: Alert, style: Style) -> Iterator[str]:
    """Links for annotations that are paths of this repository."""
    board = alert.annotations.get("dashboard_zh" if style.language == "zh" else "dashboard", "")
    runbook = alert.annotations.get("runbook", "")
    if style.grafana_url and board.startswith("/d/"):
        yield f"[{_('board')}]({style.grafana_url.rstrip('/')}{plain(board)})"
    if style.docs_url and runbook.startswith("docs/"):
        yield f"[{_('what to do')}]({style.docs_url.rstrip('/')}/{plain(runbook)})"


def _said(alert: Alert, name: str, style: Style) -> str:
    """The text in this language, otherwise in English."""
    translated = alert.annotations.get(f"{name}_zh", "") if style.language == "zh" else ""
    return plain(translated or alert.annotations.get(name, ""))


def plain(text: str) -> str:
    """Escapes Markdown."""
    return text.translate(_MARKUP).strip()
