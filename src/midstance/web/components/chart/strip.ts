// A strip: rows without an upright axis, for what is done now and then and for named stretches.
import { element, LETTER_PX, px, told, type Frame } from "./draw";
import { placeOfX } from "./scale";
import type { Panel, Spec, Stretch } from "./spec";

const MOST_NAME_PX = 104;
const ROOM_PX = 6;
const GAP_FRAC = 0.22;
const FEWEST_LETTERS = 4;

/** Room for the names of the rows. */
export function namesPx(panel: Panel): number {
  if (!panel.rows) return 0;
  return Math.max(0, ...told(panel).map((series) => Math.min(MOST_NAME_PX, 12 + LETTER_PX * series.label.length)));
}

export function drawStrip(
  svg: SVGElement,
  body: SVGElement,
  spec: Spec,
  panel: Panel,
  frame: Frame,
  xAt: (place: number) => number,
): void {
  const row = panel.heightPx / (panel.rows || 1);
  for (let n = 1; n <= (panel.rows ?? 0); n += 1) {
    const y = Math.round(n * row) - 0.5;
    svg.append(element("line", { class: "chart-grid", x1: frame.left, x2: frame.width - frame.right, y1: y, y2: y }));
  }
  drawRows(svg, body, panel, frame, xAt, row);
  for (const stretch of panel.stretches ?? []) drawStretch(body, spec, stretch, frame, xAt, row);
}

/** The name of each row and its bars, all to one scale, so that twice as many is twice as high. */
function drawRows(svg: SVGElement, body: SVGElement, panel: Panel, frame: Frame, xAt: (place: number) => number, row: number): void {
  const rows = told(panel);
  const most = Math.max(1, ...rows.flatMap((series) => series.values.map((value) => value ?? 0)));
  const whole = xAt(1) - xAt(0);
  const width = Math.max(1.5, whole - Math.min(12, whole * GAP_FRAC));
  rows.forEach((series, n) => {
    const floor = (n + 1) * row - 1;
    let d = "";
    series.values.forEach((value, index) => {
      if (!value || series.style !== "bars") return;
      const height = Math.max(4, (value / most) * (row - ROOM_PX));
      d += `M${px(xAt(index + 0.5) - width / 2)} ${px(floor)}v-${px(height)}h${px(width)}v${px(height)}Z`;
    });
    body.append(element("path", { class: `chart-bar chart-${series.color}`, d }));
    const at = { class: "chart-text", x: frame.left - 8, y: floor - 6, "text-anchor": "end" };
    svg.append(element("text", at, shortened(series.label, MOST_NAME_PX - 12)));
  });
}

function drawStretch(body: SVGElement, spec: Spec, stretch: Stretch, frame: Frame, xAt: (place: number) => number, row: number): void {
  const from = Math.max(xAt(placeOfX(spec, stretch.start)), frame.left);
  const to = Math.min(xAt(placeOfX(spec, stretch.end)), frame.width - frame.right);
  const width = Math.max(3, to - from - 2);
  const y = stretch.row * row + 2;
  body.append(element("rect", { class: "chart-stretch", x: px(from + 1), y, width: px(width), height: row - 5, rx: 4 }));
  const text = shortened(stretch.text, width - 14);
  if (text) body.append(element("text", { class: "chart-text chart-stretch-text", x: px(from + 8), y: y + row / 2 + 2 }, text));
}

/** As much of a name as there is room for; nothing where that would say little. */
function shortened(text: string, width: number): string {
  const letters = Math.floor(width / LETTER_PX);
  if (text.length <= letters) return text;
  return letters > FEWEST_LETTERS ? `${text.slice(0, letters - 1).trimEnd()}…` : "";
}
