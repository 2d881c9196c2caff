// What the two networks of the pose model say, as places in the picture: pure arithmetic.
// Source: the public graph of MediaPipe's pose solution, whose numbers these are.
import type { Point } from "./verdict";

export const DETECTOR_SIDE = 224;
export const BODY_SIDE = 256;

/** A square part of the picture in its pixels, turned clockwise as one sees it. */
export interface Square {
  x: number;
  y: number;
  size: number;
  turn: number;
}

interface Found {
  score: number;
  box: number[]; // middle, size, then four points
}

const GRIDS: [side: number, each: number][] = [[28, 2], [14, 2], [7, 6]];
const BOX_NUMBERS = 12;
const SURE_FROM = 0.5;
const SAME_FROM = 0.3;
const ROI_FACTOR = 1.25;
const POINT_NUMBERS = 5;
const HIPS = 33;
const BODY = 34;
/** Which of the network's points is which joint, in the order of `JOINTS`. */
const MODEL_POINTS = [0, 7, 8, 11, 12, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32];

const ANCHORS = GRIDS.flatMap(([side, each]) =>
  Array.from({ length: side * side * each }, (_, n) => {
    const cell = Math.floor(n / each);
    return [((cell % side) + 0.5) / side, (Math.floor(cell / side) + 0.5) / side] as const;
  }),
);

/** The squares around everybody who was found, the surest first. */
export function decodePeople(raw: Float32Array, logits: Float32Array, width: number, height: number): Square[] {
  const longest = Math.max(width, height);
  const [left, top] = [(longest - width) / 2, (longest - height) / 2];
  return merge(decodeBoxes(raw, logits)).map((box) => {
    const at = (n: number): [number, number] => [(box[n] as number) * longest - left, (box[n + 1] as number) * longest - top];
    return bodySquare(at(4), at(6));
  });
}

function decodeBoxes(raw: Float32Array, logits: Float32Array): Found[] {
  const found: Found[] = [];
  logits.forEach((logit, n) => {
    const score = sigmoid(logit);
    if (score < SURE_FROM) return;
    const anchor = ANCHORS[n] as readonly [number, number];
    const box = Array.from(raw.subarray(n * BOX_NUMBERS, (n + 1) * BOX_NUMBERS), (value, k) => {
      const isSize = k === 2 || k === 3;
      return value / DETECTOR_SIDE + (isSize ? 0 : (anchor[k % 2] as number));
    });
    found.push({ score, box });
  });
  return found.sort((one, other) => other.score - one.score);
}

/** One box, weighted by how sure each is, for boxes that lie upon each other. */
function merge(found: Found[]): number[][] {
  const merged: number[][] = [];
  let left = found;
  while (left[0]) {
    const first = left[0];
    const same = left.filter((one) => one === first || overlap(first.box, one.box) >= SAME_FROM);
    const weight = same.reduce((sum, one) => sum + one.score, 0);
    merged.push(first.box.map((_, k) => same.reduce((sum, one) => sum + one.score * (one.box[k] as number), 0) / weight));
    left = left.filter((one) => !same.includes(one));
  }
  return merged;
}

/** Intersection over union. */
function overlap(one: number[], other: number[]): number {
  const sides = [0, 1].map((k) => {
    const [a, b] = [one, other].map((box) => [(box[k] as number) - (box[k + 2] as number) / 2, (box[k] as number) + (box[k + 2] as number) / 2]);
    return Math.max(0, Math.min(a?.[1] as number, b?.[1] as number) - Math.max(a?.[0] as number, b?.[0] as number));
  });
  const shared = (sides[0] as number) * (sides[1] as number);
  const areas = [one, other].map((box) => (box[2] as number) * (box[3] as number));
  const all = (areas[0] as number) + (areas[1] as number) - shared;
  return all > 0 ? shared / all : 0;
}

/** Around a body: hips in the middle, turned so that the trunk stands upright. */
export function bodySquare(hips: [number, number], body: [number, number]): Square {
  const [x, y] = [body[0] - hips[0], body[1] - hips[1]];
  const turn = Math.PI / 2 - Math.atan2(-y, x);
  return { x: hips[0], y: hips[1], size: 2 * Math.hypot(x, y) * ROI_FACTOR, turn: turn - 2 * Math.PI * Math.floor((turn + Math.PI) / (2 * Math.PI)) };
}

/** The joints in a square as shares of the picture, and where to look next; null where nobody is. */
export function decodeBody(
  points: Float32Array, presence: number, square: Square, width: number, height: number,
): { joints: Point[]; next: Square } | null {
  if (presence < SURE_FROM) return null;
  const [cos, sin] = [Math.cos(square.turn), Math.sin(square.turn)];
  const at = (n: number): [number, number] => {
    const [x, y] = [0, 1].map((k) => ((points[n * POINT_NUMBERS + k] as number) / BODY_SIDE - 0.5) * square.size) as [number, number];
    return [square.x + x * cos - y * sin, square.y + x * sin + y * cos];
  };
  const joints = MODEL_POINTS.map((n) => {
    const [x, y] = at(n);
    return { x: x / width, y: y / height, sure: sigmoid(points[n * POINT_NUMBERS + 3] as number) };
  });
  return { joints, next: bodySquare(at(HIPS), at(BODY)) };
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
