// On the page for signing in: a link from another site opens it without the session's cookie, although one is signed
// in. Asked again from here, the browser sends it.
async function lookAgain(): Promise<void> {
  const next = document.querySelector<HTMLInputElement>("input[name=next]");
  if (!next || document.querySelector(".told")) return;
  const answer = await fetch("/signed-in");
  if ((await answer.text()) === "yes") location.replace(next.value);
}

lookAgain().catch(() => undefined); // the form is there in any case
