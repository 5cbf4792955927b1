"""Signing in, who one is, and the audit log."""

from thirdring.web.auth.roles import ADMINS
from thirdring.web.desk import bodies, queries, sessions
from thirdring.web.desk.models.people import AuditPage, MeOut, SessionOut
from thirdring.web.desk.operations.ways import read, write

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
    read(
        "listAudit",
        "/api/v1/audit",
        "Who signed in, unmasked, exported or deleted what; newest first",
        sessions.list_audit,
        AuditPage,
        queries.AuditQuery,
        roles=ADMINS,
    ),
)
