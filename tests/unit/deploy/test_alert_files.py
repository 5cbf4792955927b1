"""The alert rules as people meet them: in two languages, with a page to turn to, and from metrics that exist."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from metrics.prometheus.catalogue import CATALOGUE
from metrics.prometheus.metric import Kind

REPOSITORY = Path(__file__).parents[3]
PROMETHEUS = REPOSITORY / "deploy" / "prometheus"
BOARDS = REPOSITORY / "deploy" / "grafana" / "dashboards"
SAID = {"summary", "summary_zh", "description", "description_zh", "runbook", "dashboard", "dashboard_zh"}
OF_A_CALL = {"ended", "ended_zh"}  # that it is over does not mean that all is well
LABELS = {"hotline", "pbx", "category", "objective", "period", "task", "disposition", "shift"}
RUNBOOK_LINES_MAX = 40
SECTIONS = ["## 中文", "## What it means", "## Now", "## Later"]
HAN = r"[\u4e00-\u9fff]"
HALF_WIDTH = re.compile(rf"{HAN}[,:;?!]|[,:;?!]{HAN}|\.{HAN}|{HAN}\.(?:\s|$)")
"""Punctuation of English beside a Chinese character."""


def rules(file: Path) -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load(file.read_text())["groups"] for rule in group["rules"]]


RULES = [rule for file in sorted((PROMETHEUS / "rules").glob("*.yml")) for rule in rules(file)]
ALERTS = [rule for rule in RULES if "alert" in rule]
each_alert = pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])


@each_alert
def test_an_alert_speaks_english_and_chinese(alert: dict[str, Any]) -> None:
    said = alert["annotations"]
    assert set(said) - {"told_once"} in (SAID, SAID | OF_A_CALL)
    for name in ("summary", "description", "ended") if "ended" in said else ("summary", "description"):
        assert not re.search(HAN, said[name])
        assert re.search(HAN, said[f"{name}_zh"])
        assert not HALF_WIDTH.search(said[f"{name}_zh"]), said[f"{name}_zh"]


@each_alert
def test_an_alert_says_how_grave_it_is_and_whom_it_concerns(alert: dict[str, Any]) -> None:
    assert set(alert["labels"]) == {"severity", "team"}
    assert alert["labels"]["severity"] in {"critical", "warning"}
    assert alert["labels"]["team"] in {"desk", "service"}


@each_alert
def test_an_alert_has_a_runbook_of_one_screen(alert: dict[str, Any]) -> None:
    page = (REPOSITORY / alert["annotations"]["runbook"]).read_text()
    lines = page.splitlines()
    assert lines[0].startswith("# ")
    assert [line for line in lines if line.startswith("## ")] == SECTIONS
    assert len(lines) <= RUNBOOK_LINES_MAX
    chinese = page.partition("## 中文")[2].partition("## What it means")[0]
    assert re.search(r"^1\. .+\n(?: {3}.+\n)*2\. ", chinese, re.MULTILINE), "the steps in Chinese are numbered"
    assert re.search(HAN, chinese)
    assert not HALF_WIDTH.search(chinese), HALF_WIDTH.search(chinese)


@each_alert
def test_an_alert_leads_to_a_board_that_exists_in_both_languages(alert: dict[str, Any]) -> None:
    said = alert["annotations"]
    uids = said["dashboard"].removeprefix("/d/"), said["dashboard_zh"].removeprefix("/d/")
    assert uids[0].removesuffix("en") == uids[1].removesuffix("zh")
    assert all((BOARDS / f"{uid}.json").is_file() for uid in uids)


@each_alert
def test_an_alert_says_no_more_of_a_case_than_its_bounded_labels(alert: dict[str, Any]) -> None:
    text = " ".join(alert["annotations"].values())
    assert set(re.findall(r"\$labels\.(\w+)", text)) <= LABELS
    assert not re.search(r"\d{7,}", text)


def test_every_runbook_is_of_an_alert() -> None:
    used = {alert["annotations"]["runbook"] for alert in ALERTS}
    assert {f"docs/runbooks/{file.name}" for file in (REPOSITORY / "docs" / "runbooks").glob("*.md")} == used


def test_the_page_of_alerts_names_each_with_its_runbook() -> None:
    page = (REPOSITORY / "docs" / "alerts.md").read_text()
    for alert in ALERTS:
        assert f"[{alert['alert']}]({alert['annotations']['runbook'].removeprefix('docs/')})" in page


def test_alertmanager_as_it_comes_sends_nothing() -> None:
    config = yaml.safe_load((REPOSITORY / "deploy" / "alertmanager" / "alertmanager.yml").read_text())
    told = {config["route"]["receiver"], *(route["receiver"] for route in config["route"]["routes"])}
    empty = {one["name"] for one in config["receivers"] if not any(ways for key, ways in one.items() if key != "name")}
    assert told == empty == {"on-call", "office"}


def test_the_rules_ask_only_for_metrics_that_the_service_has() -> None:
    recorded = {rule["record"] for rule in RULES if "record" in rule}
    parts = {Kind.HISTOGRAM: ("_bucket", "_sum", "_count")}
    known = {metric.name + part for metric in CATALOGUE for part in ("", *parts.get(metric.kind, ()))}
    for rule in RULES:
        assert set(re.findall(r"thirdring:[a-z0-9_:]+", rule["expr"])) <= recorded
        assert set(re.findall(r"thirdring_[a-z0-9_]+", rule["expr"])) <= known


def test_every_alert_is_tested_silent_and_firing() -> None:
    files = [yaml.safe_load(file.read_text()) for file in (PROMETHEUS / "tests").glob("*.yml")]
    tried = [test for file in files for case in file["tests"] for test in case["promql_expr_test"]]
    for name in (alert["alert"] for alert in ALERTS):
        outcomes = {bool(test["exp_samples"]) for test in tried if f'alertname="{name}"' in test["expr"]}
        assert outcomes == {True, False}, name
