// Times of the site and texts of the page, for the wall, and how they get there.
export function fill(text: string | undefined, values: Record<string, string>): string {
  return (text ?? "").replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

export function clock(at: string | number | undefined, seconds = true): string {
  if (at === undefined) return "";
  const shown: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  if (seconds) shown.second = "2-digit";
  return new Intl.DateTimeFormat("en-GB", { ...shown, timeZone: document.body.dataset["zone"] }).format(new Date(at));
}

export function spent(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}

export function put(place: Element | null | undefined, text: string | undefined): void {
  if (place && place.textContent !== (text ?? "")) place.textContent = text ?? "";
}
