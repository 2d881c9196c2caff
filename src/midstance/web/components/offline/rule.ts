// The traffic light of `core/plan/pain_rules.py`, by the numbers that come with the days. A test holds
// the two against each other.
import type { Entry } from "./queue";

export const [GREEN, UNKNOWN, AMBER, RED] = [0, 1, 2, 3] as const;
const DAY_MS = 86_400_000;
const EPOCH_ORDINAL = 719_163; // the number of 1970-01-01, as Python counts days
const WITHOUT_LOAD = new Set(["reset", "mobility", "warm_up"]);
const AFTER_A_RUN = "reset";

export interface LightRule {
  ceiling: number;
  well_pain: number;
  amber_over: number;
  red_above: number;
  red_morning_rise: number;
  rescreen_pain: number;
  slip_s: number;
}

export interface DayLog {
  day: number;
  had_load: boolean;
  before: number | null;
  during: number | null;
  after_60_min: number | null;
  next_morning: number | null;
  limp: boolean;
  swelling: boolean;
}

interface Pain {
  day: number;
  moment: string;
  pain: number;
  of: string;
  at: number;
  limp: boolean;
  swelling: boolean;
}

export function lightOf(log: DayLog, rule: LightRule): number {
  if (isRedByItself(log, rule)) return RED;
  const told = excesses(log, rule);
  const failing = told.filter((value) => value !== null && value > 0) as number[];
  const margin = rule.ceiling > 0 ? rule.amber_over : 0;
  const overCeiling = log.during !== null && log.during > rule.ceiling;
  if (failing.some((value) => value > margin) || (failing.length > 1 && overCeiling)) return RED;
  if (failing.length) return AMBER;
  return told.includes(null) ? UNKNOWN : GREEN;
}

function isRedByItself(log: DayLog, rule: LightRule): boolean {
  const rise = (log.next_morning ?? 0) - (log.before ?? 0);
  return log.limp || log.swelling || worstOf(log) > rule.red_above || rise >= rule.red_morning_rise;
}

function worstOf(log: DayLog): number {
  return Math.max(log.before ?? 0, log.during ?? 0, log.after_60_min ?? 0, log.next_morning ?? 0);
}

function excesses(log: DayLog, { ceiling, well_pain }: LightRule): (number | null)[] {
  const calm = Math.min(well_pain, ceiling);
  const usual = worstOf(log) <= calm ? Math.max(log.before ?? 0, calm) : (log.before ?? 0);
  const morning = log.next_morning === null ? null : log.next_morning - usual;
  if (!log.had_load) return [morning];
  const during = log.during === null ? null : log.during - ceiling;
  const hour = log.after_60_min === null ? null : log.after_60_min - usual;
  return [during, hour, morning];
}

/** Whether an answer by itself asks for the warning signs. */
export function isAlarming({ kind, document }: Entry, rule: LightRule): boolean {
  if (document["limp"] === true || document["swelling"] === true) return true;
  const pain = kind === "session" ? worstIn(document) : numberOr(document["pain"]);
  return pain !== null && pain >= rule.rescreen_pain;
}

/** The days with what was told on the device laid over them; never milder than the server will be. */
export function overlay(logs: DayLog[], entries: Entry[], rule: LightRule): DayLog[] {
  const pains = withoutSlips(entries.flatMap(painsOf), rule);
  const loaded = new Set(entries.filter(isLoad).map(({ document }) => ordinalOf(document.day)));
  const known = new Map(logs.map((log) => [log.day, log]));
  const mornings = pains.filter(({ moment }) => moment === "morning").map(({ day }) => day - 1);
  const there = new Set([...known.keys(), ...loaded]);
  const days = new Set([...there, ...pains.map(({ day }) => day), ...mornings.filter((day) => there.has(day))]);
  return [...days].sort((a, b) => a - b).map((day) => merge(day, known.get(day), pains, loaded.has(day)));
}

function merge(day: number, log: DayLog | undefined, pains: Pain[], hasLoad: boolean): DayLog {
  const worst = (on: number, moment: string): number | null =>
    most(pains.filter((each) => each.day === on && each.moment === moment).map(({ pain }) => pain));
  const there = pains.filter((each) => each.day === day);
  const during = higher(log?.during ?? null, worst(day, "during"));
  return {
    day,
    had_load: hasLoad || (log?.had_load ?? false) || during !== null,
    before: lower(log?.before ?? null, worst(day, "before") ?? worst(day, "morning")),
    during,
    after_60_min: higher(log?.after_60_min ?? null, worst(day, "after")),
    next_morning: higher(log?.next_morning ?? null, worst(day + 1, "morning")),
    limp: (log?.limp ?? false) || there.some(({ limp }) => limp),
    swelling: (log?.swelling ?? false) || there.some(({ swelling }) => swelling),
  };
}

/** Within a few minutes a second answer about the same moment mends the first; later both count. */
function withoutSlips(pains: Pain[], { slip_s }: LightRule): Pain[] {
  const isAlike = (one: Pain, other: Pain): boolean =>
    one.day === other.day && one.moment === other.moment && one.of === other.of;
  const isSlip = (pain: Pain): boolean =>
    pains.some((other) => isAlike(pain, other) && other.at > pain.at && other.at - pain.at <= 1000 * slip_s);
  return pains.filter((pain) => !isSlip(pain));
}

function painsOf({ kind, document }: Entry): Pain[] {
  const day = ordinalOf(document.day);
  if (kind === "session") {
    const pain = worstIn(document);
    const moment = document["kind"] === AFTER_A_RUN ? "after" : "during";
    const at = momentOf(document["started_at"]);
    return pain === null ? [] : [{ day, moment, pain, of: `/${document.key}`, at, limp: false, swelling: false }];
  }
  const pain = numberOr(document["pain"]);
  if (pain === null) return [];
  const [limp, swelling] = [document["limp"] === true, document["swelling"] === true];
  return [{ day, moment: String(document["moment"]), pain, of: String(document["run"] ?? ""), at: momentOf(document["told_at"]), limp, swelling }];
}

function isLoad({ kind, document }: Entry): boolean {
  return kind === "session" && !WITHOUT_LOAD.has(String(document["kind"]));
}

function worstIn(document: Entry["document"]): number | null {
  const items = (document["items"] ?? []) as { pain?: number | null }[];
  const told = [document["pain_during"], ...items.map(({ pain }) => pain)].map(numberOr);
  return most(told.filter((pain) => pain !== null));
}

export function ordinalOf(day: string): number {
  return Math.round(Date.parse(day) / DAY_MS) + EPOCH_ORDINAL;
}

function momentOf(value: unknown): number {
  return typeof value === "string" ? Date.parse(value) : 0;
}

function numberOr(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

function most(values: number[]): number | null {
  return values.length ? Math.max(...values) : null;
}

function higher(one: number | null, other: number | null): number | null {
  return one === null ? other : other === null ? one : Math.max(one, other);
}

/** A lower pain before leaves less room after, so the lower one counts. */
function lower(one: number | null, other: number | null): number | null {
  return one === null ? other : other === null ? one : Math.min(one, other);
}
