// What is still to be sent, in the browser's own database: photos are too large for its other store. It outlives the
// page, which a telephone may end while its camera is open. A browser without it keeps them as long as the page.
export type Kept = {
  key: string; // the same word at each try: the API takes it once
  group: string; // whose it is and for what
  url: string;
  title: string;
  name?: string; // of the file
  at: string; // by this device's clock, RFC 3339
  body: Blob | string;
};

const inMemory = new Map<string, Kept>();
let opened: Promise<IDBDatabase | null> | null = null;

function open(): Promise<IDBDatabase | null> {
  return (opened ??= new Promise((done) => {
    try {
      const asked = indexedDB.open("thirdring", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("pocket", { keyPath: "key" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = asked.onblocked = () => done(null);
    } catch {
      done(null);
    }
  }));
}

async function within<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  const database = await open();
  if (!database) return null;
  return new Promise((done) => {
    try {
      const doing = database.transaction("pocket", mode);
      const asked = work(doing.objectStore("pocket"));
      doing.oncomplete = () => done(asked.result);
      doing.onabort = doing.onerror = () => done(null);
    } catch {
      done(null);
    }
  });
}

export async function put(one: Kept): Promise<void> {
  if ((await within("readwrite", (store) => store.put(one))) === null) inMemory.set(one.key, one);
}

export async function drop(key: string): Promise<void> {
  inMemory.delete(key);
  await within("readwrite", (store) => store.delete(key));
}

// The oldest first.
export async function all(): Promise<Kept[]> {
  const kept = (await within("readonly", (store) => store.getAll() as IDBRequest<Kept[]>)) ?? [];
  return [...kept, ...inMemory.values()].sort((one, other) => (one.at < other.at ? -1 : 1));
}

export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
