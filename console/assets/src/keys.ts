// The keyboard. Enter while 拼音 is being composed chooses a word and submits nothing. In a list, up and down go from
// row to row and Enter opens one.
export function begin(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const row = (event.target as Element | null)?.closest("tr");
    const list = row?.closest("tbody[data-rows]");
    if (!row || !list || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
    const link = next?.querySelector<HTMLAnchorElement>("a[href]");
    if (!link) return;
    event.preventDefault();
    link.focus();
  });
}
