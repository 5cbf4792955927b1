// With TLS the page also opens without a network. Without TLS no browser allows it: the page has to stay open.
// Whether it does is known when the worker has kept all of it.
export async function keepPage(): Promise<boolean> {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return false;
  try {
    await navigator.serviceWorker.register("/w/worker.js", { scope: "/w/", updateViaCache: "none" });
    const worker = (await navigator.serviceWorker.ready).active;
    const parts = Array.from(document.querySelectorAll<HTMLElement>("script[src], link[rel=stylesheet], link[rel=icon]"));
    const wanted = [location.pathname, ...parts.map((one) => one.getAttribute("src") ?? one.getAttribute("href"))];
    return await new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = (told) => done(told.data === true);
      worker?.postMessage(wanted, [port2]);
    });
  } catch {
    return false; // it works without, while the page stays open
  }
}
