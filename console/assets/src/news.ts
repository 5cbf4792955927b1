// A list does not move under the hand: what changed is counted in a button, and comes in when the reader presses it.
// `data-news="ticket callback"` says what the list hears of; `data-one` narrows it to the ticket of this number.
export function begin(): void {
  document.querySelectorAll<HTMLButtonElement>("button[data-news]").forEach((button) => {
    let count = 0;
    const offer = () => {
      button.hidden = false;
      button.textContent = count ? (button.dataset["text"] ?? "").replace("{count}", String(count)) : button.title;
    };
    const heard = (event: Event) => {
      const record = (event as CustomEvent<Record<string, unknown>>).detail;
      if (button.dataset["one"] && record["number"] !== button.dataset["one"]) return;
      count += 1;
      offer();
    };
    (button.dataset["news"] ?? "").split(" ").forEach((name) => document.body.addEventListener(`live:${name}`, heard));
    document.body.addEventListener("live:back", offer);
    button.addEventListener("click", () => location.reload());
  });
}
