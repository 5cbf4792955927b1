"""What Alertmanager's webhook says, as far as it is of use here."""

from datetime import datetime

from pydantic import BaseModel, Field

CRITICAL = "critical"


class Alert(BaseModel):
    status: str
    labels: dict[str, str] = Field(default_factory=dict)
    annotations: dict[str, str] = Field(default_factory=dict)
    starts_at: datetime = Field(alias="startsAt")

    @property
    def firing(self) -> bool:
        return self.status == "firing"

    @property
    def critical(self) -> bool:
        return self.labels.get("severity") == CRITICAL


class Notice(BaseModel):
    """Version 4 of the webhook's JSON."""

    alerts: list[Alert] = Field(min_length=1, max_length=2000)
    truncated: int = Field(0, alias="truncatedAlerts", ge=0)

    @property
    def by_weight(self) -> list[Alert]:
        """What goes on before what is over, the critical before the others."""
        return sorted(self.alerts, key=lambda alert: (not alert.firing, not alert.critical))
