"""Notices as Alertmanager sends them, for tests of the relay."""

from typing import Any

ANNOTATIONS = {
    "summary": "service: a call rings beyond the third ring right now",
    "summary_zh": "service：来电响过三声无人接，请立即接听",
    "description": "It has rung for 15.2s and nobody has answered.",
    "description_zh": "已振铃 15 秒，无人接听。",
    "runbook": "docs/runbooks/hotline-ringing-past-target.md",
    "dashboard": "/d/thirdring-wall-en",
    "dashboard_zh": "/d/thirdring-wall-zh",
}


def alert(severity: str = "critical", status: str = "firing", **annotations: str) -> dict[str, Any]:
    return {
        "status": status,
        "labels": {"alertname": "HotlineRingingPastTarget", "severity": severity},
        "annotations": {**ANNOTATIONS, **annotations},
        "startsAt": "2026-11-25T12:01:05.123456789Z",
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "http://prometheus:9090/graph",
        "fingerprint": "abc",
    }


def notice(*alerts: dict[str, Any], truncated: int = 0) -> dict[str, Any]:
    return {
        "version": "4",
        "status": "firing",
        "receiver": "on-call",
        "groupLabels": {"alertname": "HotlineRingingPastTarget"},
        "truncatedAlerts": truncated,
        "alerts": list(alerts) or [alert()],
    }
