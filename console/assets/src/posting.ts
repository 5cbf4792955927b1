// Sends a form or a file. No network, or no answer in time, is null: it may be sent again.
type Words = Record<string, string>;

export async function post(url: string, body: Blob | string, headers: Words, limitMs: number): Promise<Response | null> {
  const gone = new AbortController();
  const clock = window.setTimeout(() => gone.abort(), limitMs);
  try {
    return await fetch(url, { method: "POST", body, headers, signal: gone.signal });
  } catch {
    return null;
  } finally {
    window.clearTimeout(clock);
  }
}
