"""The first step of a link: a connection to the PBX, or a sentence that says why there is none."""

import asyncio
import ssl

from telephony.ami.actions import LinkClosedError
from telephony.ami.session import Session
from telephony.ami.target import Target


async def reached(target: Target, session: Session, within_seconds: float) -> Session:
    """The session, connected. Raises LinkClosedError."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(within_seconds):
            await loop.create_connection(lambda: session, target.host, target.port, ssl=target.tls)
    except TimeoutError:
        raise LinkClosedError(f"{target} did not answer within {within_seconds:g} s.") from None
    except ssl.SSLError as error:
        raise LinkClosedError(f"{target} speaks no TLS that can be trusted: {error}") from None
    except (OSError, UnicodeError) as error:  # the latter for a host that can be no name
        raise LinkClosedError(f"{target} cannot be reached ({error}). Does Asterisk run there, with AMI?") from None
    return session
