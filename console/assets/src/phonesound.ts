// What the phone sounds like: the ring in the site's cadence, the microphone, and where both of them are. The devices are
// kept in this browser, for whoever sits here.
const KEPT = "thirdring phone devices";
const RING_HZ = [440, 480];
const RING_SECONDS = 120;
const TEST_MS = 4_000;
type Devices = { microphone: string; speaker: string };
type Sinks = { setSinkId?: (id: string) => Promise<void> };

let context: AudioContext | null = null;
let ringing: GainNode | null = null;

// By a click of the reader: from then on the page may be heard.
export function permit(): void {
  context ??= new AudioContext();
  void context.resume();
}

// All of it is planned at once: a browser slows the timers of a tab that is behind, but not its sound.
export function ring(soundSeconds: number, periodSeconds: number): void {
  silence();
  if (!context) return;
  const loud = context.createGain();
  const begin = context.currentTime;
  loud.gain.setValueAtTime(0, begin);
  for (let at = 0; at < RING_SECONDS; at += periodSeconds) {
    loud.gain.setValueAtTime(0.2, begin + at);
    loud.gain.setValueAtTime(0, begin + at + soundSeconds);
  }
  tones(context, loud, RING_SECONDS);
  ringing = loud;
}

export function silence(): void {
  ringing?.disconnect();
  ringing = null;
}

function tones(from: AudioContext, loud: GainNode, seconds: number): void {
  loud.connect(from.destination);
  void (from as unknown as Sinks).setSinkId?.(devices().speaker).catch(() => undefined);
  for (const hertz of RING_HZ) {
    const tone = from.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(loud);
    tone.start();
    tone.stop(from.currentTime + seconds);
  }
}

// Raises what the browser says: refused, or no such device. One that was chosen and is gone is replaced by any other.
export async function microphone(): Promise<MediaStream> {
  const chosen = devices().microphone;
  const any = { audio: true, video: false };
  if (!chosen) return navigator.mediaDevices.getUserMedia(any);
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { deviceId: { exact: chosen } }, video: false });
  } catch (error) {
    if ((error as Error).name !== "OverconstrainedError") throw error;
    return navigator.mediaDevices.getUserMedia(any);
  }
}

export function release(stream: MediaStream | null | undefined): void {
  stream?.getTracks().forEach((track) => track.stop());
}

export function hear(audio: HTMLAudioElement, stream: MediaStream): void {
  audio.srcObject = stream;
  void (audio as unknown as Sinks).setSinkId?.(devices().speaker).catch(() => undefined);
  void audio.play().catch(() => undefined);
}

// The reader hears a tone and sees how loud their own voice comes in.
export async function test(meter: HTMLMeterElement): Promise<void> {
  permit();
  if (!context) return;
  const loud = context.createGain();
  loud.gain.value = 0.1;
  tones(context, loud, 1);
  const stream = await microphone();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = window.setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    meter.value = Math.max(...samples.map(Math.abs));
  }, 100);
  await new Promise((done) => window.setTimeout(done, TEST_MS));
  window.clearInterval(timer);
  release(stream);
  meter.value = 0;
}

export async function list(kind: "audioinput" | "audiooutput"): Promise<MediaDeviceInfo[]> {
  const found = await navigator.mediaDevices.enumerateDevices();
  return found.filter((one) => one.kind === kind && one.label && one.deviceId && one.deviceId !== "default");
}

export function devices(): Devices {
  try {
    return { microphone: "", speaker: "", ...(JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Devices>) };
  } catch {
    return { microphone: "", speaker: "" };
  }
}

export function choose(chosen: Partial<Devices>): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ ...devices(), ...chosen }));
  } catch {
    // forbidden: the computer's own devices
  }
}
