// The place in a list lives in its address: how many rows are there, and which of them is at the top. A reload, the way
// back from a row and a link that somebody sent show the same rows, at the same place.
const STILL_MS = 300;
const ROWS = "tbody[data-rows] > tr[id]";
const first = document.querySelectorAll(ROWS).length; // before more were asked for
let waits = 0;

export function begin(): void {
  if (!document.querySelector(ROWS)) return;
  document.addEventListener("scroll", later, { passive: true });
  document.body.addEventListener("htmx:afterSettle", later);
  document.addEventListener("click", (event) => {
    if ((event.target as Element | null)?.closest(`${ROWS} a[href]`)) keep();
  });
}

function later(): void {
  window.clearTimeout(waits);
  waits = window.setTimeout(keep, STILL_MS);
}

function keep(): void {
  const rows = Array.from(document.querySelectorAll<HTMLElement>(ROWS));
  const address = new URL(location.href);
  if (rows.length > first) address.searchParams.set("rows", String(rows.length));
  const top = scrolled() ? rows.find((row) => row.getBoundingClientRect().top >= 0) : undefined;
  address.hash = top?.id ?? "";
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

function scrolled(): boolean {
  const list = document.querySelector("tbody[data-rows]");
  return Boolean(list && list.getBoundingClientRect().top < 0);
}
