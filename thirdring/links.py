"""The links to the PBXs of the settings."""

import structlog

from telephony.ami.link import AmiLink, Target
from thirdring.listening.keys import CelKeys, EarKeys, PbxKeys
from thirdring.listening.links import LinkLog, link_of, target_of_keys
from thirdring.settings import Pbx, Settings
from thirdring.settings.pbx import PbxCel

log = structlog.get_logger()


def link_to(pbx: Pbx) -> AmiLink:
    return link_of(keys_of(pbx), LinkLog(pbx.name, log))


def target_of(pbx: Pbx) -> Target:
    return target_of_keys(keys_of(pbx))


def keys_of(pbx: Pbx) -> PbxKeys:
    secret, cel = pbx.secret.get_secret_value(), cel_keys_of(pbx.cel)
    return PbxKeys(pbx.name, pbx.host, pbx.port, pbx.username, secret, pbx.tls, pbx.tls_ca_file, cel)


def cel_keys_of(cel: PbxCel) -> CelKeys:
    return CelKeys(cel.csv, cel.url.get_secret_value(), cel.table, cel.log, cel.late_seconds)


def ear_keys_of(settings: Settings) -> EarKeys:
    """The same keys that `thirdring.listening.keys` reads from the file and the environment."""
    journal, log_of = settings.journal, settings.log
    return EarKeys(
        settings.data_dir,
        journal.retention_days,
        journal.size_bytes_max,
        bool(journal.servers),
        log_of.level,
        log_of.format,
        tuple(map(keys_of, settings.pbx)),
    )
