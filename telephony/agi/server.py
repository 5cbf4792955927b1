"""The FastAGI server: one session a thread, from a bounded pool.

Whatever goes wrong in a session, the connection is closed and the dialplan goes on: a call never fails because of us.
"""

import contextlib
import socket
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple

from telephony.agi.connection import Connection, DeadlineError
from telephony.agi.counts import Counts, End, Observer
from telephony.agi.places import Places
from telephony.agi.reception import Guest, Reception
from telephony.agi.request import Request
from telephony.agi.verbs import Verbs
from telephony.agi.wording import AgiError, HangUpError

_BACKLOG = 512


@dataclass(frozen=True, slots=True)
class Session:
    """The session that a script works with. The `path` of the request selects the script."""

    request: Request
    verbs: Verbs
    connection: Connection


class Script(NamedTuple):
    run: Callable[[Session], None]
    deadline_seconds: float  # from the connection on


@dataclass
class AgiServer:
    """`of_one_address_max`: sessions of one address at once; as many as of all where it is 0."""

    scripts: Mapping[str, Script]
    sessions_max: int = 128
    observer: Observer = field(default_factory=Counts)
    of_one_address_max: int = 0

    def __post_init__(self) -> None:
        self._reception: Reception | None = None
        self._pool = ThreadPoolExecutor(self.sessions_max, thread_name_prefix="agi")
        self._places = Places(self.sessions_max, self.of_one_address_max or self.sessions_max)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()

    def start(self, host: str, port: int) -> tuple[str, int]:
        """Starts listening; returns the address. Raises OSError if that fails."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=_BACKLOG)
        name = listener.getsockname()
        self._reception = Reception(listener, self)
        self._reception.start()
        return name[0], name[1]

    def stop(self) -> None:
        """Closes open sessions; their calls continue."""
        reception, self._reception = self._reception, None
        if reception is not None:
            reception.stop()
        with self._lock:
            for wire in self._open:
                with contextlib.suppress(OSError):
                    wire.shutdown(socket.SHUT_RDWR)
        self._pool.shutdown(wait=True)

    def welcome(self, guest: Guest) -> None:
        if not self._places.take(guest.address):
            guest.wire.close()  # answered at once: nothing is set
            self.observer.ended("", End.REFUSED, None)
            return
        with self._lock:
            self._open.add(guest.wire)
        self._pool.submit(self._serve, guest)

    def gone(self, how: End, error: Exception | None) -> None:
        self.observer.ended("", how, error)

    def _serve(self, guest: Guest) -> None:
        try:
            path, how, error = self._session(guest)
            self.observer.ended(path, how, error)
        finally:
            with self._lock:
                self._open.discard(guest.wire)
            guest.wire.close()
            self._places.give_back(guest.address)

    def _session(self, guest: Guest) -> tuple[str, End, Exception | None]:
        wanted = guest.greeting.request
        script = self.scripts.get(wanted.path) if wanted is not None else None
        if wanted is None or script is None:
            return "", End.UNKNOWN, None
        path = wanted.path
        if wanted.forged:
            self.observer.forged(path)
        connection = Connection(guest.wire, guest.began + script.deadline_seconds, heard=guest.greeting.rest)
        try:
            script.run(Session(wanted, Verbs(connection, hung_up=guest.greeting.hung_up), connection))
        except HangUpError:
            return path, End.HUNG_UP, None
        except (DeadlineError, TimeoutError) as error:
            return path, End.LATE, error
        except AgiError as error:
            return path, End.FAILED, error
        except Exception as error:  # noqa: BLE001  a script's fault is its own: the call goes on
            return path, End.FAILED, error
        finally:
            connection.close()
        return path, End.DONE, None
