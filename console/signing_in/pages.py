"""The pages of signing in and out, and of the first start."""

from console.frame.page import page
from console.signing_in import door, first, provider
from kit.http.operation import Operation

PAGES: tuple[Operation, ...] = (
    page("showSignIn", "/sign-in", "The page to sign in on", door.form),
    page("isSignedIn", "/signed-in", "Tell whether somebody is signed in", door.is_signed_in),
    page("stayByPage", "/signed-in", "Tell that somebody is at work", door.stay, "POST"),
    page("showFirstStart", "/first-start", "Create the first admin", first.form),
    page(
        "createFirstAdminByPage",
        "/first-start",
        "Create the first admin with the code of the log",
        first.create,
        "POST",
    ),
    page("setOutToProvider", "/sign-in/provider", "Go to the provider to sign in", provider.set_out),
    page("comeBackFromProvider", "/sign-in/provider/back", "Come back from the provider", provider.come_back),
    page("signInByPage", "/sign-in", "Sign in with a browser", door.sign_in, "POST"),
    page("signOutByPage", "/sign-out", "Sign out of a browser", door.sign_out, "POST"),
)
