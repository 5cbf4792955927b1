// What stands beside the cards: the own callbacks, tickets and day. It is fetched again when something of one's own has
// changed, and waits while the hand or the keyboard is there.
const WAIT_MS = 1_000;

let wanted = false;

export function begin(): void {
  document.body.addEventListener("live:ticket", (event) => {
    const { assignee } = (event as CustomEvent<{ assignee: string | null }>).detail;
    if (assignee === document.body.dataset["reader"]) wanted = true;
  });
  document.body.addEventListener("live:callback", (event) => {
    const { assigned_to } = (event as CustomEvent<{ assigned_to: string | null }>).detail;
    if (assigned_to === document.body.dataset["reader"]) wanted = true;
  });
  document.body.addEventListener("live:agent", (event) => {
    const { name } = (event as CustomEvent<{ name: string }>).detail;
    if (name === document.body.dataset["reader"]) wanted = true; // a call has begun or ended
  });
  document.body.addEventListener("live:back", () => (wanted = true));
  window.setInterval(fetchWhenFree, WAIT_MS);
}

function fetchWhenFree(): void {
  const beside = document.querySelector<HTMLElement>("#beside");
  if (!wanted || !beside || beside.matches(":hover") || beside.contains(document.activeElement)) return;
  wanted = false;
  document.body.dispatchEvent(new CustomEvent("own-work"));
}
