"""Signing in, who one is, who else signs in, and the audit log."""

from kit.roles import ADMINS, WORKERS
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
        "Sign in with name and password",
        sessions.sign_in,
        SessionOut,
        bodies.SignIn,
        roles=None,
        problems={401: "Name or password is wrong"},
    ),
    write(
        "signOut",
        "/api/v1/session",
        "Sign out: end this session",
        sessions.sign_out,
        None,
        method="DELETE",
        status=204,
        roles=WORKERS,
    ),
    read("whoAmI", "/api/v1/me", "Return the name and role of the caller", sessions.me, MeOut, roles=WORKERS),
    read("listUsers", "/api/v1/users", "List users with their roles", users.list_users, UsersOut, roles=ADMINS),
    write(
        "setRole",
        _USER,
        "Change the role of a user; their sessions end",
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
        "Delete a user; their sessions and tokens end, and their open tickets return to the queue",
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
        "List the audit log, newest first",
        sessions.list_audit,
        AuditPage,
        bodies.AuditQuery,
        roles=ADMINS,
    ),
)
