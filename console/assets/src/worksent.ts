// What was taken by the server and is not drawn yet: the page that is kept for places without a network may be older.
// It is done all the same, also where the network went before the page was drawn again.
const name = `sent ${document.body.dataset["token"] ?? ""}`;

type Sent = Record<string, string>; // what each was, by its key

export function sentUndrawn(): Sent {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "{}") as Sent;
  } catch {
    return {};
  }
}

export function addSent(key: string, what: string): void {
  store({ ...sentUndrawn(), [key]: what });
}

export function wereDrawn(keys: string[]): void {
  store(Object.fromEntries(Object.entries(sentUndrawn()).filter(([key]) => !keys.includes(key))));
}

function store(sent: Sent): void {
  try {
    if (Object.keys(sent).length) localStorage.setItem(name, JSON.stringify(sent));
    else localStorage.removeItem(name);
  } catch {
    // full or forbidden: it is drawn while there is a network
  }
}
