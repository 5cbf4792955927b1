from tests.integration.web_desk.conftest import desk, desk_web, home

__all__ = ["desk", "desk_web", "home"]
