"""What a form of a household or of a person is drawn with, and what its reader changed in it. Pure.

Only that is sent: nobody overwrites what somebody else changed meanwhile, and who sees masked numbers never writes them
over the full ones.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from console.frame.drawn import Form, changes_of

_SINCE = re.compile(r"(.*?)[\s(（]*(\d{4}-\d{2}-\d{2})[)）]?\s*")


def household_drawn(household: Mapping[str, Any]) -> dict[str, str]:
    documents = (f"{each['title']} {each['since'] or ''}".strip() for each in household["documents"])
    return {
        "housekeeper": household["housekeeper"] or "",
        "consent": {True: "yes", False: "no"}.get(household["consent"], ""),
        "vip": "yes" if household["vip"] else "",
        "notes": household["notes"] or "",
        "documents": "\n".join(documents),
    }


def person_drawn(person: Mapping[str, Any]) -> dict[str, str]:
    phones = "\n".join(phone["raw"] for phone in person["phones"])
    return {"name": person["name"], "part": person["part"], "phones": phones}


def household_changes(form: Form) -> dict[str, Any]:
    return _read(form, _OF_HOUSEHOLD)


def person_changes(form: Form) -> dict[str, Any]:
    return _read(form, _OF_PERSON)


def _read(form: Form, fields: Mapping[str, Callable[[str], Any]]) -> dict[str, Any]:
    told = changes_of(form)
    for name in ("documents", "phones"):  # each of their lines counts
        if lines_of(form.typed.get(name, "")) != lines_of(form.was.get(name, "")):
            told[name] = form.typed.get(name, "")
    return {name: read(told[name]) for name, read in fields.items() if name in told}


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def documents_of(text: str) -> list[dict[str, str]]:
    """One a line, with the day since when it is kept behind it."""
    found = []
    for line in lines_of(text):
        since = _SINCE.fullmatch(line)
        title = since[1].strip() if since else line
        found.append({"title": title or line, **({"since": since[2]} if since and title else {})})
    return found


_OF_HOUSEHOLD: Mapping[str, Callable[[str], Any]] = {
    "housekeeper": lambda text: text or None,
    "notes": lambda text: text or None,
    "consent": {"yes": True, "no": False}.get,
    "vip": bool,
    "documents": documents_of,
}
_OF_PERSON: Mapping[str, Callable[[str], Any]] = {"name": str, "part": str, "phones": lines_of}
