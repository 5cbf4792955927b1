from collections.abc import Callable
from typing import Any

import pytest

from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.quality.conftest import book, kept, rules, site
from tests.integration.web.site_in_memory import TOKENS
from tests.integration.web_desk.conftest import desk, desk_web, home

__all__ = ["book", "desk", "desk_web", "home", "kept", "rules", "site"]


@pytest.fixture
def browse(request: pytest.FixtureRequest) -> Callable[..., Browser]:
    """A browser of somebody in this role. A token stands for the cookie: no page asks for a word then. It looks at the
    site with its quality sheet where a test asks for what is `kept`, else at the desk."""
    desk_web = request.getfixturevalue("site" if "kept" in request.fixturenames else "desk_web")

    class AsRole(Browser):
        token = ""

        async def _ask(self, method: str, path: str, said: Any, fields: Any, headers: Any) -> Any:
            given = {**headers, "Authorization": f"Bearer {self.token}"}
            return await super()._ask(method, path, said, fields, given)

    def browser(role: Role = Role.DISPATCHER, language: str = "en") -> Browser:
        made = AsRole(desk_web.web.url, desk_web.web.session, language=language)
        made.token = TOKENS[role]
        return made

    return browser
