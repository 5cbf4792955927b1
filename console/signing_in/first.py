"""The first start: whoever reads the log of the service creates the first admin, and is signed in."""

from aiohttp import web

from console.frame.page import answered, went
from console.frame.visit import Visit
from console.signing_in.cookies import HOME, signed_in
from console.signing_in.door import token_of
from kit.http.auth.credential import is_from_elsewhere
from kit.http.problems import Problem


async def form(visit: Visit) -> web.Response:
    if not (await visit.get("/api/v1/session/first"))["open"]:
        return went("/sign-in")
    return _form(visit, "", None)


async def create(visit: Visit) -> web.Response:
    """Answers with the desk, or the form again and what was wrong; the code and the password are typed again."""
    if is_from_elsewhere(visit.request):
        raise Problem(403, "Create the first admin on the page of Third Ring itself.")
    typed = await visit.form()
    body = {name: typed.get(name, "") for name in ("code", "name", "password")}
    try:
        await visit.change("POST", "/api/v1/session/first", body)
    except Problem as problem:
        if problem.status not in (403, 422, 429):
            raise
        return _form(visit, body["name"], problem)
    return signed_in(visit, await token_of(visit, body["name"], body["password"]), HOME)


def _form(visit: Visit, name: str, problem: Problem | None) -> web.Response:
    wrong = []
    if problem is not None:
        told = problem.more.get("errors") or ()
        wrong = [visit.in_words(problem.detail), *(visit.in_words(each["message"]) for each in told)]
    status = 200 if problem is None else problem.status
    return answered(visit, "signing_in/first.html", {"name": name, "wrong": wrong}, status)
