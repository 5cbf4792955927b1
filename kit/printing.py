"""Printed pages as PDF with their fonts embedded, so that they look the same anywhere. The one door to typst."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal


def typeset(template: Path, content: Mapping[str, Any], made_s: int) -> bytes:
    """The content is passed as data, `sys.inputs.content`, never as markup. `made_s`: when it was made, in Unix
    seconds. With a character that no font has, the file is not PDF/A."""
    import typst  # late: the start of the service does not wait for it

    text = json.dumps(content, ensure_ascii=False)
    try:
        return _set(template, text, made_s, "a-2b")
    except typst.TypstError:
        return _set(template, text, made_s, "1.7")


def _set(template: Path, text: str, made_s: int, standard: Literal["a-2b", "1.7"]) -> bytes:
    import typst
    from pylopdf_fonts_zh_cn import sans_path

    made = typst.compile(
        template,
        format="pdf",
        font_paths=[sans_path().parent],
        ignore_system_fonts=True,
        sys_inputs={"content": text},
        pdf_standards=standard,
        timestamp=made_s,
    )
    assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file
    return made
