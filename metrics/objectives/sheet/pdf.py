"""The form as PDF, A4, with its fonts embedded: it prints the same where no Chinese font is. The one door to typst."""

import json
from pathlib import Path
from typing import Literal

import typst
from pylopdf_fonts_zh_cn import sans_path

from metrics.objectives.sheet.form import Form
from metrics.objectives.standing import Status

_PAGE = Path(__file__).with_name("form.typ")
_FONTS = [sans_path().parent]
_MARKS = {Status.MET: "●", Status.AT_RISK: "▲", Status.MISSED: "×", Status.NO_DATA: "○"}
"""Told apart in black and white as well."""
_SHOWN = ("number", "title", "formula", "target", "figures", "percent", "status", "status_text", "remarks", "rule")


def pdf(form: Form) -> bytes:
    """The content is passed as data, never as markup. With a character that no font has, the file is not PDF/A."""
    fields = {name: value for name, value in form._asdict().items() if name not in ("made_at", "heading", "rows")}
    fields["heading"] = form.heading._asdict()
    shown = [{name: getattr(row, name) for name in _SHOWN} for row in form.rows]
    fields["rows"] = [{**row, "mark": _MARKS[row["status"]]} for row in shown]
    text, made_s = json.dumps(fields, ensure_ascii=False), int(form.made_at.timestamp())
    try:
        return _set(text, made_s, "a-2b")
    except typst.TypstError:
        return _set(text, made_s, "1.7")


def _set(text: str, made_s: int, standard: Literal["a-2b", "1.7"]) -> bytes:
    made = typst.compile(
        _PAGE,
        format="pdf",
        font_paths=_FONTS,
        ignore_system_fonts=True,
        sys_inputs={"form": text},
        pdf_standards=standard,
        timestamp=made_s,
    )
    assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file
    return made
