// The icon of the app as pictures, drawn from its SVG: a rounded square, strokes and one dot. Each
// pixel is as dark as its place is near to a stroke, so that edges are smooth.
import { readFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";

type Point = [number, number];
type Colour = [number, number, number];

interface Drawing {
  size: number;
  corner: number;
  ground: Colour;
  line: Point[];
  ink: Colour;
  halfWidth: number;
  dot: { at: Point; radius: number; fill: Colour; edge: number };
}

const ARC_STEPS = 24;
const SAFE_FRAC = 0.9; // of a maskable icon, what no mask cuts off

function attribute(tag: string, name: string): string {
  const found = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  if (found === undefined) throw new Error(`icon.svg: expected ${name} in ${tag}`);
  return found;
}

function colour(hex: string): Colour {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : (hex.slice(1).match(/../g) ?? []);
  return digits.map((pair) => parseInt(pair, 16)) as Colour;
}

function readDrawing(svg: string): Drawing {
  const tag = (name: string): string => new RegExp(`<${name}\\b[^>]*>`).exec(svg)?.[0] ?? "";
  const [rect, path, circle] = [tag("rect"), tag("path"), tag("circle")];
  return {
    size: Number(attribute(rect, "width")),
    corner: Number(attribute(rect, "rx")),
    ground: colour(attribute(rect, "fill")),
    line: pointsOf(attribute(path, "d")),
    ink: colour(attribute(path, "stroke")),
    halfWidth: Number(attribute(path, "stroke-width")) / 2,
    dot: {
      at: [Number(attribute(circle, "cx")), Number(attribute(circle, "cy"))],
      radius: Number(attribute(circle, "r")),
      fill: colour(attribute(circle, "fill")),
      edge: Number(attribute(circle, "stroke-width")) / 2,
    },
  };
}

/** The points along a path of M, v, V, l and a. */
function pointsOf(path: string): Point[] {
  const points: Point[] = [];
  let [x, y] = [0, 0];
  const go = (to: Point): void => void points.push(([x, y] = to));
  for (const [, command, rest] of path.matchAll(/([MvVla])([^A-Za-z]*)/g)) {
    const numbers = (rest?.match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []).map(Number) as [number, number, ...number[]];
    if (command === "M") go([numbers[0], numbers[1]]);
    if (command === "l") go([x + numbers[0], y + numbers[1]]);
    if (command === "v") go([x, y + numbers[0]]);
    if (command === "V") go([x, numbers[0]]);
    if (command === "a") for (const to of arc([x, y], numbers)) go(to);
  }
  return points;
}

/** A small arc of a circle, given as in SVG by its ends. */
function arc([x, y]: Point, [radius, , , , sweep, dx, dy]: number[]): Point[] {
  const [r, half] = [radius as number, Math.hypot(dx as number, dy as number) / 2];
  const turn = sweep ? 1 : -1;
  const away = (turn * Math.sqrt(Math.max(0, r * r - half * half))) / (2 * half);
  const centre: Point = [x + (dx as number) / 2 - away * (dy as number), y + (dy as number) / 2 + away * (dx as number)];
  const from = Math.atan2(y - centre[1], x - centre[0]);
  const angle = 2 * turn * Math.asin(Math.min(1, half / r));
  return Array.from({ length: ARC_STEPS }, (_, step) => {
    const at = from + (angle * (step + 1)) / ARC_STEPS;
    return [centre[0] + r * Math.cos(at), centre[1] + r * Math.sin(at)];
  });
}

function distanceToLine([x, y]: Point, line: Point[]): number {
  let least = Infinity;
  for (let i = 1; i < line.length; i += 1) {
    const [[ax, ay], [bx, by]] = [line[i - 1] as Point, line[i] as Point];
    const [dx, dy] = [bx - ax, by - ay];
    const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(x - ax - along * dx, y - ay - along * dy));
  }
  return least;
}

/** Negative inside. */
function distanceToSquare([x, y]: Point, size: number, corner: number): number {
  const [px, py] = [Math.abs(x - size / 2) - size / 2 + corner, Math.abs(y - size / 2) - size / 2 + corner];
  return Math.hypot(Math.max(px, 0), Math.max(py, 0)) + Math.min(Math.max(px, py), 0) - corner;
}

function render(drawing: Drawing, pixels: number, isMaskable: boolean): Buffer {
  const scale = (drawing.size / pixels) / (isMaskable ? SAFE_FRAC : 1);
  const shift = isMaskable ? (drawing.size - drawing.size / SAFE_FRAC) / 2 : 0;
  const cover = (distance: number): number => Math.min(1, Math.max(0, 0.5 - distance / scale));
  const rows = Buffer.alloc(pixels * (1 + 4 * pixels));
  for (let row = 0; row < pixels; row += 1) {
    for (let column = 0; column < pixels; column += 1) {
      const at: Point = [shift + (column + 0.5) * scale, shift + (row + 0.5) * scale];
      const fromDot = Math.hypot(at[0] - drawing.dot.at[0], at[1] - drawing.dot.at[1]) - drawing.dot.radius;
      const layers: [number, Colour][] = [
        [cover(distanceToLine(at, drawing.line) - drawing.halfWidth), drawing.ink],
        [cover(fromDot - drawing.dot.edge), drawing.ink],
        [cover(fromDot + drawing.dot.edge), drawing.dot.fill],
      ];
      const mixed = layers.reduce((under, [share, over]) => mix(under, over, share), drawing.ground);
      const alpha = isMaskable ? 1 : cover(distanceToSquare(at, drawing.size, drawing.corner));
      rows.set([...mixed.map(Math.round), Math.round(255 * alpha)], row * (1 + 4 * pixels) + 1 + 4 * column);
    }
  }
  return rows;
}

function mix(under: Colour, over: Colour, share: number): Colour {
  return under.map((value, i) => value + ((over[i] as number) - value) * share) as Colour;
}

function chunk(kind: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, "latin1"), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}

function png(rows: Buffer, pixels: number): Buffer {
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0]); // 8 bits, red green blue alpha
  head.writeUInt32BE(pixels, 0);
  head.writeUInt32BE(pixels, 4);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const packed = deflateSync(rows, { level: 9 });
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", packed), chunk("IEND", Buffer.alloc(0))]);
}

/** Each picture under its name. */
export function appIcons(svgPath: string): Record<string, Buffer> {
  const drawing = readDrawing(readFileSync(svgPath, "utf8"));
  const picture = (pixels: number, isMaskable: boolean): Buffer => png(render(drawing, pixels, isMaskable), pixels);
  return {
    "app-192.png": picture(192, false),
    "app-512.png": picture(512, false),
    "app-512-maskable.png": picture(512, true),
    "app-180.png": picture(180, true),
  };
}
