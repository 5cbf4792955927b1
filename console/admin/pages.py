"""The pages of the administration."""

from console.admin import audit, system, tokens, users
from console.frame.page import page
from kit.http.operation import Operation

_USER = "/admin/users/{name}"

PAGES: tuple[Operation, ...] = (
    page("showSystem", "/admin", "The state of the service", system.state),
    page("showSettings", "/admin/settings", "The settings and where each comes from", system.settings),
    page("showDoctor", "/admin/doctor", "What the doctor finds", system.doctor),
    page("examineByPage", "/admin/doctor", "Examine the PBXs", system.examine, "POST"),
    page("showUsers", "/admin/users", "Users with their roles", users.users),
    page("createUserByPage", "/admin/users", "Create a user", users.create, "POST"),
    page("changeUserByPage", f"{_USER}/change", "Change role or name of a user", users.change, "POST"),
    page("setPasswordByPage", f"{_USER}/password", "Change the password of a user", users.set_password, "POST"),
    page("signOutUserByPage", f"{_USER}/sign-out", "Sign a user out everywhere", users.sign_out, "POST"),
    page("deleteUserByPage", f"{_USER}/delete", "Delete a user", users.delete, "POST"),
    page("showTokens", "/admin/tokens", "Tokens of programs", tokens.tokens),
    page("createTokenByPage", "/admin/tokens", "Create a token", tokens.create, "POST"),
    page("revokeTokenByPage", "/admin/tokens/{id}/revoke", "Revoke a token", tokens.revoke, "POST"),
    page("showAudit", "/admin/audit", "The audit log", audit.audit),
)
