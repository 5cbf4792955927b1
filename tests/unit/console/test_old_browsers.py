"""The built script and style need nothing newer than the oldest browsers that docs/console.md names."""

from pathlib import Path

import pytest

from console.built import FOLDER, built
from tests.unit.console.compat import OLDEST, new_in_script, new_in_style

IN_SCRIPT = {
    "setSinkId": "the choice of where a page rings is hidden without it",
    "enumerateDevices": "asked only where setSinkId is there",
    "selectAudioOutput": "asked first whether it is there",
    "moveBefore": "htmx asks first whether it is there",
    "parseHTMLUnsafe": "htmx asks first whether it is there",
    "Document.parseHTMLUnsafe": "htmx asks first whether it is there",
    "startViewTransition": "htmx asks first whether it is there, and no page asks htmx for it",
}
IN_STYLE = {
    "outline": "its corners are square before Chromium 94, Firefox 88 and Safari 16.4",
    ":focus-visible": "from Chromium 86; before, the browser draws a ring of its own",
    "user-select: all": "Safari before 16 takes the one with the prefix",
}


OF_OTHERS = ("phone.js",)
"""JsSIP's own names are those of much else. What it wants of a browser, the page asks for before going on duty."""


@pytest.mark.parametrize("name", [name for name in built().names if name.endswith(".js") and name not in OF_OTHERS])
def test_no_script_calls_what_the_oldest_browsers_lack(name: str) -> None:
    text = (FOLDER / built().names[name]).read_text("utf-8")
    assert new_in_script(text) - set(IN_SCRIPT) == set()


@pytest.mark.parametrize("name", [name for name in built().names if name.endswith(".css")])
def test_no_style_needs_what_the_oldest_browsers_lack(name: str) -> None:
    text = (FOLDER / built().names[name]).read_text("utf-8")
    assert new_in_style(text) - set(IN_STYLE) == set()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("list.replaceChildren(a)", "replaceChildren"),
        ("form.requestSubmit()", "requestSubmit"),
        ("rows.findLast(one)", "findLast"),
        ("text.replaceAll(a,b)", "replaceAll"),
        ("let b=structuredClone(a)", "structuredClone"),
        ("crypto.randomUUID()", "randomUUID"),
        ("AbortSignal.timeout(5)", "AbortSignal.timeout"),
        ("new CloseWatcher()", "CloseWatcher"),
    ],
)
def test_a_new_call_is_found(text: str, name: str) -> None:
    assert new_in_script(text) == {name}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (".a{inset:0}", "inset"),
        (".a{aspect-ratio:1}", "aspect-ratio"),
        (".a:has(b){top:0}", ":has"),
        (".a{height:100dvh}", "dvh"),
        (".a{color:color-mix(in srgb,red,blue)}", "color-mix()"),
        ("@layer a{b{top:0}}", "@layer"),
        ("@container (width>9px){b{top:0}}", "@container"),
        (".a{overflow:clip}", "overflow: clip"),
        (".a{b &{top:0}}", "&"),
    ],
)
def test_a_new_style_is_found(text: str, name: str) -> None:
    assert new_in_style(text) == {name}


def test_what_is_old_is_no_fault() -> None:
    assert new_in_script("let a=new Map();a.set(1,2);fetch(b).then(c);Array.from(d);new EventSource(e)") == set()
    assert new_in_style("a:hover{display:grid;gap:4px;width:min(2px,3vw)}@media (max-width:9px){b{top:0}}") == set()


def test_the_docs_name_the_oldest_browsers() -> None:
    text = Path("docs/console.md").read_text("utf-8")
    for name, version in OLDEST.items():
        shown = {"chrome": "Chromium"}.get(name, name.title())
        assert f"{shown} {version:g}" in text
