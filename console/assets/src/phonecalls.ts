// The calls of the phone in the page: at most two, the second while the first is held. Whoever calls meanwhile hears busy.
import type { IncomingRTCSessionEvent, OutgoingRTCSessionEvent, UA } from "jssip/lib/UA";
import type { EndEvent, RTCSession } from "jssip/lib/RTCSession";
import * as sound from "./phonesound";

export type CallState = "" | "ringing" | "answering" | "dialling" | "talking" | "held" | "consulting";
export type News = { changed: () => void; told: (word: string) => void; noMicrophone: (error: Error) => void };
type Tone = Parameters<RTCSession["sendDTMF"]>[1];

const ICE_MS = 100;
const ICE_MS_WITH_RELAY = 1_000;
const BUSY = { status_code: 486 };
const OUT_OF_ORDER = { status_code: 502 }; // no fault of the agent: the attempt failed
const TONE = { transportType: "RFC2833", duration: 100, interToneGap: 70 } as unknown as NonNullable<Tone>;

export class Calls {
  relays: RTCIceServer[] = [];
  private readonly calls: RTCSession[] = [];
  private streams = new Map<RTCSession, Promise<MediaStream>>();
  private ready = new WeakSet<RTCSession>();
  private confirmed = new WeakSet<RTCSession>(); // before that, the PBX takes no transfer

  constructor(private readonly audio: HTMLAudioElement, private readonly news: News) {}

  // Of a call that rings the microphone is opened at once: whoever answers is heard sooner, and one that was refused
  // meanwhile is known before anybody answers.
  came(event: IncomingRTCSessionEvent | OutgoingRTCSessionEvent): void {
    const call = event.session as RTCSession;
    if (event.originator === "remote" && this.calls.length) return void call.terminate(BUSY);
    this.calls.push(call);
    if (event.originator === "remote") this.open(call).catch((error: Error) => this.cannotAnswer(call, error));
    this.listen(call);
    this.news.changed();
  }

  private open(call: RTCSession): Promise<MediaStream> {
    const stream = sound.microphone();
    this.streams.set(call, stream);
    return stream;
  }

  private cannotAnswer(call: RTCSession, error: Error): void {
    if (!call.isEnded()) call.terminate(OUT_OF_ORDER);
    this.news.noMicrophone(error);
  }

  private listen(call: RTCSession): void {
    const ended = (event: EndEvent) => this.gone(call, event);
    call.on("ended", ended);
    call.on("failed", ended);
    for (const name of ["hold", "unhold"] as const) call.on(name, () => this.news.changed());
    call.on("confirmed", () => {
      this.confirmed.add(call);
      this.news.changed();
    });
    call.on("accepted", ({ originator }: { originator: unknown }) => {
      if (originator === "local") this.audio.dataset["answeredAt"] = String(performance.timeOrigin + performance.now());
    });
    call.on("icecandidate", ({ ready }) => {
      if (this.ready.has(call)) return;
      this.ready.add(call);
      window.setTimeout(ready, this.relays.length ? ICE_MS_WITH_RELAY : ICE_MS);
    });
    if (call.connection) this.attach(call, call.connection);
    else call.on("peerconnection", ({ peerconnection }) => this.attach(call, peerconnection));
  }

  private attach(call: RTCSession, connection: RTCPeerConnection): void {
    connection.addEventListener("track", ({ track, streams }) => {
      track.addEventListener("unmute", () => (this.audio.dataset["heardAt"] ??= String(Date.now())), { once: true });
      const stream = streams[0];
      if (stream && call === this.latest) sound.hear(this.audio, stream);
    });
    connection.addEventListener("connectionstatechange", () => {
      if (connection.connectionState === "failed" && !call.isEnded()) call.terminate();
    });
  }

  private gone(call: RTCSession, { cause, message }: EndEvent): void {
    const at = this.calls.indexOf(call);
    if (at < 0) return;
    this.calls.splice(at, 1);
    void this.streams.get(call)?.then(sound.release, () => undefined);
    this.streams.delete(call);
    const reason = (message as { getHeader?: (name: string) => string | undefined } | null)?.getHeader?.("Reason");
    this.news.told(/cause=200|cause=26/.test(reason ?? "") ? "elsewhere" : cause === "Canceled" ? "caller_gone" : "");
    const left = this.latest;
    const stream = left && remote(left);
    if (stream) sound.hear(this.audio, stream);
    this.news.changed();
  }

  // What the agent does.

  async answer(): Promise<void> {
    const call = this.latest;
    if (!call || this.state !== "ringing") return;
    delete this.audio.dataset["heardAt"];
    const mediaStream = await this.streams.get(call)?.catch(() => undefined);
    if (!mediaStream || call.isEnded()) return;
    call.answer({ mediaStream, pcConfig: { iceServers: this.relays } });
    this.news.changed();
  }

  async call(ua: UA, address: string): Promise<void> {
    const opened = await sound.microphone().catch((error: Error) => void this.news.noMicrophone(error));
    if (!opened) return;
    const call = ua.call(address, { mediaStream: opened, pcConfig: { iceServers: this.relays } });
    this.streams.set(call, Promise.resolve(opened));
  }

  reject(): void {
    if (this.state === "ringing") this.latest?.terminate(BUSY);
  }

  hangUp(): void {
    if (this.latest && !this.latest.isEnded()) this.latest.terminate();
  }

  // Of a page that goes: a call that rings here is not one that this agent did not answer.
  endAll(): void {
    this.endRinging();
    for (const call of this.calls.slice()) if (!call.isEnded()) call.terminate();
  }

  // Also where the socket is lost: the PBX rings on elsewhere, and this page would be busy for the next call.
  endRinging(): void {
    for (const call of this.calls.slice()) if (rings(call)) call.terminate(OUT_OF_ORDER);
  }

  mute(): void {
    const call = this.latest;
    if (call?.isMuted().audio) call.unmute({ audio: true });
    else call?.mute({ audio: true });
    this.news.changed();
  }

  hold(): void {
    const call = this.latest;
    if (call?.isOnHold().local) call.unhold();
    else call?.hold();
  }

  press(keys: string): void {
    if (this.latest?.isEstablished()) this.latest.sendDTMF(keys, TONE);
  }

  transfer(address: string): void {
    if (this.latest) this.refer(this.latest, address);
  }

  // Both others are connected, and this phone is out of it.
  connectBoth(): void {
    const [first, second] = this.calls;
    if (first && second) this.refer(first, second.remote_identity.uri.toString(), second);
  }

  // The PBX waits for our BYE once it has done it.
  private refer(call: RTCSession, address: string, replaces?: RTCSession): void {
    const failed = () => this.news.told("transfer_failed");
    const accepted = () => call.isEnded() || call.terminate();
    const eventHandlers = { accepted, failed, requestFailed: failed };
    call.refer(address, replaces ? { replaces, eventHandlers } : { eventHandlers });
  }

  // After a lost socket: the PBX learns the new address, or it could not tell when the caller hangs up.
  renew(): void {
    this.calls.filter((call) => call.isEstablished()).forEach((call) => call.renegotiate());
  }

  // What is shown.

  get latest(): RTCSession | undefined {
    return this.calls[this.calls.length - 1];
  }

  get state(): CallState {
    const call = this.latest;
    if (!call) return "";
    if (!this.confirmed.has(call)) {
      if ((call.direction as string) === "outgoing") return "dialling";
      return call.isEstablished() ? "answering" : "ringing";
    }
    if (this.calls.length > 1) return "consulting";
    return call.isOnHold().local ? "held" : "talking";
  }

  get isMuted(): boolean {
    return Boolean(this.latest?.isMuted().audio);
  }

  get isBusy(): boolean {
    return this.calls.length > 0;
  }

  get isTalking(): boolean {
    return this.calls.some((call) => call.isEstablished());
  }

  get who(): string {
    const other = this.latest?.remote_identity;
    return other ? [other.display_name, other.uri.user].filter(Boolean).join(" · ") : "";
  }
}

function rings(call: RTCSession): boolean {
  return (call.direction as string) === "incoming" && !call.isEstablished() && !call.isEnded();
}

function remote(call: RTCSession): MediaStream | null {
  const tracks = call.connection?.getReceivers().map(({ track }) => track) ?? [];
  return tracks.length ? new MediaStream(tracks) : null;
}
