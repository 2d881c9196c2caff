// On every page: the worker, the badge, meeting Midstance in the background, and leaving.
import "./offline.css";
import { sayPolitely } from "../frame/frame";
import { newKey } from "../outbox/outbox";
import { changed, clear, isShared, leave, owner, rememberTheme, SHELL, standing, sync, tell, vault, watch, type Standing } from "./device";
import { isThere } from "./line";

const WORKER = "/service-worker.js";
const PAIN = "/today/pain/";
const LOG_OUT = "/account/logout/";
const AGAIN_MS = 30_000;
const RARELY_MS = 300_000;
const OFTEN = ["/today/", "/check/", "/plan/", "/session/", "/progress/", SHELL];
const SHELLS = "midstance-shell-";

const page = document.body.dataset;
const badge = document.querySelector<HTMLElement>('[data-part="offline"]');
const words = badge?.dataset ?? {};

let latest: Standing | null = null;

/** "Offline · 2 answers wait · last sync 9:12" */
export function badgeWords({ reach, waiting, refused, last }: Standing): string {
  const isAway = reach === "away";
  if (!isAway && !waiting && !refused) return "";
  const time = last === null ? "" : new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(last);
  const rule = new Intl.PluralRules(document.documentElement.lang).select(waiting);
  const counted = (rule === "one" ? words["waitsOne"] : words["waitsOther"]) ?? "";
  const parts = [
    isAway ? words["offline"] : "",
    reach === "logged_out" ? words["left"] : "",
    waiting ? counted.replace("{number}", String(waiting)) : "",
    refused ? words["refused"] : "",
    isAway ? (time ? words["last"]?.replace("{time}", time) : words["never"]) : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

function showBadge(now: Standing): void {
  latest = now;
  if (!badge) return;
  const said = badgeWords(now);
  const place = badge.querySelector('[data-part="offline-words"]');
  if (place && place.textContent !== said) place.textContent = said;
  badge.hidden = said === "";
  const more = badge.querySelector<HTMLElement>('[data-part="offline-more"]');
  if (more) more.hidden = !page["owner"] || (!now.waiting && !now.refused && now.reach !== "away");
}

// Meeting Midstance

async function meet(): Promise<void> {
  const synced = await sync();
  if (synced) await keepCurrent(synced.state.shell);
}

/** A page that somebody tells on is met each time; the others only now and then. */
async function isDue(): Promise<boolean> {
  const { waiting, last } = await standing();
  const tells = OFTEN.some((place) => location.pathname.startsWith(place));
  return tells || waiting > 0 || last === null || Date.now() - last > RARELY_MS;
}

async function keepMeeting(): Promise<void> {
  const { reach, waiting } = await standing();
  if (document.visibilityState === "visible" && (reach === "away" || waiting > 0)) await meet();
}

// The worker

async function register(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(WORKER, { scope: "/", updateViaCache: "none" });
    if (matchMedia("(display-mode: standalone)").matches) await navigator.storage?.persist?.();
  } catch {
    // no worker here: the app works with a connection alone
  }
}

/** A worker that stays with an old app although it was asked to renew itself is taken away. */
async function keepCurrent(shell: string): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration();
  if (!worker?.active || !("caches" in globalThis)) return;
  const here = await vault();
  const current = (await caches.keys()).includes(SHELLS + shell);
  if (current) return here.forget("old_shell");
  if ((await here.noted<string>("old_shell")) === shell) {
    await worker.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
    await here.forget("old_shell");
    return register();
  }
  await here.note("old_shell", shell);
  await worker.update().catch(() => undefined);
}

// Leaving

/** First what waits is sent; what then still waits is lost only if she says so. */
async function logOut(form: HTMLFormElement): Promise<void> {
  await sync();
  const { waiting } = await standing();
  if (waiting && !confirm(words["lose"])) return;
  await leave();
  if (await isThere()) form.submit();
  else location.replace(SHELL);
}

// Telling a pain where the page is open and nobody answers

async function tellPain(form: HTMLFormElement): Promise<void> {
  const told = new FormData(form);
  if (!(await vault()).lasts || (await isThere())) return form.submit();
  const answer = (name: string): boolean | null => ({ yes: true, no: false })[String(told.get(name))] ?? null;
  if (told.get("pain") === null) return form.submit();
  await tell("pain", {
    key: String(told.get("key") || newKey()),
    day: String(told.get("day")),
    moment: String(told.get("moment")),
    pain: Number(told.get("pain")),
    run: String(told.get("run") ?? ""),
    swelling: answer("swelling"),
    limp: answer("limp"),
    places: told.getAll("places").map(String),
    told_at: new Date().toISOString(),
  });
  if (navigator.serviceWorker?.controller) return location.assign(SHELL);
  form.reset();
  sayPolitely(words["kept"] ?? "");
}

function hearForms(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const { pathname } = new URL(form.action, location.href);
    if (form.method !== "post") return;
    if (pathname === LOG_OUT) {
      const isSimple = latest !== null && !latest.waiting && latest.reach !== "away";
      if (isSimple) return void leave(); // beside the form, whose answer clears the device too
      event.preventDefault();
      void logOut(form);
    } else if (pathname === PAIN && !isShared) {
      event.preventDefault();
      void tellPain(form);
    }
  });
}

async function begin(): Promise<void> {
  watch(showBadge);
  hearForms();
  if (isShared) return clear();
  if (!(await owner())) return;
  if (page["owner"]) {
    void rememberTheme();
    void register();
  }
  if (await isDue()) await meet();
  else await changed();
  addEventListener("online", () => void meet());
  addEventListener("offline", () => void meet());
  document.addEventListener("visibilitychange", () => void keepMeeting());
  setInterval(() => void keepMeeting(), AGAIN_MS);
}

addEventListener("load", () => setTimeout(() => void begin()));
