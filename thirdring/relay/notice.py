"""The used part of Alertmanager's webhook message."""

from datetime import datetime

from pydantic import BaseModel, Field

CRITICAL = "critical"


class Alert(BaseModel):
    status: str
    labels: dict[str, str] = Field(default_factory=dict)
    annotations: dict[str, str] = Field(default_factory=dict)
    starts_at: datetime = Field(alias="startsAt")

    @property
    def name(self) -> str:
        return self.labels.get("alertname", "")

    @property
    def team(self) -> str:
        return self.labels.get("team", "")

    @property
    def firing(self) -> bool:
        return self.status == "firing"

    @property
    def critical(self) -> bool:
        return self.labels.get("severity") == CRITICAL

    @property
    def told_once(self) -> bool:
        """Whether the alert is about a single event, so that no message follows when it ends."""
        return not self.firing and "told_once" in self.annotations


class Notice(BaseModel):
    """Version 4 of the webhook's JSON."""

    alerts: list[Alert] = Field(min_length=1, max_length=2000)
    truncated: int = Field(0, alias="truncatedAlerts", ge=0)

    @property
    def by_weight(self) -> list[Alert]:
        """Firing alerts before resolved ones, critical ones first."""
        told = (alert for alert in self.alerts if not alert.told_once)
        return sorted(told, key=lambda alert: (not alert.firing, not alert.critical))
