"""The alert rules as people meet them: in two languages, with a page to turn to, and from metrics that exist."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).parents[3]
RULES = REPOSITORY / "deploy" / "prometheus" / "rules"


def rules(file: str) -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load((RULES / file).read_text())["groups"] for rule in group["rules"]]


ALERTS = rules("alerts.yml")


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_an_alert_speaks_english_and_chinese_and_has_a_runbook(alert: dict[str, Any]) -> None:
    said = alert["annotations"]
    assert set(said) == {"summary", "summary_zh", "description", "description_zh", "runbook"}
    assert re.search(r"[\u4e00-\u9fff]", said["summary_zh"] + said["description_zh"])
    assert (REPOSITORY / said["runbook"]).read_text().startswith("# ")
    assert alert["labels"]["severity"] in {"critical", "warning"}


def test_the_rules_ask_only_for_metrics_that_the_service_has() -> None:
    page = (REPOSITORY / "docs" / "metrics.md").read_text()
    recorded = {rule["record"] for rule in rules("recording.yml")}
    for rule in [*ALERTS, *rules("recording.yml")]:
        assert set(re.findall(r"thirdring:[a-z0-9_:]+", rule["expr"])) <= recorded
        assert all(f"`{name}`" in page for name in re.findall(r"thirdring_[a-z_]+", rule["expr"]))


def test_every_alert_is_tested_silent_and_firing() -> None:
    text = (REPOSITORY / "deploy" / "prometheus" / "tests" / "alerts.yml").read_text()
    tried = [case["promql_expr_test"][0] for case in yaml.safe_load(text)["tests"]]
    for name in (alert["alert"] for alert in ALERTS):
        outcomes = {bool(test["exp_samples"]) for test in tried if f'alertname="{name}"' in test["expr"]}
        assert outcomes == {True, False}, name
