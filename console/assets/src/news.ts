// A list does not move under the hand: what changed is counted in a button, and comes in when the reader presses it.
// `data-news="ticket callback"` says what the list hears of; `data-one` narrows it to the ticket of this number, or what has
// this id. `data-heard` is where the API says which of those that changed are what the list looks for: only they count,
// and those that it shows, except what its reader did to them. A page of one ticket says which version it shows (`data-version`): what its reader did themselves
// comes with the answer, so the button waits a moment and counts only a newer version.
const TOGETHER_MS = 1_000;
const AT_ONCE = 50;
const MOST = 99;

class News {
  private readonly counted = new Set<string>();
  private readonly asked = new Set<string>();
  private readonly told = new Map<string, { row: string; version: number }>(); // the newest of each row, by its id
  private unsure = false; // the stream broke: there may be more
  private waits = 0;
  private newest = 0; // of the one ticket that is shown, as far as the stream told it
  private drawnAt = -Infinity;

  constructor(private readonly button: HTMLButtonElement) {
    const names = (button.dataset["news"] ?? "").split(" ");
    names.forEach((name) => document.body.addEventListener(`live:${name}`, (event) => this.heard(name, event)));
    document.body.addEventListener("live:back", () => this.offer(true));
    document.addEventListener("visibilitychange", () => this.later());
    button.addEventListener("click", () => location.reload());
    document.body.addEventListener("htmx:afterSettle", () => this.drawn());
  }

  private heard(name: string, event: Event): void {
    const told = (event as CustomEvent<Record<string, unknown>>).detail;
    const record = name === "call" ? (told["call"] as Record<string, unknown>) : told;
    const id = String(record["number"] ?? record["id"]);
    if (this.button.dataset["one"] && id !== this.button.dataset["one"]) return;
    if (this.button.dataset["one"] && told["version"] !== undefined) this.heardOne(told["version"] as number | null);
    else if (!this.button.dataset["heard"] || document.getElementById(`${name}-${id}`)) this.heardRow(`${name}-${id}`, id, told["version"]);
    else if (!this.counted.has(id)) {
      this.asked.add(id);
      this.later();
    }
  }

  // What the reader did to a row comes with the answer: the row that is drawn has its version, at once or a little later.
  private heardRow(row: string, id: string, version: unknown): void {
    if (typeof version !== "number" || !document.getElementById(row)?.dataset["rowVersion"]) return this.count([id]);
    this.told.set(id, { row, version });
    window.setTimeout(() => !this.isDrawn(id) && this.count([id]), TOGETHER_MS);
  }

  private isDrawn(id: string): boolean {
    const told = this.told.get(id);
    return told !== undefined && Number(document.getElementById(told.row)?.dataset["rowVersion"] ?? 0) >= told.version;
  }

  // Without a version, such as of a call that was linked, what was drawn since has it.
  private heardOne(version: number | null): void {
    const at = performance.now();
    this.newest = Math.max(this.newest, version ?? 0);
    window.setTimeout(() => (version === null ? this.drawnAt < at : this.newest > shownVersion()) && this.offer(), TOGETHER_MS);
  }

  private drawn(): void {
    this.drawnAt = performance.now();
    if (this.newest && this.newest <= shownVersion()) this.button.hidden = true;
    const own = Array.from(this.counted).filter((id) => this.isDrawn(id));
    own.forEach((id) => this.counted.delete(id));
    if (own.length && this.counted.size) this.offer();
    else if (own.length && !this.unsure) this.button.hidden = true;
  }

  private later(): void {
    if (!this.waits && this.asked.size && !document.hidden) this.waits = window.setTimeout(() => void this.ask(), TOGETHER_MS);
  }

  private async ask(): Promise<void> {
    const ids = Array.from(this.asked).slice(0, AT_ONCE);
    ids.forEach((id) => this.asked.delete(id));
    this.waits = 0;
    const address = new URL(this.button.dataset["heard"] ?? "", location.href);
    address.searchParams.set("among", ids.join(","));
    address.searchParams.set("limit", String(AT_ONCE));
    try {
      const answer = await fetch(address);
      if (answer.ok) this.count(((await answer.json()) as { items: Record<string, unknown>[] }).items.map((one) => String(one["number"] ?? one["id"])));
    } catch {
      // no network: the strip tells it, and what was missed is offered when the stream is back
    }
    this.later();
  }

  private count(ids: string[]): void {
    ids.forEach((id) => this.counted.add(id));
    if (ids.length) this.offer();
  }

  private offer(unsure = false): void {
    this.unsure ||= unsure;
    const count = this.counted.size;
    this.button.hidden = false;
    const said = count > MOST ? `${MOST}+` : String(count);
    this.button.textContent = count || (this.button.dataset["one"] && !unsure) ? (this.button.dataset["text"] ?? "").replace("{count}", said) : this.button.title;
  }
}

function shownVersion(): number {
  return Number(document.querySelector<HTMLElement>("[data-version]")?.dataset["version"] ?? 0);
}

export function begin(): void {
  document.querySelectorAll<HTMLButtonElement>("button[data-news]").forEach((button) => new News(button));
}
