"""`thirdring token create`."""

from thirdring.commands.database import database
from thirdring.database.migrate import upgrade
from thirdring.settings import Settings
from thirdring.web.auth.roles import Role
from thirdring.web.auth.store import add_token
from thirdring.web.auth.tokens import new_token


async def create_token(settings: Settings, role: Role, label: str) -> str:
    text = new_token()
    async with database(settings) as session:
        await upgrade(session)
        await add_token(session, text, role, label)
    return text
