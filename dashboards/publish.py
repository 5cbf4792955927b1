"""Brings folder, data sources and boards into a Grafana: looks at what is there, and changes what differs."""

from dashboards.grafana import Grafana, GrafanaError, Wrong
from dashboards.publishing import FOLDER_UID, OLDEST, Found, Step, Wanted, steps, version_of

_WHO = "/api/user"
"""Refused to a wrong token also where everybody may look in: there the other paths answer as to anybody."""


async def planned(grafana: Grafana, wanted: Wanted, secrets_again: bool = False) -> list[Step]:
    """Raises GrafanaError, as all here do."""
    await _be_grafana(grafana)
    return list(steps(wanted, await _found(grafana, wanted), secrets_again))


async def carry_out(grafana: Grafana, step: Step) -> None:
    if step.method:
        await grafana.send(step.method, step.path, step.body, step.title)


async def _be_grafana(grafana: Grafana) -> None:
    health = await grafana.get("/api/health")
    if not isinstance(health, dict) or "database" not in health:
        raise GrafanaError(Wrong.NOT_GRAFANA, "/api/health", str(health)[:80])
    version = version_of(health)
    if version is not None and version < OLDEST:
        raise GrafanaError(Wrong.OLD, "{}.{}".format(*version), "{}.{}".format(*OLDEST))
    await grafana.get(_WHO)


async def _found(grafana: Grafana, wanted: Wanted) -> Found:
    sources = {one["uid"]: await grafana.get(f"/api/datasources/uid/{one['uid']}") for one in wanted.sources}
    boards = {one["uid"]: await grafana.get(f"/api/dashboards/uid/{one['uid']}") for one in wanted.boards}
    return Found(await grafana.get(f"/api/folders/{FOLDER_UID}"), sources, boards)
