// The service worker. It keeps the files of the front end and one page without data, and nothing else:
// no page and no answer with what somebody told. A page always comes from the server where it answers.
interface Kept {
  version: string;
  page: string;
  files: string[];
}

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Worker {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  location: Location;
  addEventListener(kind: "install" | "activate", heard: (event: Lasting) => void): void;
  addEventListener(kind: "fetch", heard: (event: Fetching) => void): void;
}

declare const SHELL: Kept; // written before this script by the server

const PREFIX = "midstance-shell-";
const PATIENCE_MS = 8000;
const NAME = PREFIX + SHELL.version;
const worker = globalThis as unknown as Worker;

async function install(): Promise<void> {
  const cache = await caches.open(NAME);
  await cache.addAll([SHELL.page, ...SHELL.files].map((file) => new Request(file, { cache: "reload" })));
  await worker.skipWaiting();
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function keptFile(request: Request): Promise<Response> {
  const kept = await (await caches.open(NAME)).match(request.url, { ignoreVary: true });
  return kept ?? fetch(request);
}

/** The page of the server; where nobody answers in time, the one that is kept. */
async function page(request: Request): Promise<Response> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
  const asked = fetch(request);
  const answer = await Promise.race([asked, late]).catch(() => null);
  return answer ?? (await keptPage()) ?? asked;
}

async function keptPage(): Promise<Response | undefined> {
  return (await caches.open(NAME)).match(SHELL.page, { ignoreVary: true });
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (SHELL.files.includes(pathname)) event.respondWith(keptFile(request));
});
