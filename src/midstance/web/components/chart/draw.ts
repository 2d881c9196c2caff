// One panel as SVG. Colours come from the style sheet, so light and dark need no new drawing.
import { SHOWS_ALL_TICKS_PX, hasBars, placeOf, placeOfX, tickDigits, valueDomain, valueText, xTicks } from "./scale";
import { levelsOf, NOTE_PX, placeNotes, type Note } from "./notes";
import type { Domain, Panel, Series, Spec, Value } from "./spec";
import { drawStrip, namesPx } from "./strip";

export const AXIS_PX = 32;
const TOP_PX = 8;
const BOTTOM_PX = 6;
const MARK_PX = 22;
export const LETTER_PX = 7.5;
const GAP_FRAC = 0.22;
const DOT_PX = 3.5;
const RING_PX = 3.25;
const STEP_NAME_PX = 16;
const LABEL_PX = 90;
const SVG = "http://www.w3.org/2000/svg";

export interface Frame {
  width: number;
  left: number;
  right: number;
}

export interface Drawn {
  svg: SVGSVGElement;
  domain: Domain;
  xAt: (place: number) => number;
  yAt: (value: number) => number;
}

export function element(name: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text) made.textContent = text;
  return made;
}

/** The series that have a name; one without is a band that the summary speaks of. */
export function told(panel: Panel): Series[] {
  return panel.series.filter((series) => series.label);
}

/** Whether names stand at the ends of lines: bars and marks are named by the panel and its key. */
function namesLines(panel: Panel): boolean {
  if (panel.rows) return false;
  return told(panel).filter((series) => ["line", "area", "dots"].includes(series.style)).length > 1;
}

/** Room for the widest tick or row on the left and for the names of lines on the right. */
export function frameOf(spec: Spec, width: number): Frame {
  const ticks = spec.panels.filter((panel) => !panel.rows).flatMap((panel) => {
    const { ticks } = valueDomain(panel);
    return ticks.map((tick) => valueText(panel, tick, tickDigits(ticks)).length);
  });
  const left = Math.max(12 + 8.5 * Math.max(2, ...ticks), ...spec.panels.map(namesPx));
  return { width, left, right: spec.panels.some(namesLines) ? LABEL_PX : 8 };
}

export function drawPanel(spec: Spec, panel: Panel, shown: Domain, frame: Frame, isFirst: boolean): Drawn {
  const { domain, ticks } = valueDomain(panel);
  const height = panel.heightPx;
  const xAt = (place: number): number =>
    frame.left + ((place - shown.from) / (shown.to - shown.from)) * (frame.width - frame.left - frame.right);
  const notes = placeNotes(spec, shown, frame, xAt);
  const levels = isFirst ? Math.max(levelsOf(notes), spec.spans.length ? 1 : 0) : 0;
  const name = panel.series.some((series) => series.style === "steps") ? STEP_NAME_PX : 0;
  const inner = { from: height - BOTTOM_PX, to: TOP_PX + name + levels * NOTE_PX };
  const yAt = (value: number): number => {
    const share = (value - domain.from) / (domain.to - domain.from);
    return inner.from + (panel.upsideDown ? 1 - share : share) * (inner.to - inner.from);
  };
  const svg = canvas(frame.width, height);
  const clip = clipTo(svg, frame, height);
  const body = element("g", { "clip-path": `url(#${clip})` });
  drawSpans(body, spec, xAt, height);
  if (panel.rows) {
    drawStrip(svg, body, spec, panel, frame, xAt);
  } else {
    drawGrid(svg, panel, ticks, frame, yAt);
    for (const series of panel.series) drawSeries(body, spec, series, shown, xAt, yAt, domain, frame);
  }
  svg.append(body);
  if (isFirst) drawSpanMarks(svg, spec, frame, xAt);
  if (namesLines(panel)) drawNames(svg, spec, panel, frame, yAt, shown);
  for (const series of told(panel)) if (series.style === "steps") nameSteps(svg, series, xAt, yAt);
  drawNotes(svg, notes, height, isFirst);
  return { svg, domain, xAt, yAt };
}

function canvas(width: number, height: number): SVGSVGElement {
  return element("svg", {
    class: "chart-svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    "aria-hidden": "true",
    focusable: "false",
  }) as SVGSVGElement;
}

let clips = 0;

function clipTo(svg: SVGSVGElement, frame: Frame, height: number): string {
  clips += 1;
  const id = `chart-clip-${clips}`;
  const path = element("clipPath", { id });
  const width = Math.max(0, frame.width - frame.left - frame.right);
  path.append(element("rect", { x: frame.left, y: 0, width, height }));
  svg.append(path);
  return id;
}

function drawGrid(
  svg: SVGElement,
  panel: Panel,
  ticks: number[],
  frame: Frame,
  yAt: (value: number) => number,
): void {
  const few = panel.heightPx < SHOWS_ALL_TICKS_PX ? ticks.filter((_, i) => i === 0 || i === ticks.length - 1) : ticks;
  const digits = tickDigits(ticks);
  for (const tick of few) {
    const y = Math.round(yAt(tick)) + 0.5;
    const kind = tick === 0 && panel.fromZero ? "chart-base" : "chart-grid";
    svg.append(level(kind, y, frame));
    const at = { class: "chart-text", x: frame.left - 8, y: y + 4, "text-anchor": "end" };
    svg.append(element("text", at, valueText(panel, tick, digits)));
  }
  const crosses = (ticks[0] ?? 0) < 0 && (ticks[ticks.length - 1] ?? 0) > 0;
  if (crosses) svg.append(level("chart-base", Math.round(yAt(0)) + 0.5, frame));
}

function level(kind: string, y: number, frame: Frame): SVGElement {
  return element("line", { class: kind, x1: frame.left, x2: frame.width - frame.right, y1: y, y2: y });
}

function spanEnds(span: Spec["spans"][number], spec: Spec, xAt: (place: number) => number): [number, number] {
  const from = xAt(placeOfX(spec, span.start));
  return [from, Math.max(from + 2, xAt(placeOfX(spec, span.end)))];
}

function drawSpans(body: SVGElement, spec: Spec, xAt: (place: number) => number, height: number): void {
  for (const span of spec.spans) {
    const [from, to] = spanEnds(span, spec, xAt);
    body.append(element("rect", { class: "chart-span", x: from, y: 0, width: to - from, height }));
  }
}

/** The short word of each stretch, above the lines, moved to the right where two would meet. */
function drawSpanMarks(svg: SVGElement, spec: Spec, frame: Frame, xAt: (place: number) => number): void {
  const marks = spec.spans.map((span) => {
    const [from, to] = spanEnds(span, spec, xAt);
    return { text: span.text, x: (from + to) / 2 };
  });
  const shown = marks.filter(({ x }) => x >= frame.left && x <= frame.width - frame.right).sort((a, b) => a.x - b.x);
  let taken = -Infinity;
  for (const mark of shown) {
    const x = Math.max(mark.x, taken + MARK_PX);
    taken = x;
    svg.append(element("circle", { class: "chart-span-mark", cx: x, cy: 11, r: MARK_PX / 2 - 1 }));
    svg.append(element("text", { class: "chart-span-text", x, y: 16, "text-anchor": "middle" }, mark.text));
  }
}

function drawSeries(
  body: SVGElement,
  spec: Spec,
  series: Series,
  shown: Domain,
  xAt: (place: number) => number,
  yAt: (value: number) => number,
  domain: Domain,
  frame: Frame,
): void {
  if (series.style === "bars") {
    drawBars(body, series, xAt, yAt, Math.max(0, domain.from));
    return;
  }
  if (series.style === "steps") {
    drawSteps(body, series, xAt, yAt);
    return;
  }
  if (series.style === "marks") {
    drawMarks(body, spec, series, xAt, yAt);
    return;
  }
  const points = visible(spec, shown, frame);
  if (series.low && series.high) {
    body.append(element("path", { class: `chart-band chart-${series.color}`, d: bandPath(spec, points, series.low, series.high, xAt, yAt) }));
  }
  if (series.style === "area") {
    const floor = series.values.map((value) => (value === null ? null : domain.from));
    body.append(element("path", { class: `chart-band chart-${series.color}`, d: bandPath(spec, points, floor, series.values, xAt, yAt) }));
  }
  body.append(element("path", { class: `chart-line chart-${series.color}`, d: linePath(spec, points, series.values, xAt, yAt) }));
  if (series.style === "dots") drawDots(body, spec, series, points, xAt, yAt);
}

function drawDots(
  body: SVGElement,
  spec: Spec,
  series: Series,
  points: number[],
  xAt: (place: number) => number,
  yAt: (value: number) => number,
): void {
  for (const index of points) {
    const value = series.values[index] ?? null;
    if (value === null) continue;
    const at = { cx: px(xAt(placeOf(spec, index))), cy: px(yAt(value)), r: DOT_PX };
    body.append(element("circle", { class: `chart-point chart-${series.color}`, ...at }));
  }
}

/** A level for the whole width of each bar, and below it the soft part down to its low end. */
function drawSteps(
  body: SVGElement,
  series: Series,
  xAt: (place: number) => number,
  yAt: (value: number) => number,
): void {
  let [line, soft] = ["", ""];
  series.values.forEach((value, index) => {
    if (value === null) return;
    const [from, to, y] = [px(xAt(index)), px(xAt(index + 1)), px(yAt(value))];
    const joins = (series.values[index - 1] ?? null) !== null;
    line += joins ? `V${y}H${to}` : `M${from} ${y}H${to}`;
    const low = series.low?.[index] ?? null;
    if (low !== null) soft += `M${from} ${y}H${to}V${px(yAt(low))}H${from}Z`;
  });
  body.append(element("path", { class: `chart-soft chart-${series.color}`, d: soft }));
  body.append(element("path", { class: `chart-line chart-${series.color}`, d: line }));
}

/** The name of a level above its end; the panel keeps room for it above the highest. */
function nameSteps(
  svg: SVGElement,
  series: Series,
  xAt: (place: number) => number,
  yAt: (value: number) => number,
): void {
  const last = series.values.findLastIndex((value) => value !== null);
  if (last < 0) return;
  const at = { x: xAt(last + 1) - 2, y: yAt(series.values[last] ?? 0) - 5, "text-anchor": "end" };
  svg.append(element("text", { class: `chart-text chart-name chart-over chart-${series.color}`, ...at }, series.label));
}

function drawMarks(
  body: SVGElement,
  spec: Spec,
  series: Series,
  xAt: (place: number) => number,
  yAt: (value: number) => number,
): void {
  series.values.forEach((value, index) => {
    if (value === null) return;
    const mark = markAt(series, xAt(placeOf(spec, index)), yAt(value));
    if (series.hrefs?.[index]) mark.classList.add("chart-leads");
    body.append(mark);
  });
}

/** One mark of a series, in the drawing or in its key. */
export function markAt(series: Series, x: number, y: number): SVGElement {
  const color = `chart-${series.color}`;
  if (series.mark === "ring") return element("circle", { class: `chart-ring ${color}`, cx: px(x), cy: px(y), r: RING_PX });
  return element("circle", { class: `chart-point ${color}`, cx: px(x), cy: px(y), r: DOT_PX });
}

/** The points to draw, each end one beyond the edge; no more than four a pixel. */
function visible(spec: Spec, shown: Domain, frame: Frame): number[] {
  const inside = spec.x
    .map((_, index) => index)
    .filter((index) => {
      const next = placeOf(spec, Math.min(index + 1, spec.x.length - 1));
      const before = placeOf(spec, Math.max(index - 1, 0));
      return next >= shown.from && before <= shown.to;
    });
  const every = Math.max(1, Math.floor(inside.length / (4 * frame.width)));
  return inside.filter((_, i) => i % every === 0);
}

/** Solid up to the low end, soft up to the high end, a fine line at the value itself. */
function drawBars(
  body: SVGElement,
  series: Series,
  xAt: (place: number) => number,
  yAt: (value: number) => number,
  floor: number,
): void {
  const whole = xAt(1) - xAt(0);
  const gap = whole > 5 ? Math.min(12, whole * GAP_FRAC) : whole > 2.5 ? 1 : 0;
  let [solid, soft, mark] = ["", "", ""];
  series.values.forEach((value, index) => {
    if (value === null || value <= floor) return;
    const left = xAt(index) + gap / 2;
    const width = Math.max(0.75, whole - gap);
    const low = series.low?.[index] ?? value;
    const high = series.high?.[index] ?? value;
    solid += boxPath(left, width, yAt(floor), yAt(low));
    if (high > low) soft += boxPath(left, width, yAt(low), yAt(high));
    if (high > low) mark += `M${px(left)} ${px(yAt(value))}h${px(width)}`;
  });
  body.append(element("path", { class: `chart-soft chart-${series.color}`, d: soft }));
  body.append(element("path", { class: `chart-bar chart-${series.color}`, d: solid }));
  body.append(element("path", { class: `chart-mark chart-${series.color}`, d: mark }));
}

function boxPath(left: number, width: number, from: number, to: number): string {
  return `M${px(left)} ${px(from)}V${px(to)}h${px(width)}V${px(from)}Z`;
}

/** A line that breaks where nothing is known. */
function linePath(
  spec: Spec,
  points: number[],
  values: Value[],
  xAt: (place: number) => number,
  yAt: (value: number) => number,
): string {
  let path = "";
  let open = false;
  for (const index of points) {
    const value = values[index] ?? null;
    if (value !== null) path += `${open ? "L" : "M"}${px(xAt(placeOf(spec, index)))} ${px(yAt(value))}`;
    open = value !== null;
  }
  return path;
}

function bandPath(
  spec: Spec,
  points: number[],
  low: Value[],
  high: Value[],
  xAt: (place: number) => number,
  yAt: (value: number) => number,
): string {
  let path = "";
  let run: number[] = [];
  const close = (): void => {
    const there = run.map((index) => `${px(xAt(placeOf(spec, index)))} ${px(yAt(high[index] ?? 0))}`);
    const back = run.map((index) => `${px(xAt(placeOf(spec, index)))} ${px(yAt(low[index] ?? 0))}`).reverse();
    if (run.length > 1) path += `M${there.join("L")}L${back.join("L")}Z`;
    run = [];
  };
  for (const index of points) {
    const known = (low[index] ?? null) !== null && (high[index] ?? null) !== null;
    if (known) run.push(index);
    else close();
  }
  close();
  return path;
}

/** The name of each line at its last known point, pushed apart where they would meet. */
function drawNames(
  svg: SVGElement,
  spec: Spec,
  panel: Panel,
  frame: Frame,
  yAt: (value: number) => number,
  shown: Domain,
): void {
  const names = told(panel).map((series) => {
    const last = series.values.findLast((value, i) => value !== null && placeOf(spec, i) <= shown.to) ?? 0;
    return { series, y: yAt(last) };
  });
  names.sort((a, b) => a.y - b.y);
  names.forEach((name, i) => {
    name.y = Math.max(name.y, (names[i - 1]?.y ?? -Infinity) + 16);
    const at = { class: `chart-text chart-name chart-${name.series.color}`, x: frame.width - frame.right + 6, y: name.y + 4 };
    svg.append(element("text", at, name.series.label));
  });
}

/** A fine line through all panels at each note; its words stand above the first of them. */
function drawNotes(svg: SVGElement, notes: Note[], height: number, isFirst: boolean): void {
  for (const note of notes) {
    const x = Math.round(note.x) + 0.5;
    const y1 = isFirst ? (note.level + 1) * NOTE_PX : 0;
    svg.append(element("line", { class: "chart-note", x1: x, x2: x, y1, y2: height - BOTTOM_PX }));
    if (!isFirst || !note.text) continue;
    const at = { x: note.isBefore ? x - 1 : x + 4, y: (note.level + 1) * NOTE_PX - 6, "text-anchor": note.isBefore ? "end" : "start" };
    svg.append(element("text", { class: "chart-text chart-note-text chart-over", ...at }, note.text));
  }
}

/** The shared axis below the last panel. */
export function drawAxis(spec: Spec, shown: Domain, frame: Frame): SVGSVGElement {
  const svg = canvas(frame.width, AXIS_PX);
  const inner = frame.width - frame.left - frame.right;
  const xAt = (place: number): number =>
    frame.left + ((place - shown.from) / (shown.to - shown.from)) * inner;
  const ticks = xTicks(spec, shown, Math.max(2, Math.floor(inner / (hasBars(spec) ? 84 : 72))));
  let taken = -Infinity;
  for (const tick of ticks) {
    const x = Math.round(xAt(tick.place)) + 0.5;
    if (x < frame.left - 1 || x > frame.width) continue;
    svg.append(element("line", { class: "chart-tick", x1: x, x2: x, y1: 0, y2: 5 }));
    const anchor = x > frame.width - 40 ? "end" : hasBars(spec) || x < frame.left + 20 ? "start" : "middle";
    const width = LETTER_PX * tick.text.length;
    const left = x - { start: 0, middle: width / 2, end: width }[anchor];
    if (left < taken) continue; // two words would meet
    taken = left + width + LETTER_PX;
    svg.append(element("text", { class: "chart-text", x: Math.max(x - (anchor === "start" ? 1 : 0), 2), y: 20, "text-anchor": anchor }, tick.text));
  }
  return svg;
}

export function px(value: number): string {
  return value.toFixed(1);
}
