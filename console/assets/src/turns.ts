// One sending at a time. What is asked for while one runs follows it at once, and does not wait for the next try.
export function inTurn(send: () => Promise<void>): () => Promise<void> {
  let runs = false;
  let asked = false;
  return async () => {
    asked = true;
    if (runs) return;
    runs = true;
    try {
      while (asked) {
        asked = false;
        await send();
      }
    } finally {
      runs = false;
    }
  };
}
