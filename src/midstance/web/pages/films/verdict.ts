// From what one look shows to what she is told: pure, so that it is tested without a camera.
// Every limit here is expert judgement, set so that a good film passes with room to spare.

/** A place in the picture as shares of it, x to the right and y down, and how sure it is seen. */
export interface Point {
  x: number;
  y: number;
  sure: number;
}

export interface Sight {
  /** How many people were found. */
  people: number;
  /** The joints of the largest one, in the order of `JOINTS`. */
  joints: Point[] | null;
  /** How bright the picture is on the whole, 0 black to 1 white. */
  light: number;
  widthPx: number;
  heightPx: number;
}

export interface Stand {
  /** Pictures a second that the camera really gives; null while that is not known. */
  rate: number | null;
  /** How far the phone leans to one side, and how far it looks up or down. */
  rollDeg: number | null;
  pitchDeg: number | null;
}

export type Advice =
  | "dark" | "nobody" | "others" | "near" | "head" | "feet" | "far" | "aside" | "hidden" | "roll" | "pitch" | "slow" | "good";

export const JOINTS = [
  "nose", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_hip", "right_hip", "left_knee",
  "right_knee", "left_ankle", "right_ankle", "left_heel", "right_heel", "left_toe", "right_toe",
];
const HEAD = [0, 1, 2];
const FEET = [9, 10, 11, 12, 13, 14];
const MIDDLE = [3, 4, 5, 6];
const LEGS = [[5, 7, 9, 11, 13], [6, 8, 10, 12, 14]];

const DARK_BELOW = 0.16;
const SURE_FROM = 0.4;
const CROWN_FRAC = 0.09; // from the ears to the crown, in lengths from the ears to the sole
const SOLE_FRAC = 0.02;
const EDGE_FRAC = 0.01;
const SMALL_BELOW_PX = 300; // twice what the analysis needs
const ASIDE_FRAC = 0.2;
const MOST_ROLL_DEG = 4;
const MOST_PITCH_DEG = 15;
const LEAST_RATE = 23; // below it, times on the ground are not told

/** What to put right, the most urgent first; "good" alone where there is nothing. */
export function judge(sight: Sight, stand: Stand): Advice[] {
  if (sight.light < DARK_BELOW) return ["dark"];
  if (!sight.joints) return ["nobody"];
  const found = [...(sight.people > 1 ? (["others"] as const) : []), ...judgeBody(sight, sight.joints), ...judgeStand(stand)];
  return found.length ? found : ["good"];
}

function judgeBody({ widthPx, heightPx }: Sight, joints: Point[]): Advice[] {
  const { top, bottom } = extentOf(joints);
  const [noHead, noFeet] = [top < EDGE_FRAC, bottom > 1 - EDGE_FRAC];
  if (noHead && noFeet) return ["near"];
  const found: Advice[] = [];
  if (noFeet) found.push("feet");
  if (noHead) found.push("head");
  if (!found.length && (bottom - top) * heightPx < Math.min(SMALL_BELOW_PX, widthPx, heightPx)) found.push("far");
  const across = meanOf(MIDDLE.map((n) => (joints[n] as Point).x));
  if (across < ASIDE_FRAC || across > 1 - ASIDE_FRAC) found.push("aside");
  const isSeen = LEGS.some((leg) => leg.every((n) => (joints[n] as Point).sure >= SURE_FROM));
  if (!found.length && !isSeen) found.push("hidden");
  return found;
}

/** From the crown to the soles; the model puts joints beyond the edge where a body is cut off. */
export function extentOf(joints: Point[]): { top: number; bottom: number } {
  const head = Math.min(...HEAD.map((n) => (joints[n] as Point).y));
  const foot = Math.max(...FEET.map((n) => (joints[n] as Point).y));
  const length = foot - head;
  return { top: head - CROWN_FRAC * length, bottom: foot + SOLE_FRAC * length };
}

/** Around the whole body, as shares of the picture. */
export function boxOf(joints: Point[]): { left: number; top: number; width: number; height: number } {
  const { top, bottom } = extentOf(joints);
  const across = joints.map(({ x }) => x);
  const [left, right] = [Math.min(...across), Math.max(...across)];
  return { left, top, width: right - left, height: bottom - top };
}

function judgeStand({ rate, rollDeg, pitchDeg }: Stand): Advice[] {
  const found: Advice[] = [];
  if (rollDeg !== null && Math.abs(rollDeg) > MOST_ROLL_DEG) found.push("roll");
  if (pitchDeg !== null && Math.abs(pitchDeg) > MOST_PITCH_DEG) found.push("pitch");
  if (rate !== null && rate < LEAST_RATE) found.push("slow");
  return found;
}

/** How the phone stands, from where its sensors feel the ground; both 0 when it stands upright. */
export function leanOf(betaDeg: number, gammaDeg: number): { rollDeg: number; pitchDeg: number } {
  const [beta, gamma] = [betaDeg, gammaDeg].map((deg) => (deg * Math.PI) / 180) as [number, number];
  const up = { x: -Math.cos(beta) * Math.sin(gamma), y: Math.sin(beta), z: Math.cos(beta) * Math.cos(gamma) };
  const turned = (Math.atan2(up.x, up.y) * 180) / Math.PI;
  return { rollDeg: turned - 90 * Math.round(turned / 90), pitchDeg: (Math.asin(Math.max(-1, Math.min(1, up.z))) * 180) / Math.PI };
}

/** Says a thing only when two looks agree, so that no single look makes it talk. */
export class Calm {
  #last: Advice | null = null;
  said: Advice | null = null;

  /** True when there is something new to say. */
  hear(advice: Advice): boolean {
    const isNew = advice === this.#last && advice !== this.said;
    this.#last = advice;
    if (isNew) this.said = advice;
    return isNew;
  }
}

function meanOf(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
