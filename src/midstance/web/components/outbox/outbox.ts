// What a device tells: sent at once, or kept until Midstance answers again. Each document carries a
// key made here, so that telling it twice stores it once.
import { forget, keep, kept } from "./keep";

export interface Meaning {
  light: string;
  light_words: string;
  sentence: string;
  rescreen: boolean;
}

export interface Told {
  key: string;
  [name: string]: unknown;
}

interface Waiting {
  kind: string;
  document: Told;
}

const ADDRESSES: Record<string, string> = { session: "/api/sessions" };
const QUEUE = "outbox";
const REFUSES_FROM = 400;
const BROKEN_FROM = 500;

/** Midstance read the document and will not have it; sending it again changes nothing. */
export class Refused extends Error {}

/** A key that no other device makes. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Gives what it means, or "queued" where nobody answers; throws `Refused` where it is refused. */
export async function send(kind: string, document: Told): Promise<Meaning | "queued"> {
  try {
    const meaning = await post(kind, document);
    await leaveQueue(document.key);
    return meaning;
  } catch (error) {
    if (error instanceof Refused) throw error;
    await joinQueue({ kind, document });
    return "queued";
  }
}

/** Sends whatever waits, in the order in which it came; stops where nobody answers. */
export async function sendWaiting(): Promise<void> {
  for (const { kind, document } of await waiting()) {
    try {
      await post(kind, document);
    } catch (error) {
      if (!(error instanceof Refused)) return;
    }
    await leaveQueue(document.key);
  }
}

export async function waiting(): Promise<Waiting[]> {
  return (await kept<Waiting[]>(QUEUE)) ?? [];
}

async function post(kind: string, told: Told): Promise<Meaning> {
  const answer = await fetch(ADDRESSES[kind] ?? "", {
    method: "POST",
    headers: { "Content-Type": "application/json", ...token() },
    body: JSON.stringify(told),
  });
  if (answer.status >= BROKEN_FROM) throw new Error(String(answer.status));
  if (answer.status >= REFUSES_FROM) throw new Refused(await reason(answer));
  return (await answer.json()) as Meaning;
}

async function reason(answer: Response): Promise<string> {
  try {
    const said = (await answer.json()) as { detail?: unknown };
    return typeof said.detail === "string" ? said.detail : "";
  } catch {
    return "";
  }
}

/** The form token that the frame gives to its own requests. */
function token(): Record<string, string> {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>;
}

async function joinQueue(entry: Waiting): Promise<void> {
  const others = (await waiting()).filter(({ document }) => document.key !== entry.document.key);
  keep(QUEUE, [...others, entry]);
}

async function leaveQueue(key: string): Promise<void> {
  const others = (await waiting()).filter(({ document }) => document.key !== key);
  if (others.length) keep(QUEUE, others);
  else forget(QUEUE);
}

addEventListener("online", () => void sendWaiting());
void sendWaiting();
