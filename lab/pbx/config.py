"""The configuration of one lab Asterisk, as text: what a site has in it, and the files that say so."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

TRUNK = "trunk"
LINE, LINE_HOST = "line", "line.invalid"  # a caller of that host comes over the line
READ = "system,call,agent,cdr,cel,dialplan,user,reporting"


@dataclass(frozen=True)
class Queue:
    name: str
    members: tuple[str, ...]
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Site:
    """`phones` maps each phone's name to its UDP port, None for one that registers. The trunk is one more phone.

    `contexts` are the dialplan's lines: the trunk enters `from-trunk`, a phone `from-phone`. @RUN@ is the run's folder.
    """

    phones: Mapping[str, int | None]
    trunk_port: int
    queues: tuple[Queue, ...]
    contexts: Mapping[str, tuple[str, ...]]
    records: Mapping[str, str] = field(default_factory=dict)  # more files, of what it writes about itself


@dataclass(frozen=True)
class Folder:
    """A site's own files, by their path in its folder. @AMI@, @SIP@, @SECRET@ and @RUN@ are filled in."""

    texts: Mapping[str, str]


@dataclass(frozen=True)
class Ports:
    ami: int
    sip: int


@dataclass(frozen=True)
class Places:
    """Where a run keeps its things, as Asterisk sees them."""

    run: PurePosixPath
    modules: PurePosixPath
    data: PurePosixPath  # Asterisk's own documentation, and sounds of this run

    @property
    def etc(self) -> PurePosixPath:
        return self.run / "etc"


def files(site: Site | Folder, ports: Ports, places: Places, secret: str) -> dict[str, str]:
    machine = {
        "asterisk.conf": _asterisk(places),
        "modules.conf": _MODULES,
        "logger.conf": "[general]\nqueue_log=no\n[logfiles]\nmessages => notice,warning,error\n",
        "rtp.conf": "[general]\nrtpstart=10000\nrtpend=19998\n",
        "musiconhold.conf": "[default]\nmode=files\ndirectory=/nonexistent\n",
    }
    return machine | (_made(site, ports, secret) if isinstance(site, Site) else _filled(site, ports, secret))


def _filled(site: Folder, ports: Ports, secret: str) -> dict[str, str]:
    own = {"@AMI@": str(ports.ami), "@SIP@": str(ports.sip), "@SECRET@": secret}
    return {name: re.sub("|".join(own), lambda found: own[found[0]], text) for name, text in site.texts.items()}


def _made(site: Site, ports: Ports, secret: str) -> dict[str, str]:
    return {
        "manager.conf": _manager(ports, secret),
        "cel.conf": "[general]\nenable=yes\napps=dial,queue,park\nevents=ALL\n[manager]\nenabled=yes\n",
        "cdr.conf": "[general]\nenable=yes\n",
        "cdr_manager.conf": "[general]\nenabled=yes\n",
        "features.conf": _FEATURES,
        "agents.conf": "".join(f"[{name}]\nackcall=no\n" for name in site.phones),
        "res_parking.conf": _PARKING,
        "voicemail.conf": "[general]\nformat=gsm\nmaxsecs=30\n[default]\n8000 => 1234,Hotline\n",
        "pjsip.conf": _pjsip(site, ports),
        "queues.conf": "\n".join(
            ["[general]", "autofill=yes", "persistentmembers=no", *(_queue(q) for q in site.queues), ""]
        ),
        "extensions.conf": _extensions(site.contexts),
        **site.records,
    }


def _asterisk(places: Places) -> str:
    run = places.run
    folders = {
        "astetcdir": places.etc,
        "astmoddir": places.modules,
        "astvarlibdir": run / "lib",
        "astdbdir": run / "lib",
        "astkeydir": run / "lib",
        "astdatadir": places.data,
        "astagidir": run / "lib",
        "astspooldir": run / "spool",
        "astrundir": run / "run",
        "astlogdir": run / "log",
        "astcachedir": run / "lib",
    }
    lines = [f"{name} => {path}" for name, path in folders.items()]
    return "\n".join(["[directories]", *lines, "[options]", "verbose=0", "nocolor=yes", ""])


def _manager(ports: Ports, secret: str) -> str:
    return f"""[general]
enabled=yes
webenabled=no
bindaddr=127.0.0.1
port={ports.ami}
timestampevents=yes
channelvars=TR_TICKET,TR_REASON
[thirdring]
secret={secret}
read={READ}
write=system,call,agent,originate,reporting
writetimeout=5000
[lab]
secret={secret}
read=
write=all
"""


def _pjsip(site: Site, ports: Ports) -> str:
    head = f"""[global]
type=global
endpoint_identifier_order=header,username,ip,anonymous
[transport]
type=transport
protocol=udp
bind=127.0.0.1:{ports.sip}
[phone](!)
type=endpoint
context=from-phone
disallow=all
allow=alaw
direct_media=no
timers=no
rtp_symmetric=yes
"""
    phones = [_endpoint(name, port, "from-phone") for name, port in site.phones.items()]
    identify = f"[{TRUNK}]\ntype=identify\nendpoint={TRUNK}\nmatch=127.0.0.1\n"
    return head + "".join(phones) + _endpoint(TRUNK, site.trunk_port, "from-trunk") + identify + _LINE


def _endpoint(name: str, port: int | None, context: str) -> str:
    contact = "max_contacts=1\nremove_existing=yes\n" if port is None else f"contact=sip:{name}@127.0.0.1:{port}\n"
    caller = "" if name == TRUNK else f"callerid=Agent <{name}>\n"
    return f"[{name}](phone)\ncontext={context}\naors={name}\n{caller}[{name}]\ntype=aor\n{contact}"


def _queue(queue: Queue) -> str:
    options = {
        "strategy": "ringall",
        "timeout": "15",
        "retry": "1",
        "wrapuptime": "0",
        "ringinuse": "no",
        **queue.options,
    }
    lines = [f"{key}={value}" for key, value in options.items()]
    return "\n".join([f"[{queue.name}]", *lines, *(f"member => {member}" for member in queue.members)])


def _extensions(contexts: Mapping[str, tuple[str, ...]]) -> str:
    parts = ["[general]", "autofallthrough=yes", "clearglobalvars=no"]
    for name, lines in contexts.items():
        parts += [f"[{name}]", *lines]
    return "\n".join([*parts, ""])


_LINE = f"""[{LINE}](phone)
context=from-trunk
rtp_timeout=1
[{LINE}]
type=identify
endpoint={LINE}
match_header=From: /@{LINE_HOST}/
"""
"""A line whose end is noticed by its silence alone: nobody says that the caller hangs up."""

_FEATURES = """[general]
transferdigittimeout=4
featuredigittimeout=2000
atxfernoanswertimeout=4
[featuremap]
blindxfer=#1
atxfer=*2
"""

_PARKING = """[general]
parkeddynamic=no
[default]
parkext=700
parkpos=701-780
context=parked
parkingtime=20
"""

_MODULES = """[modules]
autoload=yes
noload => chan_iax2.so
noload => chan_unistim.so
noload => chan_skinny.so
noload => chan_mgcp.so
noload => chan_ooh323.so
noload => chan_console.so
noload => pbx_dundi.so
noload => pbx_ael.so
noload => pbx_lua.so
noload => res_phoneprov.so
noload => res_pjsip_phoneprov_provider.so
noload => res_config_odbc.so
noload => res_config_pgsql.so
noload => res_config_ldap.so
noload => res_odbc.so
noload => app_voicemail_imap.so
noload => app_voicemail_odbc.so
noload => cdr_csv.so
noload => res_snmp.so
noload => chan_motif.so
noload => res_xmpp.so
"""
