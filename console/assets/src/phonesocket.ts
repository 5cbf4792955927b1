// The socket of the phone: the service's own address, which hands it through to the PBX. JsSIP connects it again by
// itself where it ends. `drop` ends one that is half open: nobody else would say so.
const TAKEN_OVER = 4001;
const PING = "\r\n\r\n";
const PONG = "\r\n";
const SILENT_MS = 6_000; // the service pings every second

export class PageSocket {
  via_transport = location.protocol === "https:" ? "WSS" : "WS";
  readonly url = location.origin.replace(/^http/, "ws") + "/sip";
  readonly sip_uri = `sip:${location.host};transport=ws`;
  heardAt = 0; // by performance.now; pings are not of the PBX
  private anyAt = 0;
  private socket: WebSocket | null = null;

  constructor(private readonly takenOver: () => void) {}

  onconnect(): void {}
  ondisconnect(_error: boolean, _code?: number, _reason?: string): void {}
  ondata<T>(_data: T): void {}

  connect(): void {
    if (this.socket) return;
    const socket = new WebSocket(this.url, "sip");
    this.socket = socket;
    this.anyAt = performance.now();
    socket.onopen = () => socket === this.socket && this.onconnect();
    socket.onmessage = ({ data }) => {
      if (socket !== this.socket) return;
      this.anyAt = performance.now();
      if (data === PING) return void socket.send(PONG); // this page is awake
      this.heardAt = performance.now();
      this.ondata(data);
    };
    socket.onclose = ({ wasClean, code, reason }) => {
      if (socket !== this.socket) return;
      this.socket = null;
      if (code === TAKEN_OVER) this.takenOver();
      this.ondisconnect(!wasClean, code, reason);
    };
  }

  disconnect(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  // The network is gone and nobody said so, or the service is frozen.
  get isSilent(): boolean {
    return this.socket !== null && performance.now() - this.anyAt > SILENT_MS;
  }

  drop(): void {
    if (!this.socket) return;
    this.disconnect();
    this.ondisconnect(true);
  }

  send(message: string | ArrayBufferLike | Blob | ArrayBufferView): boolean {
    if (!this.isConnected()) return false;
    this.socket?.send(message as string);
    return true;
  }

  isConnected(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  isConnecting(): boolean {
    return this.socket?.readyState === WebSocket.CONNECTING;
  }
}
