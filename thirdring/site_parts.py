"""What the web is told of the service: its parts as the handlers, the checks and the pages of the admin use them."""

from collections.abc import Callable
from functools import partial

from console.kept import KeptDays
from kit.http import files
from kit.http.auth.book import TokenBook
from kit.http.auth.oidc.provider import Provider
from kit.http.auth.store import PostgresTokens
from kit.http.health import Check, disk_check, files_check
from metrics.calls.store import PostgresCalls
from metrics.objectives.store import PostgresObjectives
from thirdring import stream_vitals, vitals
from thirdring.admin.context import AdminContext
from thirdring.admin.examination import Examination
from thirdring.admin.glance import Parts, glance
from thirdring.assembly import Service
from thirdring.doctor.examining import examine, expected_of
from thirdring.http.options import web_options
from thirdring.http.site import Site
from thirdring.measuring import NowUs
from thirdring.phones import phones_of
from ticketing.http.ask import DeskContext


def site_of(service: Service, clock: NowUs) -> Site:
    settings, pool, objectives = service.settings, service.access.database.pool, service.keepers.objectives
    return Site(
        PostgresCalls(pool),
        TokenBook(PostgresTokens(pool)),
        service.measured.hub,
        service.measured.registry,
        settings.service_level(),
        _desk(service),
        _checks(service),
        service.acts,
        service.access.tenure.leader,
        settings.zone,
        web_options(settings.web, files.raise_limit()),
        now_us=clock,
        objectives=PostgresObjectives(pool, objectives.book, lambda: objectives.sheet),
        department=settings.sheet.department,
        admin=_admin(service, clock),
        kept_days=KeptDays(settings.retention.calls_days, settings.retention.personal_days),
        phones=phones_of(settings),
    )


def _checks(service: Service) -> list[Callable[[], Check]]:
    settings, ears, keepers = service.settings, service.ears, service.keepers
    stored = partial(vitals.store_status, service.measured.fold, service.access.tenure)
    return [
        partial(disk_check, settings.data_dir),
        files_check,
        *vitals.checks(ears.links, ears.journal, stored),
        partial(vitals.charge, service.access.tenure),
        *([] if service.followed is None else [partial(vitals.ear, service.followed)]),
        *stream_vitals.checks(settings, ears.journal, service.streamed),
        *([partial(vitals.bucket, keepers.files)] if keepers.shelf.kept.is_remote else []),
    ]


def _desk(service: Service) -> DeskContext:
    settings, options = service.settings, service.settings.web.oidc.options()
    provider = None if options is None else Provider(options)
    pool, devices = service.access.database.pool, settings.devices()
    return DeskContext(
        service.desk,
        pool,
        devices,
        service.at_pbx.by_click,
        service.at_pbx.agents,
        shelf=service.keepers.shelf,
        rescues=service.at_pbx.rescuer if settings.rescue.banner and not settings.rescue.dry_run else None,
        provider=provider,
        pbxs=frozenset(pbx.name for pbx in settings.pbx),
    )


def _admin(service: Service, clock: NowUs) -> AdminContext:
    settings = service.settings
    parts = Parts(
        service.ears.links,
        service.ears.journal,
        partial(vitals.store_status, service.measured.fold, service.access.tenure),
        lambda: service.keepers.objectives.upkeep,
        settings.data_dir,
        settings.database.embedded,
        clock(),
    )
    pbxs = tuple(pbx.name for pbx in settings.pbx)
    examination = Examination(pbxs, expected_of(settings), partial(examine, settings))
    return AdminContext(settings, service.access.database.pool, partial(glance, parts, clock), examination)
