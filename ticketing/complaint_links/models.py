"""What the API answers about the link of a complaint."""

from pydantic import Field

from kit.http.out import Out
from kit.http.shown import Plain
from kit.http.wire import Instant


class ComplaintLinkOut(Out):
    path: Plain = Field(description="The path of the complainant's page. It is shown only now")
    url: Plain | None = Field(description="Its whole address, if `web.public_url` is set")
    expires_at: Instant
