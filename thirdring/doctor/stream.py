"""Whether the stream that journal.url names can be used."""

from typing import NamedTuple

from kit.i18n import _
from telephony.stream.terms import NoStreamError, State, StreamError
from thirdring.doctor.finding import Finding, Weight
from thirdring.settings import Settings
from thirdring.streaming import options_of

ALMOST_FULL = 0.8


class SeenStream(NamedTuple):
    """`trouble`: '' where it answers. `state`: None where there is no stream yet."""

    trouble: str
    state: State | None = None


async def stream_of(settings: Settings) -> SeenStream | None:
    """None where the journal is on this disk alone."""
    if not settings.journal.servers:
        return None
    from telephony.stream.server import connected  # it imports NATS

    try:
        async with connected(options_of(settings)) as stream:
            try:
                return SeenStream("", await stream.state())
            except NoStreamError:
                return SeenStream("")
    except StreamError as error:
        return SeenStream(str(error))


def of_stream(seen: SeenStream | None, settings_file: str) -> list[Finding]:
    """Pure."""
    if seen is None:
        return []
    if seen.trouble:
        text = _("The journal cannot go to other hosts: {why}.").format(why=seen.trouble)
        return [Finding("stream", Weight.PROBLEM, "", text, settings_file, "journal.url", ())]
    if seen.state is None:
        text = _("There is no stream yet: `./run forward` on the host that hears the PBX makes it.")
        return [Finding("stream", Weight.HINT, "", text, settings_file, "nats.stream", ())]
    return _of_state(seen.state, settings_file)


def _of_state(state: State, settings_file: str) -> list[Finding]:
    found = []
    if state.servers < 3:
        text = _("The stream is kept {count} times: on three servers, it stands the loss of any one of them.")
        found.append(text.format(count=state.servers))
    if state.servers_ready < state.servers:
        text = _("Of {servers} servers of the stream, {ready} run and are up to date.")
        found.append(text.format(servers=state.servers, ready=state.servers_ready))
    if state.size_bytes_max > 0 and state.size_bytes > ALMOST_FULL * state.size_bytes_max:
        found.append(_("The stream is almost full: give it more room, or let it keep fewer days."))
    return [Finding("stream", Weight.HINT, "", text, settings_file, "nats", ()) for text in found]
