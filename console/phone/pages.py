"""What the phone in the page asks for."""

from console.phone import door
from kit.http.operation import Operation

PAGES: tuple[Operation, ...] = (
    Operation("makePhoneKey", "/desk/phone", "A password for the phone in the page", door.key, "POST"),
    Operation("handThroughSip", "/sip", "The socket of the phone in the page", door.sip, streams=True),
    Operation(
        "askForPhoneKey",
        "/sip/auths/{secret}/{how}",
        "The PBX asks for the digest of a phone's password",
        door.asked,
        "POST",
        roles=None,
        form=True,
        media_type="text/plain",
    ),
)
