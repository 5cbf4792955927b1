"""Stands in for Grafana: starts only on what Grafana would start on, and tells at /stand-in how it was set up.

Like Grafana it takes GF_SECTION_KEY before grafana.ini, reads NAME__FILE, and fills in $NAME and $__file{}.
"""

import configparser
import http.server
import json
import os
import re
from pathlib import Path
from typing import Any

import yaml

ETC = Path("/etc/grafana")


def settings() -> dict[str, str]:
    ini = configparser.ConfigParser(interpolation=None)
    ini.read_string((ETC / "grafana.ini").read_text())
    said = {f"{section}.{key}".lower(): value for section in ini.sections() for key, value in ini[section].items()}
    for name, value in os.environ.items():
        if found := re.match(r"GF_(DATE_FORMATS|SECURITY|AUTH_ANONYMOUS|[A-Z]+)_(\w+?)(__FILE)?$", name):
            section = found[1].replace("AUTH_ANONYMOUS", "AUTH.ANONYMOUS")
            said[f"{section}.{found[2]}".lower()] = Path(value).read_text() if found[3] else value
    return said


def filled(text: str) -> str:
    text = re.sub(r"\$__file\{([^}]+)\}", lambda found: Path(found[1]).read_text().strip(), text)
    return re.sub(r"\$([A-Z]\w+)", lambda found: os.environ[found[1]], text)


def sources() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for file in sorted((ETC / "provisioning/datasources").glob("*.yml")):
        lines = [line for line in file.read_text().splitlines() if not line.lstrip().startswith("#")]
        found += yaml.safe_load(filled("\n".join(lines)))["datasources"]
    return found


def boards() -> list[str]:
    [provider] = yaml.safe_load((ETC / "provisioning/dashboards/thirdring.yml").read_text())["providers"]
    path = provider["options"]["path"]
    return [json.loads(file.read_text())["uid"] for file in sorted(Path(path).glob("*.json"))]


class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        said = {"/api/health": {"database": "ok"}, "/stand-in": GIVEN}.get(self.path)
        self.send_response(200 if said else 404)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_words: object) -> None:
        pass


Path("/var/lib/grafana/grafana.db").touch()
GIVEN: dict[str, Any] = {"settings": settings(), "sources": sources(), "boards": boards()}
assert GIVEN["settings"]["security.admin_password"]
assert GIVEN["boards"]
http.server.ThreadingHTTPServer(("", 3000), Pages).serve_forever()
