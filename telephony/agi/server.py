"""The FastAGI server: one session a thread, from a bounded pool.

Whatever goes wrong in a session, the connection is closed and the dialplan goes on: a call never fails because of us.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from telephony.agi.connection import Connection, DeadlineError
from telephony.agi.request import Request, request
from telephony.agi.verbs import Verbs
from telephony.agi.wording import AgiError, HangUpError

_BACKLOG = 512
_REQUEST_SECONDS = 2.0
"""Asterisk says what it wants at once; who connects and says nothing does not hold a thread for long."""

_NO_FILES_LEFT_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Session:
    """What a script works with. `path` of the request chose the script."""

    request: Request
    verbs: Verbs
    connection: Connection


class Script(NamedTuple):
    run: Callable[[Session], None]
    deadline_seconds: float  # from the connection on


class Observer(Protocol):
    """Called on a session's thread. Paths are those of registered scripts, or '' for any other."""

    def ended(self, path: str, how: str, error: Exception | None) -> None: ...


class Counts(Observer):
    """How sessions ended: done, hung_up, late, failed, unknown (no such script), refused (too many at once)."""

    def __init__(self) -> None:
        self.by: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()

    def ended(self, path: str, how: str, error: Exception | None) -> None:
        with self._lock:
            self.by[path, how] = self.by.get((path, how), 0) + 1


@dataclass
class AgiServer:
    scripts: Mapping[str, Script]
    sessions_max: int = 128
    observer: Observer = field(default_factory=Counts)

    def __post_init__(self) -> None:
        self._listener: socket.socket | None = None
        self._pool = ThreadPoolExecutor(self.sessions_max, thread_name_prefix="agi")
        self._places = threading.BoundedSemaphore(self.sessions_max)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._accepting: threading.Thread | None = None

    def start(self, host: str, port: int) -> tuple[str, int]:
        """Where it listens. Raises OSError where it cannot."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, port), family=family, backlog=_BACKLOG)
        self._accepting = threading.Thread(target=self._accept, args=(self._listener,), name="agi accepts", daemon=True)
        self._accepting.start()
        name = self._listener.getsockname()
        return name[0], name[1]

    def stop(self) -> None:
        """Sessions in progress are cut off: their calls go on."""
        listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)  # wakes whoever waits in accept
            listener.close()
        if self._accepting is not None:
            self._accepting.join()
        with self._lock:
            for wire in self._open:
                with contextlib.suppress(OSError):
                    wire.shutdown(socket.SHUT_RDWR)
        self._pool.shutdown(wait=True)

    def _accept(self, listener: socket.socket) -> None:
        while self._listener is listener:
            try:
                wire, _ = listener.accept()
            except OSError:
                time.sleep(_NO_FILES_LEFT_SECONDS if self._listener is listener else 0)
                continue
            if not self._places.acquire(blocking=False):
                wire.close()  # answered at once: nothing is set
                self.observer.ended("", "refused", None)
                continue
            with self._lock:
                self._open.add(wire)
            self._pool.submit(self._serve, wire)

    def _serve(self, wire: socket.socket) -> None:
        began = time.monotonic()
        try:
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            path, how, error = self._session(Connection(wire, began + _REQUEST_SECONDS), began)
            self.observer.ended(path, how, error)
        finally:
            with self._lock:
                self._open.discard(wire)
            wire.close()
            self._places.release()

    def _session(self, connection: Connection, began: float) -> tuple[str, str, Exception | None]:
        path = ""
        try:
            verbs = Verbs(connection)
            wanted = request(verbs.read_environment())
            script = self.scripts.get(wanted.path)
            if script is None:
                return "", "unknown", None
            path = wanted.path
            connection.deadline = began + script.deadline_seconds
            script.run(Session(wanted, verbs, connection))
        except HangUpError:
            return path, "hung_up", None
        except DeadlineError as error:
            return path, "late", error
        except TimeoutError as error:
            return path, "late", error
        except AgiError as error:
            return path, "failed", error
        except Exception as error:  # noqa: BLE001  a script's fault is its own: the call goes on
            return path, "failed", error
        finally:
            connection.close()
        return path, "done", None
