// What a page keeps on this device between two visits: sealed, and gone with a log-out. A value that
// changes faster than it can be kept is kept once, as it was last.
import { vault } from "../offline/device";

const latest = new Map<string, unknown>();
let writing: Promise<void> | null = null;

export function keep(name: string, value: unknown): void {
  latest.set(name, structuredClone(value));
  writing ??= write().finally(() => (writing = null));
}

export async function kept<Kind>(name: string): Promise<Kind | null> {
  if (latest.has(name)) return latest.get(name) as Kind | null;
  return (await vault()).noted<Kind>(name);
}

export function forget(name: string): void {
  keep(name, null);
}

async function write(): Promise<void> {
  while (latest.size) {
    for (const [name, value] of [...latest]) {
      const here = await vault();
      await (value === null ? here.forget(name) : here.note(name, value)).catch(() => undefined);
      if (latest.get(name) === value) latest.delete(name);
    }
  }
}
