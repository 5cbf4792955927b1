// The network's answer, or what is kept where the network fails, stalls, or leads to a proxy alone.
const PATIENCE_MS = 6_000;
export const OF_A_PROXY = [502, 503, 504];

// `going` goes on after what is kept was shown. Where nothing is kept, it is all there is.
export async function soon(going: Promise<Response>, kept: () => Promise<Response | undefined>): Promise<Response> {
  const first = await Promise.race([going.catch(() => undefined), waited()]);
  return first && !OF_A_PROXY.includes(first.status) ? first : (await kept()) || going;
}

function waited(): Promise<undefined> {
  return new Promise((done) => setTimeout(done, PATIENCE_MS));
}
