"""The sample with phones in pages: what a site changes for them, as docs/phone.md says it."""

from dataclasses import dataclass, field
from typing import Any

from lab.pbx import config
from tests.pbx.serving import free_port

SECRET = "a0b1c2d3e4f5g6h7"
PAGE, AGENT = "2001", "1001"


@dataclass(frozen=True)
class PagePhones:
    web_port: int = field(default_factory=free_port)
    sip_port: int = field(default_factory=free_port)

    def added_to(self, folder: config.Folder) -> config.Folder:
        """A text that is not there to be replaced is an error."""
        texts = dict(folder.texts)
        changes = {
            "site/http.conf": {"enabled = no": "enabled = yes", "8088    ": f"{self.sip_port} "},
            "site/extconfig.conf": {"127.0.0.1:8080": f"127.0.0.1:{self.web_port}", "putalongrandomwordhere": SECRET},
            "site/queues.conf": {f"\nmember => PJSIP/{AGENT}\n": "\n"},
        }
        for name, wanted in changes.items():
            for old, new in wanted.items():
                assert texts[name].count(old) == 1, (name, old)
                texts[name] = texts[name].replace(old, new)
        for name, begins in (("pjsip", f"; [{PAGE}]"), ("hints", "; exten"), ("queues", "; member")):
            texts[f"site/{name}.conf"] = taken_up(texts[f"site/{name}.conf"], begins)
        return config.Folder(texts)

    @property
    def settings(self) -> dict[str, Any]:
        return {"websocket": f"ws://127.0.0.1:{self.sip_port}/ws", "secret": SECRET}

    @property
    def agents(self) -> list[dict[str, Any]]:
        others = [{"name": name, "devices": [f"PJSIP/{name}"]} for name in ("1002", "1009")]
        mine = {"name": AGENT, "devices": [f"PJSIP/{AGENT}", f"PJSIP/{PAGE}"], "page_phone": f"PJSIP/{PAGE}"}
        return [mine, *others]


def taken_up(text: str, begins: str) -> str:
    """Without the `; ` of the lines from that one on which have it, to the end of the file or an empty line."""
    before, found, after = text.partition(f"\n{begins}")
    assert found, begins
    lines, rest = [], f"{begins}{after}".split("\n")
    while rest and rest[0].startswith("; "):
        lines.append(rest.pop(0).removeprefix("; "))
    return "\n".join([before, *lines, *rest])
