// The seven days as the server writes them, and what may still be done of them on this device.
import { AMBER, isAlarming, lightOf, ordinalOf, overlay, RED, type DayLog, type LightRule } from "./rule";
import type { Entry } from "./queue";
import type { Sheet } from "../player/sheet";

export const VERSION = 1;
export const DAYS = 7;
const DAY_MS = 86_400_000;

export interface Line {
  key: string;
  kind: string;
  title: string;
  summary: string;
  seconds: number;
  time_words: string;
  items: { name: string; dose: string }[];
  outing: { most: string; edits: string[] } | null;
  is_done: boolean;
}

export interface OneDay {
  day: string;
  sentence: string;
  sessions: Line[];
}

/** A sheet whose figures lie beside it, each once. */
export type PackedSheet = Omit<Sheet, "figures"> & { title: string; seconds: number; figures: string[] };

export interface DaysDocument {
  version: number;
  key: string;
  day: string;
  made_at: string;
  plan_key: string;
  light: string;
  light_words: string;
  sentence: string;
  opens_on: string | null;
  days: OneDay[];
  sheets: PackedSheet[];
  figures: Sheet["figures"];
  rule: LightRule;
  logs: DayLog[];
}

/** As it lies on the device: with the last acknowledgement that the server had given before. */
export interface KeptDays {
  tick: number;
  epoch: string;
  document: DaysDocument;
}

/** What may be done: all that stands there, only look, or nothing, each with its reason. */
export type Standing = "open" | "rests" | "locked" | "told_red" | "too_old" | "clock" | "unreadable";

/** The local day, as the device's calendar has it. */
export function dayOf(moment: number): string {
  const date = new Date(moment);
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** What was told here since the days were made, so that they do not know of it. */
export function unheard(kept: KeptDays, entries: Entry[]): Entry[] {
  return entries.filter(({ keptIn, tick }) => keptIn !== kept.epoch || tick > kept.tick);
}

/** A stop comes before all else, and nothing told on the device makes it milder. */
export function standingOf(kept: KeptDays, entries: Entry[], today: string): Standing {
  const { document } = kept;
  if (document.version !== VERSION) return "unreadable";
  if (document.opens_on === null) return "locked";
  if (isRed(kept, entries)) return "told_red";
  const age = daysBetween(document.day, today);
  if (age < 0) return "clock";
  if (age >= DAYS) return "too_old";
  return today < document.opens_on ? "rests" : "open";
}

/** Whether an answer of this device makes a day red, by the rule that came with the days. */
export function isRed({ document, ...kept }: KeptDays, entries: Entry[]): boolean {
  const told = unheard({ document, ...kept }, entries);
  if (told.some((entry) => isAlarming(entry, document.rule))) return true;
  const logs = overlay(document.logs, told, document.rule);
  const touched = new Set(overlay([], told, document.rule).map(({ day }) => day));
  return logs.some((log) => touched.has(log.day) && lightOf(log, document.rule) === RED);
}

/** The light of the day now: that of the server, or a worse one by what was told since. */
export function lightNow(kept: KeptDays, entries: Entry[], today: string): "carry_on" | "adjust" | "stop" {
  if (standingOf(kept, entries, today) !== "open") return "stop";
  const logs = overlay(kept.document.logs, unheard(kept, entries), kept.document.rule);
  const late = logs.filter(({ day }) => day >= ordinalOf(today) - 1);
  const isAmber = late.some((log) => lightOf(log, kept.document.rule) === AMBER);
  return isAmber || kept.document.light === "adjust" ? "adjust" : "carry_on";
}

export function unpack(document: DaysDocument, packed: PackedSheet): Sheet {
  const figures = Object.fromEntries(
    packed.figures.flatMap((name) => {
      const figure = document.figures[name];
      return figure ? [[name, figure]] : [];
    }),
  );
  return { ...packed, figures };
}
