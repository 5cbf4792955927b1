"""One AMI session as the PBX sees it: actions in, answers out, and which events this client wants. Pure."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import md5

from lab.sim.channels import Party
from lab.sim.filters import Filters
from lab.sim.moments import Headers, Moment, listing, packet
from lab.sim.order import Order
from lab.sim.state import State

BANNER = b"Asterisk Call Manager/11.0.0\r\n"
_CLASSES = {"Queue": "agent", "Agent": "agent", "VarSet": "dialplan", "Newexten": "dialplan", "FullyBooted": "system"}


@dataclass(frozen=True, slots=True)
class Account:
    username: str = "thirdring"
    secret: str = "simulated"


@dataclass(slots=True)
class Session:
    account: Account
    state: State
    now_us: Callable[[], int]
    challenge: str
    originate: Callable[[Order], bool]  # False: not here
    pause: Callable[[str, bool, str], bool] = lambda _device, _paused, _reason: False  # False: no such member
    hang_up: Callable[[str], bool] = lambda _channel: False  # False: no such channel
    logged_in: bool = False
    over: bool = False
    ready: bool = False  # it has asked for its snapshot, or for no events: the play may begin
    classes: frozenset[str] | None = None  # None: all; empty: none
    filters: Filters = field(default_factory=Filters)

    def wants(self, moment: Moment, text: Callable[[], str]) -> bool:
        """`text` gives the event as it would be sent, for filters that look at it."""
        if not self.logged_in or (self.classes is not None and _class_of(moment.name) not in self.classes):
            return False
        return self.filters.pass_on(moment, text)

    def act(self, action: dict[str, str]) -> bytes:
        verb = action.get("action", "").lower()
        if not self.logged_in and verb not in ("login", "challenge", "logoff"):
            return _answer(action, "Error", ("Message", "Permission denied"))
        handler: Callable[[dict[str, str]], bytes] | None = getattr(self, f"_on_{verb}", None)
        if handler is None:
            return _answer(action, "Error", ("Message", "Invalid/unknown command"))
        return handler(action)

    def _on_challenge(self, action: dict[str, str]) -> bytes:
        if action.get("authtype", "").lower() != "md5":
            return _answer(action, "Error", ("Message", "Must specify AuthType"))
        return _answer(action, "Success", ("Challenge", self.challenge))

    def _on_login(self, action: dict[str, str]) -> bytes:
        digest = md5((self.challenge + self.account.secret).encode()).hexdigest()
        right = (action.get("key") == digest) if "key" in action else (action.get("secret") == self.account.secret)
        if not right or action.get("username") != self.account.username:
            self.over = True
            return _answer(action, "Error", ("Message", "Authentication failed"))
        self.logged_in = True
        self.classes = _mask(action.get("events", "on"))
        booted = (("Privilege", "system,all"), ("Uptime", "86400"), ("LastReload", "86400"), ("Status", "Fully Booted"))
        return _answer(action, "Success", ("Message", "Authentication accepted")) + listing("FullyBooted", booted)

    def _on_logoff(self, action: dict[str, str]) -> bytes:
        self.over = True
        return _answer(action, "Goodbye", ("Message", "Thanks for all the fish."))

    def _on_ping(self, action: dict[str, str]) -> bytes:
        now_us = self.now_us()
        stamp = f"{now_us // 1_000_000}.{now_us % 1_000_000:06d}"
        return _answer(action, "Success", ("Ping", "Pong"), ("Timestamp", stamp))

    def _on_events(self, action: dict[str, str]) -> bytes:
        self.classes = _mask(action.get("eventmask", "on"))
        return _answer(action, "Success", ("Events", "Off" if self.classes == frozenset() else "On"))

    def _on_filter(self, action: dict[str, str]) -> bytes:
        try:
            self.filters.add(action.get("filter", ""), action.get("matchcriteria"))
        except (re.error, ValueError):
            return _answer(action, "Error", ("Message", "Filter was not added: it could not be read"))
        return _answer(action, "Success", ("Message", "Filter added"))

    def _on_originate(self, action: dict[str, str]) -> bytes:
        if not all(action.get(key) for key in ("channel", "context", "exten")):
            return _answer(action, "Error", ("Message", "Channel, Context or Exten not specified"))
        if not self.originate(_order(action)):
            return _answer(action, "Error", ("Message", "Permission denied"))
        return _answer(action, "Success", ("Message", "Originate successfully queued"))

    def _on_setvar(self, action: dict[str, str]) -> bytes:
        """Said and not told: no play goes by a variable that is set meanwhile."""
        if action.get("channel") not in self.state.channels:
            return _answer(action, "Error", ("Message", "No such channel"))
        return _answer(action, "Success", ("Message", "Variable Set"))

    def _on_hangup(self, action: dict[str, str]) -> bytes:
        if not self.hang_up(action.get("channel", "")):
            return _answer(action, "Error", ("Message", "No such channel"))
        return _answer(action, "Success", ("Message", "Channel Hungup"))

    def _on_queuepause(self, action: dict[str, str]) -> bytes:
        if not action.get("interface") or not action.get("paused"):
            return _answer(action, "Error", ("Message", "Need 'Interface' and 'Paused' parameters"))
        paused = action["paused"].lower() in ("true", "yes", "1", "on")
        if not self.pause(action["interface"], paused, action.get("reason", "")):
            return _answer(action, "Error", ("Message", "Interface not found"))
        return _answer(action, "Success", ("Message", f"Interface {'' if paused else 'un'}paused successfully"))

    def _on_coresettings(self, action: dict[str, str]) -> bytes:
        version = ("AsteriskVersion", "22.10.1-simulated")
        return _answer(action, "Success", ("AMIversion", "11.0.0"), version, ("SystemName", ""))

    def _on_status(self, action: dict[str, str]) -> bytes:
        return self._list(action, "Channel status will follow", self.state.status(self.now_us()))

    def _on_coreshowchannels(self, action: dict[str, str]) -> bytes:
        items = self.state.core_show_channels(self.now_us())
        return self._list(action, "Channels will follow", items)

    def _on_queuestatus(self, action: dict[str, str]) -> bytes:
        self.ready = True
        return self._list(action, "Queue status will follow", self.state.queue_status(self.now_us()))

    def _list(self, action: dict[str, str], message: str, items: Iterable[tuple[str, Headers]]) -> bytes:
        tag: Headers = (("ActionID", action["actionid"]),) if "actionid" in action else ()
        parts = [_answer(action, "Success", ("EventList", "start"), ("Message", message))]
        for name, headers in items:
            tag_first = name == "CoreShowChannel" or name.endswith("Complete")
            parts.append(listing(name, (*tag, *headers) if tag_first else (*headers, *tag)))
        return b"".join(parts)


def parse_action(block: bytes) -> dict[str, str]:
    """Keys in lower case; the last value of a key that came twice."""
    lines = block.decode("utf-8", "replace").splitlines()
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {key.strip().lower(): value.strip() for key, _, value in pairs}


def _order(action: dict[str, str]) -> Order:
    shown = re.fullmatch(r'"?(.*?)"? *<(.*)>', action.get("callerid", ""))
    variables = (part.partition("=") for part in action.get("variable", "").split(",") if part)
    return Order(
        action["channel"],
        action["exten"],
        action["context"],
        action.get("actionid", ""),
        Party(shown[2], shown[1]) if shown else Party(),
        {name: value for name, _, value in variables},
        int(action.get("timeout", 30_000)) * 1000,
        action.get("channelid", ""),
    )


def _answer(action: dict[str, str], response: str, *headers: tuple[str, str]) -> bytes:
    tag = [f"ActionID: {action['actionid']}"] if "actionid" in action else []
    return packet([f"Response: {response}", *tag, *(f"{key}: {value}" for key, value in headers)])


def _mask(words: str) -> frozenset[str] | None:
    words = words.strip().lower()
    if words in ("on", "all", "true", "yes", ""):
        return None
    return frozenset() if words in ("off", "false", "no") else frozenset(part.strip() for part in words.split(","))


def _class_of(name: str) -> str:
    return next((kind for start, kind in _CLASSES.items() if name.startswith(start)), "call")
