// How the queue reaches Midstance.
import { Broken, Unreachable, type Entry, type Line, type State, type Taken } from "./queue";
import type { DaysDocument } from "./days";

const STATE = "/offline/state.json";
const SYNC = "/offline/sync/";
const DAYS = "/offline/days.json";
const SOON_MS = 10_000;
const LATE_MS = 60_000;

/** Midstance answers, and asks for a log-in first. */
export class LoggedOut extends Unreachable {}

/** Somebody else logged in since. */
export class OtherOwner extends Unreachable {}

async function ask(address: string, within_ms: number, more: RequestInit = {}): Promise<Response> {
  let answer: Response;
  try {
    const signal = AbortSignal.timeout(within_ms);
    answer = await fetch(address, { redirect: "manual", cache: "no-store", signal, ...more });
  } catch {
    throw new Unreachable();
  }
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new LoggedOut();
  if (answer.status === 409) throw new OtherOwner();
  if (!answer.ok) throw new Broken(String(answer.status));
  return answer;
}

async function readJson<Kind>(answer: Response): Promise<Kind> {
  try {
    return (await answer.json()) as Kind;
  } catch {
    throw new Unreachable(); // it broke off on the way
  }
}

export const line: Line = {
  async state(): Promise<State> {
    return readJson<State>(await ask(STATE, SOON_MS));
  },

  async deliver(state: State, entries: Entry[]): Promise<{ epoch: string; answers: Taken[] }> {
    const told = entries.map(({ kind, document }) => ({ kind, document }));
    const more = {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": state.token },
      body: JSON.stringify({ owner: state.owner, entries: told }),
    };
    return readJson(await ask(SYNC, LATE_MS, more));
  },
};

export async function fetchDays(): Promise<DaysDocument> {
  return readJson<DaysDocument>(await ask(DAYS, LATE_MS));
}

/** Whether Midstance answers at all. */
export async function isThere(): Promise<boolean> {
  try {
    await fetch("/offline/", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(SOON_MS) });
    return true;
  } catch {
    return false;
  }
}
