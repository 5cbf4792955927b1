// Puts the text of a button's `data-copy` on the clipboard. Pages without TLS have no navigator.clipboard: there the
// browser copies what is selected.
export function begin(): void {
  document.body.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[data-copy]") : null;
    const text = button?.dataset["copy"];
    if (!button || text === undefined) return;
    const done = () => { button.textContent = button.dataset["done"] ?? ""; };
    if (navigator.clipboard) void navigator.clipboard.writeText(text).then(done, () => { if (bySelection(text)) done(); });
    else if (bySelection(text)) done();
  });
}

function bySelection(text: string): boolean {
  const box = document.createElement("textarea");
  box.value = text;
  document.body.append(box);
  box.select();
  const copied = document.execCommand("copy");
  box.remove();
  return copied;
}
