// A row whose call by click is on its way (`data-awaited`, the callback) is fetched again, where it stands, as soon as the
// stream tells what came of it. Who is typing in it is left alone until they have done.
import htmx from "htmx.org";

type Told = { id: number; version: number };

const WAIT_MS = 1_000;
const heard = new Map<string, number>(); // the newest version of each, which may come before the row is drawn
const TYPING = "input, select, textarea";

export function begin(): void {
  document.body.addEventListener("live:callback", (event) => {
    const { id, version } = (event as CustomEvent<Told>).detail;
    heard.set(String(id), version);
    look();
  });
  document.body.addEventListener("live:back", () => rows().forEach(fetchAnew));
  document.body.addEventListener("htmx:afterSettle", look);
  window.setInterval(look, WAIT_MS);
}

function rows(): HTMLElement[] {
  return Array.from(document.querySelectorAll<HTMLElement>("[data-awaited]"));
}

function look(): void {
  rows()
    .filter((row) => (heard.get(row.dataset["awaited"] ?? "") ?? 0) > Number(row.dataset["version"]))
    .forEach(fetchAnew);
}

function fetchAnew(row: HTMLElement): void {
  const typing = row.contains(document.activeElement) && document.activeElement?.matches(TYPING);
  if (row.dataset["asking"] || typing) return;
  row.dataset["asking"] = "yes";
  const done = () => delete row.dataset["asking"];
  htmx.ajax("get", row.dataset["from"] ?? "", { source: row, target: row, swap: "outerHTML" }).then(done, done);
}
