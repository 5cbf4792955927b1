"""The pages of one's own account."""

from console.frame.page import page
from console.me import door
from kit.http.operation import Operation

PAGES: tuple[Operation, ...] = (
    page("showMe", "/me", "One's own account", door.me),
    page("changeOwnPasswordByPage", "/me/password", "Change the own password", door.change_password, "POST"),
    page("signOutElsewhereByPage", "/me/sign-out", "Sign out everywhere else", door.sign_out_elsewhere, "POST"),
)
