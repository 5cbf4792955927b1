"""The group that says where Grafana is, and how it and browsers reach the rest."""

from pathlib import Path

from pydantic import Field, SecretStr, model_validator

from thirdring.settings.groups import Group
from thirdring.settings.values import secret_from_file


class Grafana(Group):
    url: str = Field(
        "",
        pattern="^(https?://.+)?$",
        description="Address of Grafana, for `dashboards publish`. None by default.",
        examples=["http://127.0.0.1:3000"],
    )
    token: SecretStr | None = Field(
        None,
        description="Token of a service account there that may write folders, data sources and dashboards.",
        examples=["glsa_…"],
    )
    token_file: Path | None = Field(
        None, description="A file whose first line is the token.", examples=["/run/secrets/grafana_token"]
    )
    prometheus_url: str = Field(
        "http://127.0.0.1:9090",
        pattern="^https?://.+$",
        description="Where Grafana reaches Prometheus.",
        examples=["http://127.0.0.1:9090"],
    )
    alertmanager_url: str = Field(
        "",
        pattern="^(https?://.+)?$",
        description="Where Grafana reaches Alertmanager, to show what fires. None by default.",
        examples=["http://127.0.0.1:9093"],
    )
    database_host: str = Field(
        "",
        description="Host and port where Grafana reaches PostgreSQL; by default database.embedded_listen, or the host "
        "in database.url.",
        examples=["127.0.0.1:5433"],
    )
    database_password_file: Path | None = Field(
        None,
        description="The file that was given to `db grafana`. Without it the tables of calls and tickets stay empty.",
        examples=["/run/secrets/grafana_database_password"],
    )
    service_url: str = Field(
        "http://127.0.0.1:8080",
        pattern="^https?://[^\\s]+[^/\\s]$",
        description="Where a browser reaches this service: the boards' links to calls and tickets begin with it.",
        examples=["https://thirdring.example"],
    )

    site_name: str = Field(
        "",
        max_length=20,
        description="Name of the site, which stands above the walls. By default Third Ring's own.",
        examples=["Lakeside Gardens"],
    )

    def board_values(self, timezone: str) -> dict[str, str]:
        """What the boards' text variables are to this site."""
        return {"service": self.service_url, "timezone": timezone, "site": self.site_name}

    _read_token = model_validator(mode="before")(secret_from_file("token"))
