"""What each part of the stack gets to see: its own files of deploy/, filled in, and its own secrets.

A secret is the one that was given, else the one of last time, else a new one. Run again, nothing changes but what
deploy/ or the given secrets have changed, and a file that is the same is not touched.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from kit.files import whole_file
from kit.http.auth.tokens import new_token
from kit.i18n import _
from thirdring.stack import StackError
from thirdring.stack.places import AGENTS, Places, changes, filled_in
from thirdring.stack.site import Site, read_site, toml_of, zone_file

GENERATED = (
    "database_password",
    "ami_secret",
    "page_phone_secret",
    "nats_password",
    "metrics_token",
    "relay_token",
    "grafana_admin_password",
    "grafana_database_password",
    *(f"phone_{agent}" for agent in AGENTS),
)
TOKENS = ("metrics_token", "relay_token")
GIVEN_ONLY = ("webhook_url", "smtp_password", "wecom_url", "dingtalk_url", "dingtalk_secret")
"""Empty where nothing was given: alerts are then not sent that way."""
_SOURCES = ("prometheus", "alertmanager", "asterisk/site", "grafana", "nats")
_TOML, _RELAY = "thirdring/thirdring.toml", "thirdring/relay.toml"
_GRAFANA = "[date_formats]\ndefault_timezone = {timezone}\n\n[users]\ndefault_language = {language}\n"
_SUFFIXES = (".yml", ".conf", ".json", ".tmpl")


def prepare(deploy: Path, given: Path, made: Path, places: Places) -> dict[str, str]:
    """Writes a folder for each part below `made`; the secrets by their names. Raises StackError."""
    texts = _texts(deploy)
    site = read_site(deploy / _TOML)
    known = _secrets(given, made / "secrets")
    texts = filled_in(texts, changes(places, known, site.timezone)) | {_TOML: (deploy / _TOML).read_text("utf-8")}
    relay = _of_relay(deploy / _RELAY, known, site, places)
    for part, files in _folders(texts, known, site, relay).items():
        for name, content in files.items():
            _write(made / part / name, content if isinstance(content, bytes) else content.encode())
        if part != "secrets":
            _forget_others(made / part, files)
    return known


def _folders(
    texts: Mapping[str, str], known: Mapping[str, str], site: Site, relay: Mapping[str, str]
) -> dict[str, Mapping[str, str] | Mapping[str, str | bytes]]:
    return {
        "secrets": {name: known[name] for name in (*GENERATED, *GIVEN_ONLY)},
        "postgres": {"password": known["database_password"]},
        "asterisk": {**_below("asterisk/site/", texts), "localtime": zone_file(site.timezone)},
        "thirdring": {"thirdring.toml": texts[_TOML], **_of_service(known)},
        "prometheus": {**_below("prometheus/", texts), "metrics.token": known["metrics_token"]},
        "alertmanager": {
            **_below("alertmanager/", texts),
            **{f"secrets/{name}": known[name] for name in ("webhook_url", "smtp_password")},
        },
        "relay": relay,
        "grafana": {
            "grafana.ini": _GRAFANA.format(timezone=site.timezone, language=site.grafana_language),
            **_below("grafana/provisioning/", texts, "provisioning/"),
            **_below("grafana/dashboards/", texts, "dashboards/thirdring/"),
            "thirdring-database-password": known["grafana_database_password"],
            "admin-password": known["grafana_admin_password"],
        },
        "phones": {f"phone_{agent}": known[f"phone_{agent}"] for agent in AGENTS},
        "nats": _below("nats/", texts),
    }


def _of_service(known: Mapping[str, str]) -> dict[str, str]:
    password = quote(known["database_password"], safe="")
    names = ("ami_secret", "page_phone_secret", "nats_password", "grafana_database_password", *TOKENS)
    return {
        "database_url": f"postgresql://thirdring:{password}@postgres:5432/thirdring",
        **{name: known[name] for name in names},
    }


def _of_relay(own: Path, known: Mapping[str, str], site: Site, places: Places) -> dict[str, str]:
    """The settings of `relay` and the secrets they name: what the site says in a file of its own, the robots whose
    address was given, and where it learns who is on shift. Raises StackError."""
    text = _read(own)
    said = toml_of(own, text)
    given = [name for name in ("wecom_url", "dingtalk_url", "dingtalk_secret") if known[name]]
    tables = {"shifts": [f'url = "http://{places.web}"', _named("token", "relay_token")]}
    for name in given:
        robot, _sign, key = name.partition("_")
        tables.setdefault(robot, []).append(_named(key, name))
    lines = [] if "timezone" in said else [f'timezone = "{site.timezone}"']
    lines.append(text)
    for name, entries in tables.items():
        if name not in said.get("relay", {}):
            lines += ["", f"[relay.{name}]", *entries]
    names = [*given, "relay_token"]
    return {"relay.toml": "\n".join([*lines, ""]), **{name: known[name] for name in names}}


def _named(key: str, secret: str) -> str:
    return f'{key}_file = "/run/relay/{secret}"'


def _below(folder: str, texts: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    return {prefix + name.removeprefix(folder): text for name, text in texts.items() if name.startswith(folder)}


def _texts(deploy: Path) -> dict[str, str]:
    found = {str(file.relative_to(deploy)): file.read_text("utf-8") for file in _files(deploy)}
    if not found:
        text = _("There is nothing in {folder}: it is to be the folder deploy of Third Ring.")
        raise StackError(text.format(folder=deploy))
    return found


def _files(deploy: Path) -> Iterator[Path]:
    for source in _SOURCES:
        yield from (file for file in sorted((deploy / source).rglob("*")) if file.suffix in _SUFFIXES)


def _secrets(given: Path, kept: Path) -> dict[str, str]:
    found = {name: _read(given / name) or _read(kept / name) or _new(name) for name in GENERATED}
    return found | {name: _read(given / name) for name in GIVEN_ONLY}


def _new(name: str) -> str:
    return new_token() if name in TOKENS else secrets.token_hex(24)


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise StackError(f"{file}: {error.strerror}") from None
    except ValueError as error:  # no UTF-8
        raise StackError(f"{file}: {error}") from None


def _write(file: Path, content: bytes) -> None:
    """Readable for the parts, which are in our group, and nobody else; whole or not at all."""
    try:
        if file.is_file() and file.read_bytes() == content:
            return
        _make_folder(file.parent)
        with whole_file(file, 0o640) as sink:
            sink.write(content)
    except OSError as error:
        raise StackError(f"{error.filename or file}: {error.strerror}") from None


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir()
        folder.chmod(0o750)  # whatever the umask is


def _forget_others(folder: Path, names: Iterable[str]) -> None:
    """What was made before and is wanted no more: a rule that was deleted, a robot's address that was taken back."""
    wanted = {folder / name for name in names}
    try:
        for file in [file for file in folder.rglob("*") if file.is_file() and file not in wanted]:
            file.unlink()
    except OSError as error:
        raise StackError(f"{error.filename}: {error.strerror}") from None
