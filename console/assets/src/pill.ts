// The agent's own state, in the head of every page. The server says what it is; here it is only fetched again when the
// stream tells of a change, and what is left of the time after a call is counted down.
import htmx from "htmx.org";

let asking = false;
let again = false; // it changed while it was fetched

export function begin(): void {
  if (!pill()) return;
  document.body.addEventListener("live:agent", (event) => {
    const { name } = (event as CustomEvent<{ name: string }>).detail;
    if (name === document.body.dataset["reader"]) refresh();
  });
  document.body.addEventListener("live:back", refresh);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) refresh();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && pill()?.open) close();
  });
  document.addEventListener("click", (event) => {
    if (pill()?.open && !pill()?.contains(event.target as Node)) pill()?.removeAttribute("open");
  });
  window.setInterval(countDown, 1_000);
  document.body.addEventListener("htmx:afterSettle", countDown);
  document.addEventListener("focusin", followFocus);
  document.body.addEventListener("htmx:beforeSwap", remember);
  document.body.addEventListener("htmx:afterSwap", restore);
  countDown();
}

function pill(): HTMLDetailsElement | null {
  return document.querySelector<HTMLDetailsElement>("#agent-state");
}

function close(): void {
  pill()?.removeAttribute("open");
  pill()?.querySelector("summary")?.focus();
}

// Whoever is in its menu by keyboard stays where they were: a key pressed while a new one comes reaches the same button.
// Before and after are one task of the browser, so no key comes between. A button that was pressed is disabled, and so
// without focus, until the answer is there; `inside` says that they have gone nowhere else meanwhile.
let inside = false;
let left: { open: boolean; focus: string | null } | null = null;

function followFocus(event: FocusEvent): void {
  inside = pill()?.contains(event.target as Node) ?? false;
}

function remember(event: Event): void {
  const old = pill();
  if (!old || (event as CustomEvent<{ target: Element }>).detail.target !== old) return;
  const held = old.contains(document.activeElement) || (inside && document.activeElement === document.body);
  left = { open: asking && old.open, focus: held ? (document.activeElement?.id ?? "") : null };
}

function restore(): void {
  const now = pill();
  if (!left || !now) return;
  if (left.open) now.open = true;
  if (left.focus !== null) ((now.open && byId(now, left.focus)) || now.querySelector("summary"))?.focus();
  left = null;
}

function byId(now: HTMLElement, id: string): HTMLElement | null {
  return id ? now.querySelector<HTMLElement>(`#${CSS.escape(id)}`) : null;
}

function refresh(): void {
  again = asking;
  if (asking) return;
  asking = true;
  const fetched = () => {
    asking = false;
    if (again) refresh();
  };
  htmx.ajax("get", "/desk/state", { target: "#agent-state", swap: "outerHTML" }).then(fetched, fetched);
}

// Counted by this computer's clock from what the server says is left: the two clocks need not agree.
function countDown(): void {
  document.querySelectorAll<HTMLElement>("[data-left]").forEach((place) => {
    place.dataset["end"] ??= String(Date.now() + Number(place.dataset["left"]) * 1000);
    const left = Math.max(0, Math.ceil((Number(place.dataset["end"]) - Date.now()) / 1000));
    place.textContent = `${String(Math.floor(left / 60))}:${String(left % 60).padStart(2, "0")}`;
  });
}
