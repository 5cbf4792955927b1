// Where the page rings: a loudspeaker of this computer, chosen apart from the headset that the phone uses. It is kept in
// this browser, for whoever sits here. Hidden where the browser cannot do it, as over plain HTTP. The names of devices are
// told by a browser only once the reader has permitted it: by a list of its own, or by a look at the microphone, which
// ends at once.
const DEVICE = "thirdring ring device";
type Kept = { id: string; label: string };
type Chooses = { selectAudioOutput?: () => Promise<MediaDeviceInfo> };

let element: HTMLAudioElement | null = null;
let node: MediaStreamAudioDestinationNode | null = null;

export function begin(test: () => void): void {
  const place = box();
  if (!place || !isPossible()) return;
  place.hidden = false;
  list()?.addEventListener("change", () => void keep());
  button("test")?.addEventListener("click", test);
  button("find")?.addEventListener("click", () => void find());
  navigator.mediaDevices.addEventListener("devicechange", () => void draw());
  void draw();
}

// What a sound is connected to, so that it is heard where the reader wants it.
export function output(context: AudioContext): AudioNode {
  if (!kept().id || !isPossible()) return context.destination;
  if (!node || node.context !== context) {
    node = context.createMediaStreamDestination();
    element = new Audio();
    element.srcObject = node.stream;
    void turn();
  }
  return node;
}

function isPossible(): boolean {
  return "setSinkId" in HTMLMediaElement.prototype && navigator.mediaDevices !== undefined;
}

async function turn(): Promise<void> {
  if (!element) return;
  try {
    await element.setSinkId(kept().id);
    say("");
  } catch {
    await element.setSinkId("").catch(() => undefined);
    say(box()?.dataset["gone"] ?? "");
  }
  await element.play().catch(() => undefined); // until a click permits it
}

async function keep(): Promise<void> {
  const chosen = list()?.selectedOptions[0];
  write({ id: chosen?.value ?? "", label: chosen?.value ? chosen.text : "" });
  say("");
  await turn();
}

async function find(): Promise<void> {
  const devices = navigator.mediaDevices as MediaDevices & Chooses;
  try {
    if (devices.selectAudioOutput) {
      const { deviceId, label } = await devices.selectAudioOutput();
      write({ id: deviceId, label });
      await turn();
    } else {
      const heard = await devices.getUserMedia({ audio: true });
      heard.getTracks().forEach((track) => track.stop());
    }
    say("");
  } catch {
    say(box()?.dataset["refused"] ?? "");
  }
  await draw();
}

async function draw(): Promise<void> {
  const select = list();
  if (!select) return;
  const found = (await navigator.mediaDevices.enumerateDevices()).filter(
    (one) => one.kind === "audiooutput" && one.label && one.deviceId && one.deviceId !== "default",
  );
  const { id, label } = kept();
  const known = !id || found.some((one) => one.deviceId === id);
  select.length = 1; // the first is the computer's own choice
  for (const one of found) select.add(new Option(one.label, one.deviceId));
  if (!known) select.add(new Option(label, id));
  select.value = id;
  if (found.length && !known) say(box()?.dataset["gone"] ?? "");
}

function box(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-ring-device]");
}

function list(): HTMLSelectElement | null {
  return box()?.querySelector("select") ?? null;
}

function button(name: string): HTMLElement | null {
  return box()?.querySelector<HTMLElement>(`[data-ring-${name}]`) ?? null;
}

function say(text: string): void {
  const told = box()?.querySelector("[role=status]");
  if (told) told.textContent = text;
}

function kept(): Kept {
  try {
    return JSON.parse(localStorage.getItem(DEVICE) ?? "") as Kept;
  } catch {
    return { id: "", label: "" };
  }
}

function write(one: Kept): void {
  try {
    localStorage.setItem(DEVICE, JSON.stringify(one));
  } catch {
    // forbidden: it rings where the computer rings
  }
}
