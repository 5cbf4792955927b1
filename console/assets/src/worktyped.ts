// What is typed on the page of a link of work and not pressed yet outlives the page.
const token = document.body.dataset["token"] ?? "";

export function keepTyped(field: HTMLInputElement): void {
  if (!field.form?.dataset["act"] || field.type === "file") return;
  const typed: Record<string, string> = {};
  document.querySelectorAll<HTMLInputElement>("form[data-act] [name]").forEach((one) => {
    if (one.value) typed[`${one.form?.dataset["act"]} ${one.name}`] = one.value;
  });
  try {
    localStorage.setItem(`typed ${token}`, JSON.stringify(typed));
  } catch {
    // full or forbidden: the form itself still has it
  }
}

export function forgetTyped(): void {
  keepTyped(document.querySelector<HTMLInputElement>("form[data-act] [name]") ?? document.createElement("input"));
}

export function restore(): void {
  try {
    const typed = JSON.parse(localStorage.getItem(`typed ${token}`) ?? "{}") as Record<string, string>;
    document.querySelectorAll<HTMLInputElement>("form[data-act] [name]").forEach((one) => {
      const text = typed[`${one.form?.dataset["act"]} ${one.name}`];
      if (text === undefined || one.value) return;
      one.value = text;
      one.closest("details")?.setAttribute("open", "");
    });
  } catch {
    // not ours
  }
}

// The link has ended.
export function dropTyped(): void {
  localStorage.removeItem(`typed ${token}`);
}
