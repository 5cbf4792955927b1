"""What the web is told of the service: its parts as the handlers, the checks and the pages of the admin use them."""

from functools import partial

from console.kept import KeptDays
from kit.http import files
from kit.http.auth.book import TokenBook
from kit.http.auth.oidc.provider import Provider
from kit.http.auth.store import PostgresTokens
from kit.http.health import disk_check, files_check
from metrics.calls.store import PostgresCalls
from metrics.objectives.store import PostgresObjectives
from thirdring import stream_vitals, vitals
from thirdring.admin.context import AdminContext
from thirdring.admin.examination import Examination
from thirdring.admin.glance import Parts, glance
from thirdring.assembly import NowUs, Service
from thirdring.doctor.examining import examine, expected_of
from thirdring.http.options import web_options
from thirdring.http.site import Site
from thirdring.phones import phones_of
from ticketing.http.ask import DeskContext


def site_of(service: Service, clock: NowUs) -> Site:
    settings, pool = service.settings, service.database.pool
    return Site(
        PostgresCalls(pool),
        TokenBook(PostgresTokens(pool)),
        service.hub,
        service.registry,
        settings.service_level(),
        _desk(service),
        [
            partial(disk_check, settings.data_dir),
            files_check,
            *vitals.checks(service.links, service.journal, partial(vitals.store_status, service.fold, service.tenure)),
            partial(vitals.charge, service.tenure),
            *([] if service.followed is None else [partial(vitals.ear, service.followed)]),
            *stream_vitals.checks(settings, service.journal, service.streamed),
            *([partial(vitals.bucket, service.files)] if service.shelf.kept.is_remote else []),
        ],
        service.acts,
        service.tenure.leader,
        settings.zone,
        web_options(settings.web, files.raise_limit()),
        now_us=clock,
        objectives=PostgresObjectives(pool, service.keeper.book, lambda: service.keeper.sheet),
        department=settings.sheet.department,
        admin=_admin(service, clock),
        kept_days=KeptDays(settings.retention.calls_days, settings.retention.personal_days),
        phones=phones_of(settings),
    )


def _desk(service: Service) -> DeskContext:
    settings, options = service.settings, service.settings.web.oidc.options()
    provider = None if options is None else Provider(options)
    pool, devices = service.database.pool, settings.devices()
    return DeskContext(
        service.desk,
        pool,
        devices,
        service.click_to_call,
        service.agents,
        shelf=service.shelf,
        rescues=service.rescuer if settings.rescue.banner and not settings.rescue.dry_run else None,
        provider=provider,
        pbxs=frozenset(pbx.name for pbx in settings.pbx),
    )


def _admin(service: Service, clock: NowUs) -> AdminContext:
    settings = service.settings
    parts = Parts(
        service.links,
        service.journal,
        partial(vitals.store_status, service.fold, service.tenure),
        lambda: service.keeper.upkeep,
        settings.data_dir,
        settings.database.embedded,
        clock(),
    )
    pbxs = tuple(pbx.name for pbx in settings.pbx)
    examination = Examination(pbxs, expected_of(settings), partial(examine, settings))
    return AdminContext(settings, service.database.pool, partial(glance, parts, clock), examination)
