// Nobody is signed out without the service: then nothing is let go, and the page says so. So this comes before all that
// lets go of something on signing out, or waits for what is not sent.
import { setChildren } from "./children";
import { OF_A_PROXY } from "./patience";

const LIMIT_MS = 6_000;
let isAsking = false;
let isReached = false;

export function begin(): void {
  const form = document.querySelector<HTMLFormElement>("form[action='/sign-out']");
  form?.addEventListener("submit", (event) => {
    if (isReached) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!isAsking) void leave(form);
  });
}

async function leave(form: HTMLFormElement): Promise<void> {
  isAsking = true;
  isReached = await reaches();
  isAsking = false;
  const blank = document.querySelector<HTMLTemplateElement>("#not-signed-out");
  setChildren(document.querySelector("#told"), ...(isReached || !blank ? [] : [blank.content.cloneNode(true)]));
  if (isReached && form.dispatchEvent(new Event("submit", { cancelable: true }))) form.submit();
  isReached = false;
}

async function reaches(): Promise<boolean> {
  const gone = new AbortController();
  const clock = window.setTimeout(() => gone.abort(), LIMIT_MS);
  try {
    return navigator.onLine && !OF_A_PROXY.includes((await fetch("/signed-in", { signal: gone.signal })).status);
  } catch {
    return false;
  } finally {
    window.clearTimeout(clock);
  }
}
