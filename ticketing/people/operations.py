"""Signing in, who one is, who else signs in, and the audit log."""

from kit.http.auth.roles import ADMINS
from ticketing.front.ways import read, write
from ticketing.people import bodies
from ticketing.people import door as sessions
from ticketing.people import users_door as users
from ticketing.people.models import AuditPage, MeOut, SessionOut, UserOut, UsersOut

_USER = "/api/v1/users/{name}"
_NO_USER = {404: "No such user"}

SESSIONS = (
    write(
        "signIn",
        "/api/v1/session",
        "Sign in by name and password",
        sessions.sign_in,
        SessionOut,
        bodies.SignIn,
        roles=None,
        problems={401: "Name or password is wrong"},
    ),
    write("signOut", "/api/v1/session", "End this session", sessions.sign_out, None, method="DELETE", status=204),
    read("whoAmI", "/api/v1/me", "Who asks, and in which role", sessions.me, MeOut),
    read("listUsers", "/api/v1/users", "Who signs in, and in which role", users.list_users, UsersOut, roles=ADMINS),
    write(
        "setRole",
        _USER,
        "Give a user another role; ends their sessions",
        users.set_role,
        UserOut,
        bodies.RoleIn,
        method="PATCH",
        roles=ADMINS,
        problems=_NO_USER,
    ),
    write(
        "deleteUser",
        _USER,
        "Delete a user; their sessions and tokens end, their open tickets go back to the queue",
        users.delete_user,
        None,
        method="DELETE",
        status=204,
        roles=ADMINS,
        problems=_NO_USER,
    ),
    read(
        "listAudit",
        "/api/v1/audit",
        "Who signed in, unmasked, exported or deleted what; newest first",
        sessions.list_audit,
        AuditPage,
        bodies.AuditQuery,
        roles=ADMINS,
    ),
)
