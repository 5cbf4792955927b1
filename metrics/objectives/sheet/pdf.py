"""The form as PDF, A4."""

from pathlib import Path

from kit.printing import typeset
from metrics.objectives.sheet.form import Form
from metrics.objectives.standing import Status

_PAGE = Path(__file__).with_name("form.typ")
_MARKS = {Status.MET: "●", Status.AT_RISK: "▲", Status.MISSED: "×", Status.NO_DATA: "○"}
"""Told apart in black and white as well."""
_SHOWN = ("number", "title", "formula", "target", "figures", "percent", "status", "status_text", "remarks", "rule")


def pdf(form: Form) -> bytes:
    fields = {name: value for name, value in form._asdict().items() if name not in ("made_at", "heading", "rows")}
    fields["heading"] = form.heading._asdict()
    shown = [{name: getattr(row, name) for name in _SHOWN} for row in form.rows]
    fields["rows"] = [{**row, "mark": _MARKS[row["status"]]} for row in shown]
    return typeset(_PAGE, fields, int(form.made_at.timestamp()))
