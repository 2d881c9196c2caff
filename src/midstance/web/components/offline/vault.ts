// What lies on the device: sealed with a key that no script can read out. Without a place to lie, as on
// a shared device or without TLS, it lives as long as the page does.
import type { Change, Entry, Shelf } from "./queue";

const NAME = "midstance";
const STORES = ["keys", "notes", "entries"];
const BITS = 256;

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  bytes: ArrayBuffer;
}

interface Note extends Sealed {
  name: string;
}

interface Named {
  name: string;
  key: CryptoKey;
}

/** Only what is needed to send lies open: whose it is, in which order, in which epoch it was kept. */
type Row = Omit<Entry, "kind" | "document" | "refused"> & { refused: Sealed | null; body: Sealed };

export interface Vault extends Shelf {
  /** Whether anything is still there after the page was closed. */
  readonly lasts: boolean;
  note(name: string, value: unknown): Promise<void>;
  noted<Kind>(name: string): Promise<Kind | null>;
  forget(name: string): Promise<void>;
}

function done<Kind>(request: IDBRequest<Kind>): Promise<Kind> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
  });
}

function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB"));
  });
}

/** Opens the store; where it may not be made and there is none, gives null and leaves none behind. */
async function openStore(mayMake: boolean): Promise<IDBDatabase | null> {
  const request = indexedDB.open(NAME, 1);
  let isNew = false;
  request.onupgradeneeded = () => {
    isNew = true;
    if (!mayMake) request.transaction?.abort();
    else for (const name of STORES) request.result.createObjectStore(name, { keyPath: name === "entries" ? "key" : "name" });
  };
  try {
    const opened = await done(request);
    opened.onversionchange = () => opened.close();
    return opened;
  } catch (error) {
    if (isNew && !mayMake) return null;
    throw error;
  }
}

async function keyOf(store: IDBDatabase): Promise<CryptoKey> {
  return (await keyIn(store)) ?? (await makeKey(store));
}

async function keyIn(store: IDBDatabase): Promise<CryptoKey | undefined> {
  const there = (await done(store.transaction("keys").objectStore("keys").get("key"))) as Named | undefined;
  return there?.key;
}

/** Of two pages that open at the same moment, both get the key of the first. */
async function makeKey(store: IDBDatabase): Promise<CryptoKey> {
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: BITS }, false, ["encrypt", "decrypt"]);
  const keys = store.transaction("keys", "readwrite").objectStore("keys");
  const there = (await done(keys.get("key"))) as Named | undefined;
  if (there) return there.key;
  await done(keys.put({ name: "key", key: made } satisfies Named));
  return made;
}

class SealedVault implements Vault {
  readonly lasts = true;
  readonly #store: IDBDatabase;
  readonly #key: CryptoKey;

  constructor(store: IDBDatabase, key: CryptoKey) {
    this.#store = store;
    this.#key = key;
  }

  async all(): Promise<Entry[]> {
    const rows = (await done(this.#read("entries").getAll())) as Row[];
    const opened = await Promise.all(rows.map((row) => this.#open(row)));
    return opened.filter((entry) => entry !== null);
  }

  async put(entry: Entry): Promise<void> {
    const { kind, document, refused, ...open } = entry;
    const body = await this.#seal(entry.key, { kind, document });
    await this.#write("entries", (rows) => rows.put({ ...open, body, refused: null } satisfies Row));
    if (refused) await this.mark(entry.key, entry.order, { refused });
  }

  async mark(key: string, order: number, change: Change): Promise<void> {
    const { refused, ...open } = change;
    const sealed = refused ? await this.#seal(`${key}?`, refused) : null;
    await this.#write("entries", (rows) => {
      rows.get(key).onsuccess = (event) => {
        const row = (event.target as IDBRequest<Row | undefined>).result;
        if (row?.order !== order) return;
        rows.put({ ...row, ...open, refused: refused === undefined ? row.refused : sealed });
      };
    });
  }

  async remove(key: string): Promise<void> {
    await this.#write("entries", (rows) => rows.delete(key));
  }

  async note(name: string, value: unknown): Promise<void> {
    const sealed = await this.#seal(name, value);
    await this.#write("notes", (notes) => notes.put({ name, ...sealed } satisfies Note));
  }

  async noted<Kind>(name: string): Promise<Kind | null> {
    const note = (await done(this.#read("notes").get(name))) as Note | undefined;
    return note ? ((await this.#unseal(name, note)) as Kind | null) : null;
  }

  async forget(name: string): Promise<void> {
    await this.#write("notes", (notes) => notes.delete(name));
  }

  async #open(row: Row): Promise<Entry | null> {
    const { body, refused, ...open } = row;
    const inner = (await this.#unseal(row.key, body)) as Pick<Entry, "kind" | "document"> | null;
    const reason = refused ? ((await this.#unseal(`${row.key}?`, refused)) as string | null) : "";
    return inner && { ...open, ...inner, refused: reason ?? "?" };
  }

  #read(store: string): IDBObjectStore {
    return this.#store.transaction(store).objectStore(store);
  }

  async #write(store: string, act: (store: IDBObjectStore) => unknown): Promise<void> {
    const durability = store === "entries" ? "strict" : "relaxed"; // an answer outlives a power cut
    const transaction = this.#store.transaction(store, "readwrite", { durability });
    act(transaction.objectStore(store));
    await ended(transaction);
  }

  /** What is sealed under one name opens under no other. */
  async #seal(name: string, value: unknown): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(value));
    const bytes = await crypto.subtle.encrypt(this.#by(iv, name), this.#key, text);
    return { iv, bytes };
  }

  async #unseal(name: string, { iv, bytes }: Sealed): Promise<unknown> {
    try {
      const text = await crypto.subtle.decrypt(this.#by(iv, name), this.#key, bytes);
      return JSON.parse(new TextDecoder().decode(text));
    } catch {
      return null; // sealed by a key that is gone
    }
  }

  #by(iv: Uint8Array<ArrayBuffer>, name: string): AesGcmParams {
    return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) };
  }
}

/** As long as the page lives. */
export class FleetingVault implements Vault {
  readonly lasts = false;
  readonly #entries = new Map<string, Entry>();
  readonly #notes = new Map<string, string>();

  async all(): Promise<Entry[]> {
    return [...this.#entries.values()];
  }

  async put(entry: Entry): Promise<void> {
    this.#entries.set(entry.key, entry);
  }

  async mark(key: string, order: number, change: Change): Promise<void> {
    const entry = this.#entries.get(key);
    if (entry?.order === order) this.#entries.set(key, { ...entry, ...change });
  }

  async remove(key: string): Promise<void> {
    this.#entries.delete(key);
  }

  async note(name: string, value: unknown): Promise<void> {
    this.#notes.set(name, JSON.stringify(value));
  }

  async noted<Kind>(name: string): Promise<Kind | null> {
    const text = this.#notes.get(name);
    return text === undefined ? null : (JSON.parse(text) as Kind);
  }

  async forget(name: string): Promise<void> {
    this.#notes.delete(name);
  }
}

/** The vault of this device: made where there is none, only opened, or none at all. */
export async function openVault(how: "make" | "open" | "none"): Promise<Vault> {
  if (how === "none" || !("indexedDB" in globalThis) || !globalThis.crypto?.subtle) return new FleetingVault();
  try {
    const store = await openStore(how === "make");
    return store ? new SealedVault(store, await keyOf(store)) : new FleetingVault();
  } catch {
    return new FleetingVault(); // no room, or forbidden
  }
}

/** Empties and removes the store, the key first; a page that still has it open lets go of it. */
export async function destroyVault(): Promise<void> {
  if (!("indexedDB" in globalThis)) return;
  try {
    const store = await openStore(false);
    if (store) {
      const transaction = store.transaction(STORES, "readwrite");
      for (const name of STORES) transaction.objectStore(name).clear();
      await ended(transaction);
      store.close();
    }
  } finally {
    const request = indexedDB.deleteDatabase(NAME);
    await new Promise<void>((resolve) => {
      request.onsuccess = request.onerror = request.onblocked = () => resolve();
    });
  }
}
