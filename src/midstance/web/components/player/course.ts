// Where a session stands: worked out from the clock alone, so that a hidden tab, a locked phone or a
// page that was closed changes nothing. No drawing, no sound.
import type { Item, Level, Sheet, Step, StepKind, Way } from "./sheet";

export const COUNT_IN_MS = 3000;
export const MORE_REST_S = 15;
const RESTART_MS = 3000; // "back" within these goes to the step before
const LADDER: Level[] = ["easier", "planned", "harder"];

/** One stretch; a rest that she asked for has its own length and no place among the steps. */
export interface Spot {
  item: number;
  place: number;
  level: Level;
  moreS: number;
}

export interface Pain {
  item: number;
  level: Level;
  pain: number;
}

/** All that is kept of a session; times are ms of the day's clock. */
export interface Kept {
  sheet: string;
  version: string;
  key: string;
  startedAt: number;
  spots: Spot[];
  index: number;
  intoMs: number;
  at: number;
  running: boolean;
  over: boolean;
  spentMs: number;
  done: string[];
  pains: Pain[];
  capped: boolean;
  stopped: string;
  items: DoneItem[];
}

export type Verdict = "go_on" | "ease" | "stop";

export interface Moment {
  step: Step;
  way: Way;
  level: Level;
  intoMs: number;
  leftMs: number;
}

export interface DoneItem {
  exercise: string;
  form: string;
  sets: number;
  reps: number;
  hold_s: number | null;
  sets_done: number;
  pain: number | null;
  instead_of: string;
}

const AT_REST: StepKind[] = ["ready", "side", "rest"];

export function versionOf(sheet: Sheet): string {
  return [sheet.form, sheet.book_version, sheet.week_key].join("|");
}

export function begin(sheet: Sheet, key: string, now: number): Kept {
  return {
    sheet: sheet.key,
    version: versionOf(sheet),
    key,
    startedAt: now,
    spots: sheet.order.map(([item, place]) => ({ item, place, level: "planned", moreS: 0 })),
    index: 0,
    intoMs: -COUNT_IN_MS,
    at: now,
    running: true,
    over: false,
    spentMs: -COUNT_IN_MS,
    done: [],
    pains: [],
    capped: false,
    stopped: "",
    items: [],
  };
}

export class Course {
  readonly sheet: Sheet;
  readonly state: Kept;
  readonly #restWords: string;

  constructor(sheet: Sheet, state: Kept, restWords: string) {
    this.sheet = sheet;
    this.state = state;
    this.#restWords = restWords;
  }

  get over(): boolean {
    return this.state.over;
  }

  get running(): boolean {
    return this.state.running && !this.state.over;
  }

  get count(): number {
    return this.state.spots.length;
  }

  get index(): number {
    return this.state.index;
  }

  /** Counts in from this moment on. */
  beginAt(now: number): void {
    Object.assign(this.state, { startedAt: now, at: now, intoMs: -COUNT_IN_MS, spentMs: -COUNT_IN_MS });
  }

  /** Brings the state up to a moment: what ran out is done, what is now begins. */
  reach(now: number): void {
    const { state } = this;
    if (!this.running) return;
    state.spentMs += Math.max(0, now - state.at);
    state.intoMs += now - state.at;
    state.at = now;
    while (!state.over && state.intoMs >= this.lengthMs(state.index)) {
      state.intoMs -= this.lengthMs(state.index);
      this.#finish(state.index);
      this.#enter(state.index + 1);
    }
  }

  moment(): Moment {
    const { index, intoMs } = this.state;
    const spot = this.#spot(index);
    const left = this.lengthMs(index) - Math.max(0, intoMs);
    return { step: this.stepAt(index), way: this.#way(spot), level: spot.level, intoMs, leftMs: left };
  }

  stepAt(index: number): Step {
    const spot = this.#spot(index);
    const step = this.#way(spot).steps[Math.max(0, spot.place)] as Step;
    if (spot.place >= 0) return step;
    return { ...step, kind: "rest", seconds: 0, reps: 0, beats: [], told: "", spoken: this.#restWords };
  }

  wayAt(index: number): Way {
    return this.#way(this.#spot(index));
  }

  lengthMs(index: number): number {
    return 1000 * (this.stepAt(index).seconds + this.#spot(index).moreS);
  }

  /** What is left of the whole session [ms]. */
  leftMs(): number {
    const { index, intoMs } = this.state;
    const rest = this.state.spots.slice(index).reduce((sum, _, i) => sum + this.lengthMs(index + i), 0);
    return rest - intoMs;
  }

  pause(now: number): void {
    this.reach(now);
    this.state.running = false;
  }

  goOn(now: number): void {
    if (this.state.running) return;
    this.state.running = true;
    this.state.at = now;
  }

  skip(now: number): void {
    this.reach(now);
    if (this.state.over) return;
    if (this.state.intoMs < 0) this.state.intoMs = 0;
    else this.#move(this.state.index + 1);
  }

  back(now: number): void {
    this.reach(now);
    if (this.state.over) return;
    const again = this.state.intoMs > RESTART_MS || this.state.index === 0;
    this.#move(again ? this.state.index : this.state.index - 1);
  }

  /** Makes this rest longer, or the next one; where none comes, puts one in. */
  rest(now: number): void {
    this.reach(now);
    const { state } = this;
    if (state.over) return;
    const next = AT_REST.includes(this.stepAt(state.index).kind) ? state.index : state.index + 1;
    const spot = state.spots[next];
    if (!spot) return;
    if (AT_REST.includes(this.stepAt(next).kind)) spot.moreS += MORE_REST_S;
    else state.spots.splice(next, 0, { ...spot, place: -1, moreS: MORE_REST_S });
  }

  /** The next easier or harder level that there is and that pain did not close; null for none. */
  levelBeside(by: -1 | 1): Level | null {
    if (this.state.over || (by > 0 && this.state.capped)) return null;
    const spot = this.#spot(this.state.index);
    const level = LADDER[LADDER.indexOf(spot.level) + by];
    return level && this.#item(spot)[level] ? level : null;
  }

  /** Goes on in another way: a routine keeps its seconds, a planned set begins anew. */
  swap(now: number, by: -1 | 1): Level | null {
    this.reach(now);
    const level = this.levelBeside(by);
    if (!level) return null;
    if (this.sheet.keeps_time) this.#relabel(level);
    else this.#replan(level);
    return level;
  }

  /** What a pain means by the rule of the sheet; it is kept with the exercise that was worked last. */
  hurts(pain: number): Verdict {
    const { ceiling, stop_above } = this.sheet.pain;
    const worked = this.#lastWorked();
    this.state.pains.push({ item: worked.item, level: worked.level, pain });
    if (pain <= ceiling) return "go_on";
    const easier = this.levelBeside(-1) !== null;
    this.state.capped = true;
    return pain <= stop_above && easier ? "ease" : "stop";
  }

  end(now: number, why: string): void {
    this.reach(now);
    if (this.state.over) return;
    this.state.over = true;
    this.state.running = false;
    this.state.stopped = why;
  }

  /** Takes back an end that came too early. */
  reopen(now: number): void {
    this.state.over = false;
    this.state.stopped = "";
    this.goOn(now);
  }

  /** Notes what was done of each exercise in each way, as a log holds it. */
  note(): void {
    this.state.items = this.sheet.items.flatMap((item, number) => this.#doneOf(item, number));
  }

  #doneOf(item: Item, number: number): DoneItem[] {
    const used = LADDER.filter((level) => item[level] && this.#isUsed(number, level));
    return (used.length ? used : (["planned"] as Level[])).flatMap((level) => {
      const way = item[level] as Way;
      if (!way.exercise) return [];
      const other = way.exercise !== item.planned.exercise;
      return [
        {
          exercise: way.exercise,
          form: way.form,
          sets: way.sets,
          reps: way.reps,
          hold_s: way.hold_s,
          sets_done: this.#setsDone(way, number, level),
          pain: this.#painIn(number, level),
          instead_of: other ? item.planned.exercise : "",
        },
      ];
    });
  }

  #isUsed(item: number, level: Level): boolean {
    const began = `${item}/${level}/`;
    return this.state.done.some((each) => each.startsWith(began)) || this.#painIn(item, level) !== null;
  }

  /** A set counts once each of its sides is done. */
  #setsDone(way: Way, item: number, level: Level): number {
    const work = way.steps.filter(({ kind }) => kind === "work");
    const missing = work.filter(({ set, side }) => !this.state.done.includes(mark(item, level, set, side)));
    const sets = new Set(work.map(({ set }) => set));
    for (const { set } of missing) sets.delete(set);
    return sets.size;
  }

  #painIn(item: number, level: Level): number | null {
    const told = this.state.pains.filter((each) => each.item === item && each.level === level);
    return told.length ? Math.max(...told.map(({ pain }) => pain)) : null;
  }

  #lastWorked(): Spot {
    const { spots, index } = this.state;
    const before = spots.slice(0, index + 1);
    return before.findLast((_, i) => this.stepAt(i).kind === "work") ?? this.#spot(index);
  }

  #finish(index: number): void {
    const spot = this.#spot(index);
    const { kind, set, side } = this.stepAt(index);
    const done = mark(spot.item, spot.level, set, side);
    if (kind === "work" && !this.state.done.includes(done)) this.state.done.push(done);
  }

  #move(index: number): void {
    this.state.intoMs = 0;
    this.#enter(index);
  }

  #enter(index: number): void {
    if (index < this.count) {
      this.state.index = index;
      return;
    }
    this.state.over = true;
    this.state.running = false;
  }

  #relabel(level: Level): void {
    const { spots, index } = this.state;
    const { item } = this.#spot(index);
    for (const spot of spots.slice(index)) if (spot.item === item) spot.level = level;
  }

  #replan(level: Level): void {
    const { spots, index } = this.state;
    const { item } = this.#spot(index);
    const { set, side } = this.stepAt(index);
    const { steps } = this.#item(this.#spot(index))[level] as Way;
    const after = spots.findIndex((spot, i) => i > index && spot.item !== item);
    const from = entryOf(steps, set, side);
    const fresh = steps
      .map((_, place): Spot => ({ item, place, level, moreS: 0 }))
      .filter(({ place }) => place >= from || (place === 0 && steps[0]?.kind === "ready"));
    spots.splice(index, (after < 0 ? spots.length : after) - index, ...fresh);
    this.#move(index);
  }

  #spot(index: number): Spot {
    return this.state.spots[index] as Spot;
  }

  #item({ item }: Spot): Item {
    return this.sheet.items[item] as Item;
  }

  #way(spot: Spot): Way {
    return this.#item(spot)[spot.level] ?? this.#item(spot).planned;
  }
}

export function worstPain({ pains }: Kept): number | null {
  return pains.length ? Math.max(...pains.map(({ pain }) => pain)) : null;
}

function mark(item: number, level: Level, set: number, side: string): string {
  return `${item}/${level}/${set}/${side}`;
}

/** Where work goes on in other steps: the same set and side, else that set, else the last one. */
function entryOf(steps: Step[], set: number, side: string): number {
  const works = steps.flatMap((step, place) => (step.kind === "work" ? [{ step, place }] : []));
  const same = works.find(({ step }) => step.set === set && step.side === side);
  const near = same ?? works.find(({ step }) => step.set >= set) ?? works.at(-1);
  return near?.place ?? 0;
}
