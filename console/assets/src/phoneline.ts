// The line of the phone in the page: on duty or not, registered or not. Whether a call reaches it, the PBX decides; the
// page says "ready" only of what it has just heard from there.
import { UA } from "jssip";
import { Calls, type News } from "./phonecalls";
import { PageSocket } from "./phonesocket";
import * as sound from "./phonesound";

export type LineState =
  "off" | "blocked" | "other_tab" | "taken_over" | "connecting" | "ready" | "checking" | "lost" | "not_accepted";
export type LineNews = Omit<News, "noMicrophone"> & { ready: () => void };
type Key = { endpoint: string; realm: string; password: string; iceServers: RTCIceServer[] };

const LOCK = "thirdring phone";
const REGISTERED_WITHIN_MS = 3_000;
const LONGEST_PAUSE_MS = 60_000;
const HEARD_WITHIN_MS = 5_000;
const SURE_MS = 1_000; // a page that wakes up has yet to read what came meanwhile
const REGISTER_SECONDS = 300;
const NEVER_SECONDS = 3_600; // the PBX says how long it rings

export class Line {
  state: LineState = "off";
  readonly calls: Calls;
  private ua: UA | null = null;
  private domain = "";
  private free: (() => void) | null = null;
  private isNew = true; // on duty by the click, and not yet ready
  private refusals = 0; // one after the other
  private next = 0; // timer of what comes if the PBX says nothing more
  private readonly socket = new PageSocket(() => this.end("taken_over"));

  constructor(audio: HTMLAudioElement, private readonly news: LineNews) {
    const noMicrophone = (error: Error) => this.block(error);
    this.calls = new Calls(audio, { ...news, noMicrophone });
  }

  // By a click. Whatever would keep a call from being answered is said before the PBX knows of this phone.
  async begin(): Promise<void> {
    if (this.ua) return;
    sound.permit();
    this.turn("connecting");
    try {
      sound.release(await opened());
      if (await this.isAlone()) await this.start();
      else this.turn("other_tab");
    } catch (error) {
      this.block(error as Error);
    }
  }

  end(state: LineState = "off"): void {
    this.calls.endAll();
    window.clearTimeout(this.next);
    this.ua?.stop();
    this.ua = null;
    this.free?.();
    this.free = null;
    sound.silence();
    this.turn(state);
  }

  // A page that goes says so, as far as a browser lets it.
  leave(): void {
    this.calls.endAll();
    this.ua?.unregister();
  }

  // After sleep, or another network: nothing is believed until the PBX has answered.
  check(): void {
    if (!this.ua || this.state !== "ready") return;
    this.turn("checking");
    const asked = performance.now();
    this.ua.register();
    window.setTimeout(() => {
      if (this.state !== "checking") return;
      if (this.socket.heardAt >= asked) this.turn("ready");
      else this.socket.drop();
    }, HEARD_WITHIN_MS);
    const timer = window.setInterval(() => {
      if (this.state === "checking" && this.socket.heardAt >= asked) this.turn("ready");
      if (this.state !== "checking") window.clearInterval(timer);
    }, 50);
  }

  // Called every second. A socket may be open to nobody, and the page would say ready for minutes.
  watch(): void {
    if (!this.ua || !this.socket.isSilent) return;
    window.setTimeout(() => this.ua && this.socket.isSilent && this.socket.drop(), SURE_MS);
  }

  // The browser knows that there is no network.
  away(): void {
    if (this.ua) this.socket.drop();
  }

  call(number: string): void {
    if (this.ua && this.state === "ready") void this.calls.call(this.ua, this.address(number));
  }

  address(number: string): string {
    return `sip:${encodeURIComponent(number)}@${this.domain}`;
  }

  private block(error: Error): void {
    this.end("blocked");
    this.news.told(WORDS[error.name] ?? (error.message in WORDS ? (WORDS[error.message] ?? "") : "no_key"));
  }

  private turn(state: LineState): void {
    this.state = state;
    this.news.changed();
  }

  // One tab of a browser is the phone, for as long as it holds the lock.
  private isAlone(): Promise<boolean> {
    return new Promise((alone) => {
      void navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
        alone(lock !== null);
        return lock ? new Promise<void>((free) => (this.free = free)) : undefined;
      });
    });
  }

  private async start(): Promise<void> {
    const key = await fetchKey();
    this.domain = key.realm;
    this.calls.relays = key.iceServers;
    const ua = new UA({
      sockets: [this.socket],
      uri: `sip:${key.endpoint}@${key.realm}`,
      contact_uri: `sip:${key.endpoint}@${place()}.invalid;transport=ws`, // From of what we send in a call that came in
      password: key.password,
      register_expires: REGISTER_SECONDS,
      session_timers: false,
      no_answer_timeout: NEVER_SECONDS,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 3,
      user_agent: "Third Ring",
    });
    this.ua = ua;
    this.isNew = true;
    this.refusals = 0;
    this.listen(ua);
    ua.start();
  }

  private listen(ua: UA): void {
    ua.on("connected", () => this.awaitRegistered(ua));
    ua.on("disconnected", () => {
      if (this.ua !== ua) return;
      window.clearTimeout(this.next);
      this.calls.endRinging();
      this.turn("lost");
    });
    ua.on("registered", () => {
      window.clearTimeout(this.next);
      this.refusals = 0;
      this.turn("ready");
      this.calls.renew();
      if (this.isNew) this.news.ready();
      this.isNew = false;
    });
    ua.on("registrationFailed", ({ response }) => response && this.refused(ua));
    ua.on("newRTCSession", (event: Parameters<Calls["came"]>[0]) => this.calls.came(event));
  }

  // A PBX that starts hears nothing: then the socket is dropped, and all begins again.
  private awaitRegistered(ua: UA): void {
    const drop = () => this.ua === ua && !ua.isRegistered() && this.socket.drop();
    this.after(REGISTERED_WITHIN_MS, drop);
  }

  // Mostly the service has forgotten the password, since it was restarted or another one has taken over: a new one is
  // good at once. Where that does not help, somebody has to mend something, and nobody needs many questions.
  private refused(ua: UA): void {
    if (this.ua !== ua) return;
    if (this.refusals > 0) this.turn("not_accepted");
    this.after(pauseMs(this.refusals), () => void this.renewKey(ua));
    this.refusals += 1;
  }

  private async renewKey(ua: UA): Promise<void> {
    this.awaitRegistered(ua);
    try {
      ua.set("password", (await fetchKey()).password);
      if (this.ua === ua) ua.register();
    } catch (error) {
      if (this.ua === ua && (error as Error).message !== AWAY) this.block(error as Error);
    }
  }

  private after(ms: number, deed: () => void): void {
    window.clearTimeout(this.next);
    this.next = window.setTimeout(deed, ms);
  }
}

// None, then 2 s, 4 s, 8 s and so on.
function pauseMs(refusals: number): number {
  return refusals && Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** refusals);
}

const AWAY = "away";
const WORDS: Record<string, string> = {
  NotAllowedError: "refused",
  NotFoundError: "no_microphone",
  NotReadableError: "no_microphone",
  insecure: "insecure",
  signed_out: "signed_out",
};

// By which the PBX tells one page from the next.
function place(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (one) => one.toString(16).padStart(2, "0")).join("");
}

function opened(): Promise<MediaStream> {
  if (!window.isSecureContext || !navigator.mediaDevices || !navigator.locks) throw new Error("insecure");
  return sound.microphone();
}

async function fetchKey(): Promise<Key> {
  const headers = { "X-Thirdring-Page": document.body.dataset["word"] ?? "" };
  const answer = await fetch("/desk/phone", { method: "POST", headers }).catch(() => null);
  if (!answer || answer.status >= 500) throw new Error(AWAY);
  if (answer.status === 401) throw new Error("signed_out");
  if (!answer.ok) throw new Error("no_key");
  return (await answer.json()) as Key;
}
