"""The data sources as Grafana's API takes them; deploy/grafana/provisioning says the same in files."""

from typing import Any, NamedTuple

ROLE = "thirdring_grafana"
PROMETHEUS, POSTGRESQL, ALERTMANAGER = "thirdring-prometheus", "thirdring-postgresql", "thirdring-alertmanager"
POSTGRESQL_TYPE = "grafana-postgresql-datasource"


class Addresses(NamedTuple):
    """As Grafana reaches them. What is empty is not published."""

    prometheus: str
    alertmanager: str = ""
    database: str = ""  # host:port
    database_name: str = "thirdring"
    password: str = ""


def sources(at: Addresses) -> list[dict[str, Any]]:
    found = [_prometheus(at)]
    if at.database and at.password:
        found.append(_postgresql(at))
    if at.alertmanager:
        found.append(_alertmanager(at))
    return found


def _prometheus(at: Addresses) -> dict[str, Any]:
    told = {"timeInterval": "5s", "httpMethod": "POST", "alertmanagerUid": ALERTMANAGER}
    return {
        **_source("Third Ring Prometheus", PROMETHEUS, "prometheus", at.prometheus),
        "isDefault": True,
        "jsonData": told,
    }


def _postgresql(at: Addresses) -> dict[str, Any]:
    connections = {"sslmode": "disable", "postgresVersion": 1500, "maxOpenConns": 10, "maxIdleConns": 5}
    return {
        **_source("Third Ring PostgreSQL", POSTGRESQL, POSTGRESQL_TYPE, at.database),
        "user": ROLE,
        "jsonData": {"database": at.database_name, **connections},
        "secureJsonData": {"password": at.password},
    }


def _alertmanager(at: Addresses) -> dict[str, Any]:
    return {
        **_source("Third Ring Alertmanager", ALERTMANAGER, "alertmanager", at.alertmanager),
        "jsonData": {"implementation": "prometheus", "handleGrafanaManagedAlerts": False},
    }


def _source(name: str, uid: str, kind: str, url: str) -> dict[str, Any]:
    return {"name": name, "uid": uid, "type": kind, "access": "proxy", "url": url}
