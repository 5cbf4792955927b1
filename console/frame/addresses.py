"""The full address of a page for people outside, to be sent or printed."""

from console.frame.visit import Visit
from kit.http.auth.credential import is_behind_tls


def outside(visit: Visit, path: str, public: str | None) -> str:
    """`public` is the address by the settings. Without it, the host that the reader uses now is taken."""
    if public is not None:
        return public
    scheme = "https" if is_behind_tls(visit.request) else "http"
    return f"{scheme}://{visit.request.host}{path}"
