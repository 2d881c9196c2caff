// Numbers to places and to words: domains, few ticks, formats.
import { grouped } from "../frame/numbers";
import type { Domain, Panel, Series, Spec, Value } from "./spec";

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const FEW_WEEKS_S = 45 * DAY_S; // months would be too few names
const LONG_BAR_S = 20 * DAY_S; // a bar as long as this has no day
const TIME_STEPS_S = [10, 30, 60, 120, 300, 600, 900, 1800, HOUR_S, 2 * HOUR_S, 6 * HOUR_S, DAY_S];
const THINNED_BY = 3;
const ODD_FRAC = 0.01;
const ROOM_FRAC = 0.5;
const FEWEST_TO_JUDGE = 50;
const MUCH_LESS_FRAC = 0.9;
const BEYOND_FRAC = 0.06;
const FEWEST_TICKS = 3;
const DOT_ROOM_FRAC = 0.02;
export const SHOWS_ALL_TICKS_PX = 160;
const LANGUAGE = `${document.documentElement.lang || "en"}-u-nu-latn`; // with the digits of the server

/** Bars stand side by side by number; lines lie where their x is. */
export function hasBars(spec: Spec): boolean {
  return spec.panels.some((panel) => panel.series.some((series) => series.style === "bars"));
}

function hasDots(spec: Spec): boolean {
  return spec.panels.some((panel) => panel.series.some((series) => series.style === "dots"));
}

export function wholeDomain(spec: Spec): Domain {
  if (hasBars(spec)) return { from: 0, to: Math.max(1, spec.x.length) };
  const from = spec.x[0] ?? 0;
  const to = spec.x[spec.x.length - 1] ?? 1;
  const room = hasDots(spec) ? DOT_ROOM_FRAC * (to - from) : 0; // so that the first and last are whole
  return { from: from - room, to: to > from ? to + room : from + 1 };
}

/** Where a point stands, in the unit of the domain. */
export function placeOf(spec: Spec, index: number): number {
  return hasBars(spec) ? index + 0.5 : (spec.x[index] ?? 0);
}

/** Where a value of x stands, between the points that enclose it. */
export function placeOfX(spec: Spec, x: number): number {
  if (!hasBars(spec)) return x;
  const after = spec.x.findIndex((start) => start > x);
  const index = after === -1 ? spec.x.length - 1 : Math.max(0, after - 1);
  const start = spec.x[index] ?? 0;
  const end = spec.x[index + 1] ?? start + (start - (spec.x[index - 1] ?? start - DAY_S));
  return index + Math.min(1, Math.max(0, (x - start) / (end - start)));
}

export function nearestIndex(spec: Spec, place: number): number {
  if (hasBars(spec)) return Math.min(spec.x.length - 1, Math.max(0, Math.floor(place)));
  let low = 0;
  let high = spec.x.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((spec.x[middle] ?? 0) > place) high = middle;
    else low = middle;
  }
  return place - (spec.x[low] ?? 0) < (spec.x[high] ?? 0) - place ? low : high;
}

export interface Scale {
  domain: Domain;
  ticks: number[];
}

/** What a panel shows from bottom to top, bands included, and its few ticks. */
export function valueDomain(panel: Panel): Scale {
  const parts = panel.series.flatMap((series) =>
    [series.values, series.low ?? [], series.high ?? []].map(isWhole(series) ? ends : ordinary),
  );
  let from = Math.min(...parts.map((part) => part.from));
  let to = Math.max(...parts.map((part) => part.to));
  if (!Number.isFinite(from)) [from, to] = [0, 1];
  to = Math.max(to, panel.most ?? to);
  if (panel.fromZero) from = Math.min(0, from);
  if (to - from < 1e-9) to = from + 1;
  const domain = { from, to };
  return panel.heightPx < SHOWS_ALL_TICKS_PX ? closestTicks(panel, domain) : insideTicks(panel, domain);
}

/** What is drawn to its end, however odd: a bar, its limit, a mark that leads on. */
function isWhole(series: Series): boolean {
  return series.style === "bars" || series.style === "steps" || series.style === "marks";
}

/** A low panel names its two ends only, so they are ticks: of three to five steps those that leave
 *  the least of it empty. */
function closestTicks(panel: Panel, domain: Domain): Scale {
  const choices = [3, 4, 5].map((parts) => ticksAround(domain, stepOf(panel, domain, parts)));
  const span = (ticks: number[]): number => (ticks[ticks.length - 1] ?? 0) - (ticks[0] ?? 0);
  const ticks = choices.reduce((best, next) => (span(next) < MUCH_LESS_FRAC * span(best) ? next : best));
  return { domain: { from: ticks[0] ?? 0, to: ticks[ticks.length - 1] ?? 1 }, ticks };
}

/** A high panel ends a little beyond its figures, and has at least three ticks within. */
function insideTicks(panel: Panel, domain: Domain): Scale {
  const beyond = BEYOND_FRAC * (domain.to - domain.from);
  const from = domain.from === 0 ? 0 : domain.from - beyond;
  const to = domain.to === 0 ? 0 : domain.to + beyond;
  const choices = [3, 4, 5, 6].map((parts) =>
    ticksAround(domain, stepOf(panel, domain, parts)).filter((tick) => tick >= from && tick <= to),
  );
  return { domain: { from, to }, ticks: choices.find((ticks) => ticks.length >= FEWEST_TICKS) ?? choices[3] ?? [] };
}

function stepOf(panel: Panel, { from, to }: Domain, parts: number): number {
  const step = niceStep((to - from) / parts, panel.upsideDown);
  return panel.digits || panel.upsideDown || step >= 10 ? step : wholeStep((to - from) / parts);
}

function ticksAround({ from, to }: Domain, step: number): number[] {
  const first = Math.floor(from / step + 1e-9);
  const last = Math.ceil(to / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

function ends(values: Value[]): Domain {
  let [from, to] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    from = Math.min(from, value);
    to = Math.max(to, value);
  }
  return { from, to };
}

/** The ends, drawn in where a few odd values lie far from nearly all others: a slip of a sensor
 *  would press the line flat. The line leaves the panel there; the cursor still tells the value. */
function ordinary(values: Value[]): Domain {
  const { from, to } = ends(values);
  const sorted = values.filter((value): value is number => value !== null).sort((a, b) => a - b);
  const last = sorted.length - 1;
  const low = sorted[Math.ceil(ODD_FRAC * last)] ?? from;
  const high = sorted[Math.floor((1 - ODD_FRAC) * last)] ?? to;
  if (sorted.length < FEWEST_TO_JUDGE || high <= low) return { from, to };
  const room = (high - low) * ROOM_FRAC;
  return { from: Math.max(from, low - room), to: Math.min(to, high + room) };
}

function niceStep(rough: number, inMinutes: boolean): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  if (inMinutes && rough < 1) return [1 / 12, 1 / 6, 0.25, 0.5, 1].find((step) => step >= rough) ?? 1;
  return ([1, 2, 2.5, 5, 10].find((digit) => digit * power >= rough * 0.999) ?? 10) * power;
}

/** Where figures are whole, so are the ticks. */
function wholeStep(rough: number): number {
  return [1, 2, 5, 10].find((step) => step >= rough * 0.999) ?? 10;
}

export interface Tick {
  place: number;
  text: string;
}

export function xTicks(spec: Spec, shown: Domain, most: number): Tick[] {
  if (spec.axis === "date") return dateTicks(spec, shown, most);
  const span = shown.to - shown.from;
  const step =
    spec.axis === "time"
      ? (TIME_STEPS_S.find((step) => span / step <= most) ?? DAY_S)
      : niceStep(span / most, false);
  const ticks: Tick[] = [];
  for (let x = Math.ceil(shown.from / step) * step; x <= shown.to + 1e-9; x += step) {
    ticks.push({ place: x, text: spec.axis === "time" ? clock(x) : figure(x, step < 1 ? 1 : 0) });
  }
  return ticks;
}

interface Start {
  index: number;
  day: Date;
}

/** Days, months, quarters or years: the finest that can be thinned to few. */
function dateTicks(spec: Spec, shown: Domain, most: number): Tick[] {
  const points = pointsShown(spec, shown);
  const days = startsOf(points, (day) => day.toISOString().slice(0, 10));
  const spanSeconds = (spec.x[points[points.length - 1]?.index ?? 0] ?? 0) - (spec.x[points[0]?.index ?? 0] ?? 0);
  const isLong = spanSeconds > LONG_BAR_S * (points.length - 1);
  if (!isLong && (days.length <= most * THINNED_BY || spanSeconds <= FEW_WEEKS_S)) return thinned(spec, days, most, dateText({ day: "numeric", month: "short" }));
  const months = withoutCutStart(startsOf(points, (day) => day.toISOString().slice(0, 7)));
  if (months.length <= most * 2 * THINNED_BY) return thinned(spec, months, most, monthText);
  const years = withoutCutStart(startsOf(points, (day) => `${day.getUTCFullYear()}`));
  return thinned(spec, years, most, dateText({ year: "numeric" }));
}

/** The points in view: bars by their number, all else by where it lies. */
function pointsShown(spec: Spec, shown: Domain): Start[] {
  const [first, last] = [Math.floor(shown.from), Math.ceil(shown.to)];
  return spec.x
    .map((x, index) => ({ index, day: new Date(x * 1000) }))
    .filter(({ index }) => {
      if (hasBars(spec)) return index >= first && index < last;
      return placeOf(spec, index) >= shown.from && placeOf(spec, index) <= shown.to;
    });
}

/** The first point of each group. */
function startsOf(points: Start[], group: (day: Date) => string): Start[] {
  return points.filter((point, i) => i === 0 || group(point.day) !== group(points[i - 1]?.day ?? point.day));
}

/** The first group is often cut by the edge; its name would crowd the next one's. */
function withoutCutStart(starts: Start[]): Start[] {
  const [first, second] = starts;
  const third = starts[2];
  if (!first || !second || !third) return starts;
  return second.index - first.index < 0.6 * (third.index - second.index) ? starts.slice(1) : starts;
}

function thinned(spec: Spec, starts: Start[], most: number, name: (day: Date, isFirst: boolean) => string): Tick[] {
  const every = Math.max(1, Math.ceil(starts.length / most));
  return starts
    .filter((_, i) => i % every === 0)
    .map((start, i) => ({ place: hasBars(spec) ? start.index : (spec.x[start.index] ?? 0), text: name(start.day, i === 0) }));
}

function dateText(parts: Intl.DateTimeFormatOptions): (day: Date) => string {
  const format = new Intl.DateTimeFormat(LANGUAGE, { ...parts, timeZone: "UTC" });
  return (day) => format.format(day);
}

/** The first month and January carry their year. */
function monthText(day: Date, isFirst: boolean): string {
  const parts: Intl.DateTimeFormatOptions = { month: "short" };
  if (isFirst || day.getUTCMonth() === 0) parts.year = "numeric";
  return dateText(parts)(day);
}

export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (n: number): string => String(n).padStart(2, "0");
  const hours = Math.floor(whole / HOUR_S);
  const minutes = Math.floor((whole % HOUR_S) / 60);
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

export function figure(value: number, digits: number): string {
  return grouped(value, digits);
}

/** A value of a panel in words; pace is minutes and reads 5:30. */
export function valueText(panel: Panel, value: number, digits = panel.digits): string {
  return panel.upsideDown ? clock(value * 60) : figure(value, digits);
}

/** As many decimals as tell the ticks apart. */
export function tickDigits(ticks: number[]): number {
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  return step >= 1 || step <= 0 ? (Number.isInteger(step) || step <= 0 ? 0 : 1) : Math.min(3, Math.ceil(-Math.log10(step) + 0.3));
}
