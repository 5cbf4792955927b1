"""Events of our own, in the form of AMI. Pure."""


def own_event(name: str, **headers: str) -> bytes:
    lines = [f"Event: {name}", *(f"{key}: {' '.join(value.split())}" for key, value in headers.items())]
    return "\r\n".join(lines).encode("utf-8", "replace")
