"""The keys of values stored with a request."""

from aiohttp import web
from pydantic import BaseModel

from kit.http.auth.tokens import Token

BODY = web.RequestKey("body", BaseModel)


TOKEN = web.RequestKey("token", Token)
