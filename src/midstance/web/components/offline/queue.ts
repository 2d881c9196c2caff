// What was told on this device, until it is certain that Midstance has it. No browser here: where it
// lies (Shelf) and how it is sent (Line) come from outside, so that the tests run this very file.

export interface Meaning {
  light: string;
  light_words: string;
  sentence: string;
  rescreen: boolean;
}

/** A document as `PainTold` or `SessionTold` reads it; the key was made here. */
export interface Told {
  key: string;
  day: string;
  [name: string]: unknown;
}

/**
 * One answer. `order` is new whenever it is told anew. `keptIn` is the epoch in which Midstance
 * acknowledged it, "" before; in any other epoch it is told again. `tick` counts acknowledgements.
 */
export interface Entry {
  key: string;
  owner: string;
  order: number;
  kind: string;
  document: Told;
  keptIn: string;
  tick: number;
  refused: string;
}

export type Change = Partial<Pick<Entry, "keptIn" | "tick" | "refused">>;

/** Keeps entries; each call is whole or nothing, also when the page dies in it. */
export interface Shelf {
  all(): Promise<Entry[]>;
  put(entry: Entry): Promise<void>;
  /** Changes an entry where it is still the same that was sent. */
  mark(key: string, order: number, change: Change): Promise<void>;
  remove(key: string): Promise<void>;
}

export interface State {
  owner: string;
  epoch: string;
  shell: string;
  key: string;
  today: string;
  token: string;
}

export interface Taken {
  key: string;
  outcome: "kept" | "again" | "refused";
  reason: string;
  meaning: Meaning | null;
}

/** Throws `Unreachable` where nobody answers, and `Broken` where the answer is none. */
export interface Line {
  state(): Promise<State>;
  deliver(state: State, entries: Entry[]): Promise<{ epoch: string; answers: Taken[] }>;
}

export class Unreachable extends Error {}
export class Broken extends Error {}

export interface Synced {
  state: State;
  taken: Map<string, Taken>;
  tick: number;
}

export const KEPT_DAYS = 60;
const BATCH = 20;
const DAY_MS = 86_400_000;

export class Queue {
  readonly #shelf: Shelf;
  readonly #line: Line;

  constructor(shelf: Shelf, line: Line) {
    this.#shelf = shelf;
    this.#line = line;
  }

  /** Keeps an answer before anybody hears of it; the same key takes the place of what was told before. */
  async tell(owner: string, kind: string, document: Told): Promise<Entry> {
    const order = 1 + (await this.#last(({ order }) => order));
    const entry = { key: document.key, owner, order, kind, document, keptIn: "", tick: 0, refused: "" };
    await this.#shelf.put(entry);
    return entry;
  }

  async of(owner: string): Promise<Entry[]> {
    const entries = await this.#shelf.all();
    return entries.filter((entry) => entry.owner === owner).sort((a, b) => a.order - b.order);
  }

  /** Tells all that this epoch has not acknowledged, in the order in which it came. */
  async sync(): Promise<Synced> {
    const state = await this.#line.state();
    const taken = new Map<string, Taken>();
    const tried = new Set<string>();
    for (;;) {
      const waiting = await this.#pending(state.owner, state.epoch);
      const batch = waiting.filter(({ key }) => !tried.has(key)).slice(0, BATCH);
      if (!batch.length) break;
      for (const { key } of batch) tried.add(key);
      await this.#deliver(state, batch, taken);
    }
    await this.#prune(state);
    return { state, taken, tick: await this.#last(({ tick }) => tick) };
  }

  /** Sends what was refused once more, as when the clock of the device was wrong. */
  async retry(key: string): Promise<void> {
    for (const entry of await this.#shelf.all()) {
      if (entry.key === key) await this.#shelf.mark(key, entry.order, { refused: "" });
    }
  }

  async remove(key: string): Promise<void> {
    await this.#shelf.remove(key);
  }

  async #pending(owner: string, epoch: string): Promise<Entry[]> {
    return (await this.of(owner)).filter(({ keptIn, refused }) => !refused && keptIn !== epoch);
  }

  /** One by one where a batch as a whole breaks, so that no piece holds back the others. */
  async #deliver(state: State, batch: Entry[], taken: Map<string, Taken>): Promise<void> {
    try {
      const { epoch, answers } = await this.#line.deliver(state, batch);
      await this.#note(batch, epoch, answers, taken);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      if (batch.length > 1) for (const entry of batch) await this.#deliver(state, [entry], taken);
    }
  }

  async #note(batch: Entry[], epoch: string, answers: Taken[], taken: Map<string, Taken>): Promise<void> {
    const sent = new Map(batch.map((entry) => [entry.key, entry]));
    for (const answer of answers) {
      const entry = sent.get(answer.key);
      if (!entry) continue;
      taken.set(entry.key, answer);
      const tick = 1 + (await this.#last((each) => each.tick));
      const kept = { keptIn: epoch, tick, refused: "" };
      const change = answer.outcome === "refused" ? { refused: answer.reason || "?" } : kept;
      await this.#shelf.mark(entry.key, entry.order, change);
    }
  }

  /** What was acknowledged goes once no day of it can be told any more. */
  async #prune(state: State): Promise<void> {
    const oldest = Date.parse(state.today) - KEPT_DAYS * DAY_MS;
    for (const entry of await this.of(state.owner)) {
      const isOld = Date.parse(entry.document.day) < oldest;
      if (entry.keptIn === state.epoch && isOld) await this.#shelf.remove(entry.key);
    }
  }

  async #last(of: (entry: Entry) => number): Promise<number> {
    return (await this.#shelf.all()).reduce((most, entry) => Math.max(most, of(entry)), 0);
  }
}
