"""Collects the sentences of the API's problems from the code, for locales/problems.zh.po: `./run messages` does it.

A value within a sentence is `{1}`, `{2}` … in the order in which they stand there.
"""

import ast
from collections.abc import Iterator

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from console.problem_words import DOMAIN
from kit.i18n import LOCALES

HOME = LOCALES.parent.parent
FILE = LOCALES / f"{DOMAIN}.zh.po"
HEADER = "# The API's problems in Chinese. ./run messages collects them."
BLANK = dict.fromkeys(("version", "msgid_bugs_address", "last_translator", "language_team"), "-")
_FOLDERS = (
    "kit/buckets",
    "kit/http",
    "kit/sheet_jobs",
    "kit/refusals.py",
    "console",
    "metrics/calls",
    "metrics/objectives/door.py",
    "metrics/objectives/sheet_door.py",
    "metrics/objectives/queries.py",
    "ticketing",
    "thirdring/http",
    "thirdring/admin/door.py",
    "thirdring/admin/examination.py",
    "thirdring/rescuer.py",
)
_NOT_SAID = (
    *(
        "http/openapi",
        "http/health",
        "ticketing/http/ways.py",
        "calls/service_level.py",
        "operations",
    ),  # of the description of the API and of /readyz
    *("ticketing/clocks/", "ticketing/nonconformities/store.py"),  # of the settings, of the database
    *("http/cursor.py", "http/door.py", "http/proxy_opening.py"),  # caught by us
)
_BY_STATUS = "kit/http/guard.py"
"""Says a sentence for each status. In other files such a table belongs to the description of the API."""
_NAMES = {"detail", "details", "errors", "message", "WHY", "_WHY", "_HOW", "text"}
_CALLS = {"Problem", "__init__", "_used_up"}
_BESIDES = (
    "a ticket that is {1} has no {2}; possible: {3}",
    "question {1}",
    "A password has {1} characters at least.",
    "A password of digits alone is soon guessed: add words.",
    "The password contains the user's name: choose one without it.",
    "This password, or one much like it, is in the lists of common ones: choose four words of no sentence.",
    "Invalid JSON: {1}",
    "Invalid JSON: {1} at line {2} column {3}",
    "Field required",
    "Extra inputs are not permitted",
    "Input should be an object",
    "Input should be greater than {1}",
    "Input should be greater than or equal to {1}",
    "Input should be less than {1}",
    "Input should be less than or equal to {1}",
    "Input should be a finite number",
    "{1} should have at least {2} item after validation, not {3}",
    "{1} should have at least {2} items after validation, not {3}",
    "{1} should have at most {2} item after validation, not {3}",
    "{1} should have at most {2} items after validation, not {3}",
    "Input should be a valid string",
    "String should have at least {1} character",
    "String should have at least {1} characters",
    "String should have at most {1} character",
    "String should have at most {1} characters",
    "String should match pattern '{1}'",
    "Input should be {1}",
    "Input should be a valid array",
    "Input should be a valid boolean",
    "Input should be a valid boolean, unable to interpret input",
    "Input should be a valid integer",
    "Input should be a valid integer, unable to parse string as an integer",
    "Unable to parse input string as an integer, exceeded maximum size",
    "Input should be a valid integer, got a number with a fractional part",
    "Input should be a valid number",
    "Input should be a valid number, unable to parse string as a number",
    "Input should be a valid decimal",
    "Decimal input should be an integer, float, string or Decimal object",
    "Decimal input should have no more than {1} decimal places",
    "Decimal input should have no more than {1} digits in total",
    "Decimal input should have no more than {1} digits before the decimal point",
    "Input should be a valid date",
    "Input should be a valid date in the format YYYY-MM-DD, {1}",
    "Input should be a valid date or datetime, {1}",
    "Datetimes provided to dates should have zero time - e.g. be exact dates",
    "Input should be a valid datetime",
    "Input should be a valid datetime, {1}",
    "Input should be a valid UUID, {1}",
)


def collected() -> Catalog:
    catalogue = Catalog(locale="zh", charset="utf-8", fuzzy=False)
    for folder in _FOLDERS:
        one = HOME / folder
        for file in [one] if one.is_file() else sorted(one.rglob("*.py")):
            place = str(file.relative_to(HOME))
            if not any(part in place for part in _NOT_SAID):
                for text in _sentences(ast.parse(file.read_text(encoding="utf-8")), by_status=place == _BY_STATUS):
                    catalogue.add(text, locations=[(place, 0)])
    for text in _BESIDES:
        catalogue.add(text, locations=[("pydantic, and values", 0)])
    return catalogue


def _sentences(module: ast.Module, *, by_status: bool) -> Iterator[str]:
    for node in ast.walk(module):
        for value in _said(node, by_status=by_status):
            for one in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
                text = template(one)
                if " " in text.strip():
                    yield text


def _said(node: ast.AST, *, by_status: bool) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in _CALLS or (name.endswith("Error") and name != "WrongValueError"):
            yield from node.args
    elif isinstance(node, ast.keyword) and node.arg == "errors" and isinstance(node.value, ast.Dict):
        yield from node.value.values
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if node.value is not None and any(isinstance(one, ast.Name) and one.id in _NAMES for one in targets):
            yield from node.value.values if isinstance(node.value, ast.Dict) else [node.value]
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and (key.value == "message" or (by_status and isinstance(key.value, int))):
                yield value


def template(node: ast.expr) -> str:
    """The text, with its values numbered; '' of what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts, number = [], 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        else:
            number += 1
            parts.append(f"{{{number}}}")
    return "".join(parts)


def stored() -> Catalog:
    if not FILE.exists():
        return Catalog(locale="zh", fuzzy=False)
    with FILE.open("rb") as text:
        return read_po(text, locale="zh")


def missing() -> list[str]:
    known = stored()
    return [text for text in _texts(collected()) if not getattr(known.get(text), "string", "")]


def unused() -> list[str]:
    said = collected()
    return [text for text in _texts(stored()) if said.get(text) is None]


def _texts(catalogue: Catalog) -> list[str]:
    return [str(message.id) for message in catalogue if message.id]


def update() -> None:
    before = stored()
    after = Catalog("zh", header_comment=HEADER, project="Third Ring", charset="utf-8", fuzzy=False, **BLANK)
    for message in collected():
        if message.id:
            known = before.get(message.id)
            after.add(message.id, known.string if known else "", locations=message.locations)
    after.creation_date = after.revision_date = before.creation_date
    with FILE.open("wb") as file:
        write_po(file, after, width=120, omit_header=False, include_lineno=False, sort_output=True)
