"""The pages that a resident opens by a link: plain HTML for a phone, no script, Chinese or English. Pure."""

import base64
import hashlib
import re
from collections.abc import Callable
from html import escape

from kit.i18n import Language

Translate = Callable[[str], str]

_STYLE = """
:root { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, sans-serif; }
body { max-width: 38rem; margin: 0 auto; padding: 1rem; }
header { display: flex; justify-content: flex-end; font-size: .9rem; }
h1 { font-size: 1.4rem; margin: .5rem 0; }
fieldset { border: 1px solid #8886; border-radius: .5rem; margin: 1rem 0; padding: .5rem .8rem .8rem; }
fieldset.wrong { border-color: #c00; border-width: 2px; }
legend { font-weight: 600; padding: 0 .3rem; }
.answers { display: flex; flex-wrap: wrap; gap: .5rem; }
.answers label { flex: 1 0 0; min-width: 2.6rem; min-height: 2.75rem; display: flex; align-items: center; gap: .4rem;
  justify-content: center; border: 1px solid #8888; border-radius: .4rem; padding: 0 .5rem; box-sizing: border-box;
  position: relative; }
.answers input:checked + span::after { content: ""; position: absolute; top: -1px; right: -1px; bottom: -1px;
  left: -1px; border: 2px solid #06c; border-radius: .4rem; pointer-events: none; }
.scale { flex-wrap: nowrap; }
.scale label { flex: 1 1 0; min-width: 0; flex-direction: column; gap: .1rem; padding: .35rem 0; }
.long label { flex-basis: 100%; justify-content: flex-start; }
input { accent-color: #06c; }
.ends { display: flex; justify-content: space-between; font-size: .85rem; opacity: .8; margin: .3rem 0 0; }
textarea { width: 100%; min-height: 5rem; font: inherit; box-sizing: border-box; }
button { width: 100%; min-height: 3rem; font: inherit; font-weight: 600; color: #fff; background: #0053a6; border: 0;
  border-radius: .5rem; }
.error { color: #c00; margin: .3rem 0 0; }
.note { font-size: .9rem; opacity: .85; }
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
"""What a browser may load and do on these pages: our style, and to send the form."""


def resident_page(title: str, body: str, language: Language) -> str:
    """`body` is HTML, `title` text."""
    other, name = ("en", "English") if language == "zh" else ("zh", "中文")
    lang = "zh-CN" if language == "zh" else "en"
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f'<header><a href="?lang={other}" hreflang="{other}">{name}</a></header>'
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )


_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def written(text: str) -> str:
    """What a stranger wrote, without characters that nobody sees: they could turn a line round or cut it."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n")).strip()


def message_page(title: str, message: str, language: Language) -> str:
    return resident_page(title, f"<p>{escape(message)}</p>", language)
