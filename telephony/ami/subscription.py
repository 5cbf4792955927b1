"""The actions of the link after login, and how it reads the answers."""

from telephony.ami.actions import ActionTimeoutError, Response
from telephony.ami.filters import EVENT_MASK
from telephony.ami.session import Session

QUEUES = {"Action": "QueueStatus"}
EVENTS_ON = {"Action": "Events", "EventMask": EVENT_MASK}
SNAPSHOT = (
    {"Action": "Status"},
    {"Action": "CoreShowChannels"},
    QUEUES,
)
MISSING_END = {"QueueStatus": "QueueStatusComplete"}
"""The event that ends a snapshot: where the PBX will not send it, the link does."""

NO_FILTER = (
    "This AMI user may not filter events, so the PBX sends many that are thrown away here. "
    "Where it may not originate, add system to its write= in manager.conf: both together can run programs."
)
_NO_EVENTS = "The PBX sends this AMI user no events. Give it read = system,call,agent,dialplan in manager.conf."
_NO_CHANNELS = (
    "The PBX does not list its channels, so calls that ended while the link was down are noticed late. "
    "Add reporting to this AMI user's write= in manager.conf."
)
_NO_QUEUES = "The PBX does not tell its queues: app_queue is not loaded there."
_REFUSED = {"CoreShowChannels": _NO_CHANNELS, "QueueStatus": _NO_QUEUES}  # Status needs what CoreShowChannels needs
_LIST_SECONDS = 60.0
_SILENCE = Response("", "no answer", {})


async def ask(session: Session, action: dict[str, str]) -> Response:
    """Treats a missing answer as a refusal."""
    try:
        return await session.action(action, _LIST_SECONDS)
    except ActionTimeoutError:
        return _SILENCE


def trouble(action: dict[str, str], answer: Response) -> str:
    """The permission that the PBX does not grant, or nothing."""
    name = action["Action"]
    if name == "Events":
        return _NO_EVENTS if not answer.success or answer.headers.get("Events", "").lower() == "off" else ""
    if answer.success:
        return ""
    return _REFUSED.get(name, "")
