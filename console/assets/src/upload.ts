// A form with `data-upload` sends its file as the body of one request, and shows what became of it at `data-then` + id.
import { setChildren } from "./children";
import { askToSignIn, wordHeader } from "./session";

export function begin(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.dataset["upload"]) return;
    event.preventDefault();
    void send(form);
  });
}

async function send(form: HTMLFormElement): Promise<void> {
  const file = form.querySelector<HTMLInputElement>("input[type=file]")?.files?.[0];
  const button = form.querySelector<HTMLButtonElement>("button");
  if (!file || !button) return;
  const query = new URLSearchParams();
  form.querySelectorAll<HTMLInputElement>("input:not([type=file])").forEach((one) => {
    if (one.value.trim()) query.set(one.name, one.value);
  });
  button.disabled = true;
  try {
    const headers = { ...wordHeader(), "Content-Type": "application/octet-stream", "Accept-Language": document.documentElement.lang };
    const answer = await fetch(`${form.dataset["upload"] ?? ""}?${query.toString()}`, { method: "POST", headers, body: file });
    if (answer.status === 401) return askToSignIn(() => void send(form));
    const told = (await answer.json()) as { id?: string; detail?: string };
    if (answer.ok && told.id) location.assign((form.dataset["then"] ?? "") + encodeURIComponent(told.id));
    else say(told.detail ?? "");
  } catch {
    say(form.dataset["failed"] ?? "");
  } finally {
    button.disabled = false;
  }
}

function say(text: string): void {
  const told = document.createElement("div");
  told.className = "told";
  told.textContent = text;
  setChildren(document.querySelector("#told"), told);
}
