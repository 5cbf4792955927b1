"""The whole address of a page that somebody outside opens, to be sent or printed."""

from console.frame.visit import Visit
from kit.http.auth.credential import is_behind_tls


def outside(visit: Visit, path: str, public: str | None) -> str:
    """`public` is the one that the settings make of it; else it is where the reader is."""
    if public is not None:
        return public
    scheme = "https" if is_behind_tls(visit.request) else "http"
    return f"{scheme}://{visit.request.host}{path}"
