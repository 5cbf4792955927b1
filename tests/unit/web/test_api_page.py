import json
import re
from pathlib import Path

from console.pages import PAGES
from kit.http.openapi import describe
from metrics.calls.queries import CallsQuery
from thirdring.http.operations import OPERATIONS

VERBS = set(
    "Change Claim Close Complete Correct Create Delete End Lengthen Link List Mark Merge Open Pause "
    "Perform Record Release Replace Return Sign Split Stream Submit Update".split()
)
PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")


def test_the_page_about_the_api_names_every_parameter_of_the_list_and_no_other() -> None:
    table = PAGE.partition("| parameter of")[2].partition("\n\n")[0]
    named = {name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert named == {field.alias or name for name, field in CallsQuery.model_fields.items()}


def test_every_path_on_the_page_exists() -> None:
    known = {re.sub(r"{pbx}/{linkedid}|{id}|{objective}|{sheet}", "ID", operation.path) for operation in OPERATIONS}
    known = {path.replace("{number}", "NUMBER").replace("{token}", "TOKEN").replace("{name}", "NAME") for path in known}
    paths = set(re.findall(r"[`8-](?:0)?(/(?:api|metrics|healthz|readyz)[\w/.-]*)", PAGE))
    assert {"/api/v1/calls", "/api/v1/live", "/metrics", "/api/v1/calls/ID/receipt"} <= paths
    assert paths <= known | {page.path for page in PAGES}


def test_every_summary_says_what_the_operation_does() -> None:
    summaries = {operation.path: operation.summary for operation in OPERATIONS}
    assert {path: text for path, text in summaries.items() if text.split()[0].rstrip(":") not in VERBS} == {}


def test_every_operation_has_a_name_of_its_own_and_every_shape_is_described() -> None:
    names = [operation.id for operation in OPERATIONS]
    assert sorted(names) == sorted(set(names))
    described = json.loads(describe(OPERATIONS, metrics_open=False))
    shapes = set(re.findall(r"#/components/schemas/([\w-]+)", json.dumps(described)))
    assert shapes <= described["components"]["schemas"].keys()
