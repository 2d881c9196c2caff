// This device: what it keeps, whose it is, and when it last met Midstance.
import { type DaysDocument, type KeptDays } from "./days";
import { fetchDays, line, LoggedOut } from "./line";
import { Broken, Queue, Unreachable, type Entry, type Synced, type Taken, type Told } from "./queue";
import { destroyVault, openVault, type Vault } from "./vault";

export const SHELL = "/offline/";
const OWNER = "owner";
const LAST = "last";
const DAYS = "days";
const LATEST = "latest";
const THEME = "theme";
const CHANNEL = "midstance";
const LOCK = "midstance-sync";
const LEFT_COOKIE = "midstance_left=1; path=/; max-age=31536000; samesite=lax";

/** How the last meeting went. */
export type Reach = "unknown" | "there" | "away" | "logged_out";

export interface Standing {
  reach: Reach;
  waiting: number;
  refused: number;
  last: number | null;
}

const page = document.body.dataset;
export const isShared = page["shared"] !== undefined;
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(CHANNEL) : null;
const watchers = new Set<(standing: Standing) => void>();
let opened: Promise<Vault> | null = null;
let running: Promise<Synced | null> | null = null;
let reach: Reach = "unknown";

/** Nothing is made before somebody's page was open here, and nothing at all on a shared device. */
export function vault(): Promise<Vault> {
  opened ??= openVault(isShared ? "none" : page["owner"] ? "make" : "open");
  return opened;
}

export async function owner(): Promise<string> {
  return page["owner"] || (await (await vault()).noted<string>(OWNER)) || "";
}

async function queue(): Promise<Queue> {
  return new Queue(await vault(), line);
}

export async function entries(): Promise<Entry[]> {
  return (await queue()).of(await owner());
}

export async function keptDays(): Promise<KeptDays | null> {
  return (await vault()).noted<KeptDays>(DAYS);
}

/** The time of this device, which no clock turned back makes earlier than it was before. */
export async function latestNow(): Promise<number> {
  const here = await vault();
  const now = Math.max(Date.now(), (await here.noted<number>(LATEST)) ?? 0);
  await here.note(LATEST, now);
  return now;
}

export async function standing(): Promise<Standing> {
  const [here, told] = [await vault(), await entries()];
  const epoch = (await here.noted<string>("epoch")) ?? "";
  const refused = told.filter((entry) => entry.refused).length;
  const waiting = told.filter(({ keptIn, refused }) => !refused && (keptIn === "" || keptIn !== epoch)).length;
  return { reach, waiting, refused, last: await here.noted<number>(LAST) };
}

export function watch(watcher: (standing: Standing) => void): void {
  watchers.add(watcher);
}

export async function changed(): Promise<void> {
  const now = await standing();
  for (const watcher of watchers) watcher(now);
}

/** Keeps an answer on this device; nothing is sent yet. */
export async function tell(kind: string, document: Told): Promise<void> {
  await (await queue()).tell(await owner(), kind, document);
  channel?.postMessage("told");
  await changed();
}

/** Sends what waits and renews the days; null where nobody answers. Only one page does it at a time. */
export function sync(): Promise<Synced | null> {
  running ??= alone(meet).finally(() => {
    running = null;
    void changed();
  });
  return running;
}

async function alone<Kind>(act: () => Promise<Kind>): Promise<Kind> {
  return navigator.locks ? navigator.locks.request(LOCK, act) : act();
}

async function meet(): Promise<Synced | null> {
  try {
    const here = await vault();
    await moveIn(here);
    const synced = await (await queue()).sync();
    reach = "there";
    await here.note("epoch", synced.state.epoch);
    await here.note(LAST, Date.now());
    if (here.lasts) await renewDays(here, synced);
    return synced;
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof Broken)) throw error;
    reach = error instanceof LoggedOut ? "logged_out" : "away";
    return null;
  }
}

/** What another person kept here goes, but for what she told and nobody has yet: that waits for her. */
async function moveIn(here: Vault): Promise<void> {
  const now = page["owner"];
  if (!now || (await here.noted<string>(OWNER)) === now) return;
  await here.forget(DAYS);
  await here.forget(LAST);
  for (const entry of await here.all()) if (entry.owner !== now && entry.keptIn) await here.remove(entry.key);
  await here.note(OWNER, now);
}

async function renewDays(here: Vault, { state, taken, tick }: Synced): Promise<void> {
  const kept = await here.noted<KeptDays>(DAYS);
  const isCurrent = kept?.document.key === state.key && kept.epoch === state.epoch && kept.tick === tick;
  if (isCurrent && taken.size === 0) return;
  const document: DaysDocument = await fetchDays();
  await here.note(DAYS, { tick, epoch: state.epoch, document } satisfies KeptDays);
}

/** Sends one answer and gives what became of it; null where it waits. */
export async function deliver(key: string): Promise<Taken | null> {
  for (let round = 0; round < 2; round += 1) {
    const synced = await sync(); // the first may have been on its way before the answer was there
    if (!synced) return null;
    const taken = synced.taken.get(key);
    if (taken) return taken;
  }
  return askAgain(key);
}

/** Another page of this device was faster: Midstance has it, and says once more what it means. */
async function askAgain(key: string): Promise<Taken | null> {
  const mine = (await entries()).find((entry) => entry.key === key);
  if (!mine) return null;
  if (mine.refused) return { key, outcome: "refused", reason: mine.refused, meaning: null };
  try {
    const { answers } = await line.deliver(await line.state(), [mine]);
    return answers[0] ?? null;
  } catch {
    return null;
  }
}

export async function retry(key: string): Promise<void> {
  await (await queue()).retry(key);
  await sync();
}

export async function remove(key: string): Promise<void> {
  await (await queue()).remove(key);
  await changed();
}

export async function rememberTheme(): Promise<void> {
  const here = await vault();
  if (page["owner"] && here.lasts) await here.note(THEME, document.documentElement.dataset["theme"] ?? "system");
}

export async function rememberedTheme(): Promise<string | null> {
  return (await vault()).noted<string>(THEME);
}

/** The log-in ends when Midstance is met again, whatever becomes of this page. */
export function endLogIn(): void {
  document.cookie = LEFT_COOKIE;
}

/** Leaves nothing readable behind: the store with its key, the caches, the worker, other pages' view. */
export async function leave(): Promise<void> {
  endLogIn();
  channel?.postMessage("left");
  await clear();
}

export async function clear(): Promise<void> {
  await destroyVault();
  for (const name of Object.keys(localStorage)) if (name.startsWith("midstance.")) localStorage.removeItem(name);
  sessionStorage.clear();
  if ("caches" in globalThis) await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.allSettled(workers.map((worker) => worker.unregister())); // aborted where the page goes away meanwhile
  opened = null;
}

/** Another page of this device left: this one shows nothing any more, and makes nothing anew. */
channel?.addEventListener("message", ({ data }) => {
  if (data === "left") location.replace(SHELL);
  else void changed();
});
