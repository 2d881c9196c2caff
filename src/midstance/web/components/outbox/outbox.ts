// What a device tells: kept first, then sent at once or when Midstance answers again. Each document
// carries a key made here, so that telling it twice stores it once.
import { deliver, entries, remove, tell, vault } from "../offline/device";
import type { Meaning, Told } from "../offline/queue";

export type { Meaning, Told } from "../offline/queue";

/** Midstance read the document and will not have it; sending it again changes nothing. */
export class Refused extends Error {}

/** A key that no other device makes. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Gives what it means, or "queued" where it waits here; throws `Refused` where it is refused. */
export async function send(kind: string, document: Told): Promise<Meaning | "queued"> {
  await tell(kind, document);
  const taken = await deliver(document.key);
  if (taken?.outcome === "refused") throw new Refused(taken.reason);
  if (taken?.meaning) return taken.meaning;
  if ((await vault()).lasts || !(await isWaiting(document.key))) return "queued";
  await remove(document.key); // nothing may stay on this device: the page still holds it
  throw new Error("not sent");
}

async function isWaiting(key: string): Promise<boolean> {
  return (await entries()).some((entry) => entry.key === key && !entry.keptIn);
}
