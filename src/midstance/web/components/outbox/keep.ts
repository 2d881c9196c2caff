// What a page keeps on the device between two visits. Logging out clears it (Clear-Site-Data).
const PREFIX = "midstance.";

export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // a full or forbidden store: the page goes on with what it holds itself
  }
}

export async function kept<Kind>(name: string): Promise<Kind | null> {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? null : (JSON.parse(text) as Kind);
  } catch {
    return null;
  }
}

export function forget(name: string): void {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // nothing was kept there
  }
}
