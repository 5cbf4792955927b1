"""A survey between the form of its draft, which knows only text, and the API. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

QUESTIONS = 10
"""As many as the form offers; the API takes more."""

_BETWEEN = "|"


def body_of_draft(typed: Mapping[str, str]) -> dict[str, Any]:
    """A question without a text is left out. What is missing otherwise, the API says."""
    decides = typed.get("decides", "")
    places = [place for place in range(1, QUESTIONS + 1) if _words(typed, f"q{place}")]
    return {
        **{name: typed[name] for name in ("kind", "from", "to") if name in typed},
        "title": _words(typed, "title"),
        "introduction": _words(typed, "introduction"),
        "anonymous": typed.get("anonymous") == "true",
        "questions": [_question(typed, f"q{place}", decides=decides == str(place)) for place in places],
    }


def rows_of(survey: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The questions as the form shows them; those that are empty come last. The first decides until somebody says
    otherwise."""
    questions: Sequence[Mapping[str, Any]] = survey["questions"] if survey else ()
    rows = [
        {
            "text": each["text"],
            "form": each["form"],
            "choices": "\n".join(_line(choice) for choice in each["choices"]),
            "satisfied": ", ".join(each["satisfied"]) if each["form"] == "choice" else "",
            "required": each["required"],
            "decides": each["decides"],
        }
        for each in questions
    ]
    empty = {"text": {"zh": "", "en": ""}, "form": "scale", "choices": "", "satisfied": "", "required": False}
    rows += [{**empty, "decides": not rows and not place} for place in range(QUESTIONS - len(rows))]
    return rows


def fits(survey: Mapping[str, Any]) -> bool:
    """Whether the form can show the whole draft, so that saving loses nothing."""
    usual = {"scale": ["4", "5"], "yes_no": ["yes"]}
    kept = all(
        each["form"] == "choice" or each["satisfied"] in ([], usual.get(each["form"])) for each in survey["questions"]
    )
    return kept and len(survey["questions"]) <= QUESTIONS


def _question(typed: Mapping[str, str], name: str, *, decides: bool) -> dict[str, Any]:
    form = typed.get(f"{name}_form", "")
    asked: dict[str, Any] = {
        "text": _words(typed, name),
        "form": form,
        "required": typed.get(f"{name}_required") == "true",
        "decides": decides,
    }
    if form == "choice":
        asked["choices"] = [_choice(line) for line in typed.get(f"{name}_choices", "").splitlines() if line.strip()]
        asked["satisfied"] = typed.get(f"{name}_satisfied", "").replace(",", " ").replace("，", " ").split()
    return asked


def _words(typed: Mapping[str, str], name: str) -> dict[str, str]:
    return {language: typed[f"{name}_{language}"] for language in ("zh", "en") if f"{name}_{language}" in typed}


def _choice(line: str) -> dict[str, str]:
    zh, _, en = line.partition(_BETWEEN)
    return {"zh": zh.strip(), "en": en.strip()}


def _line(choice: Mapping[str, str]) -> str:
    return f"{choice['zh']} {_BETWEEN} {choice['en']}" if choice["en"] else choice["zh"]
