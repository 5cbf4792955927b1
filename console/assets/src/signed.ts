// On the page for signing in: a link from another site opens it without the session's cookie, although one is signed
// in. Asked again from here, the browser sends it. A link may also bring a token behind `#`, which no server is told; it
// changes nothing for somebody who is signed in, or a link could make them work under another name.
async function enter(): Promise<void> {
  const next = document.querySelector<HTMLInputElement>("input[name=next]");
  if (!next || document.querySelector(".told")) return;
  const token = location.hash.slice(1);
  if (token) history.replaceState(null, "", location.pathname + location.search);
  const signedIn = await (await fetch("/signed-in")).text();
  if (signedIn !== "yes" && token.startsWith("tr_")) {
    const body = new URLSearchParams({ token, next: next.value });
    const answer = await fetch("/sign-in", { method: "POST", body, headers: { "HX-Request": "true" } });
    if (answer.status === 204) location.replace(next.value);
    return;
  }
  if (signedIn === "yes") location.replace(next.value);
}

enter().catch(() => undefined); // the form is there in any case
