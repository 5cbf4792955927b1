// On the page for signing in: a link from another site opens it without the session's cookie, although one is signed
// in. Asked again from here, the browser sends it. A link may also bring a token, or a code that
// signs in once, behind `#`, which no server is told; it changes nothing for somebody who is signed in, or a link could make them work under another name.
import { forget } from "./walkpages";

// The form's answer says why the link does not sign in; the form that is there stays.
function tell(answer: string): void {
  const told = new DOMParser().parseFromString(answer, "text/html").querySelector(".told");
  if (told) document.querySelector("form.sign-in")?.prepend(document.importNode(told, true));
}

async function enter(): Promise<void> {
  const next = document.querySelector<HTMLInputElement>("input[name=next]");
  if (!next || document.querySelector(".told")) return;
  const token = location.hash.slice(1);
  if (token) history.replaceState(null, "", location.pathname + location.search);
  const signedIn = await (await fetch("/signed-in")).text();
  const kind = { tr_: "token", si_: "code" }[token.slice(0, 3)];
  if (signedIn !== "yes") await forget();
  if (signedIn !== "yes" && kind) {
    const body = new URLSearchParams({ [kind]: token, next: next.value });
    const answer = await fetch("/sign-in", { method: "POST", body, headers: { "HX-Request": "true" } });
    if (answer.status === 204) location.replace(next.value);
    else tell(await answer.text());
    return;
  }
  if (signedIn === "yes") location.replace(next.value);
}

enter().catch(() => undefined); // the form is there in any case
