// What is still left until something is due, or how long it has been late: `<small data-until="…">` beside the time
// itself. It goes by the server's clock, which the page says once (`data-now`, in milliseconds).
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
let ahead = 0;

export function begin(): void {
  ahead = Number(document.body.dataset["now"] ?? Date.now()) - Date.now();
  draw();
  window.setInterval(draw, 15_000);
  document.addEventListener("htmx:afterSettle", draw);
}

function draw(): void {
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
  document.querySelectorAll<HTMLElement>("[data-until]").forEach((shown) => {
    const left = Date.parse(shown.dataset["until"] ?? "") - Date.now() - ahead;
    const text = said(words, left);
    if (shown.textContent !== text) shown.textContent = text;
    const pill = shown.parentElement?.querySelector(".pill[datetime]");
    pill?.classList.toggle("missed", left <= 0);
    pill?.classList.toggle("risk", left > 0 && left <= HOUR);
  });
}

// Whole units that are left; an hour and a half is an hour, and nothing is ever said to be left that is not.
function said(words: Intl.RelativeTimeFormat, left: number): string {
  const [unit, length]: [Intl.RelativeTimeFormatUnit, number] =
    Math.abs(left) >= 2 * DAY ? ["day", DAY] : Math.abs(left) >= 2 * HOUR ? ["hour", HOUR] : ["minute", MINUTE];
  const count = Math.floor(Math.abs(left) / length);
  return words.format(left < 0 ? -count : count, unit);
}
