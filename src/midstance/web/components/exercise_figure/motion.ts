// Where every point of a motion is at a moment, from the samples that track.py gives.
type Way = [start: number, end: number, leaves: number, arrives: number, path: number, back: number];
type Part = [tone: string, dot: number, ...joints: number[]];

export interface Spec {
  box: [number, number, number, number];
  lasts: number;
  loops: boolean;
  ways: Way[];
  radii: number[];
  dot: number;
  parts: Part[];
  lines: [kind: string, points: number][];
  paths: number[][][];
}

export interface Moment {
  path: number;
  frac: number;
}

const TENTHS = 10;

export function momentOf(spec: Spec, seconds: number): Moment {
  const way = spec.ways.findLast(([start]) => start <= seconds);
  if (!way) {
    const first = spec.ways[0];
    return { path: first?.[4] ?? 0, frac: first?.[5] ?? 0 };
  }
  const [start, end, leaves, arrives, path, back] = way;
  const u = Math.min((seconds - start) / (end - start), 1);
  const frac = u * u * (3 - 2 * u) + leaves * u * (1 - u) ** 2 - arrives * u * u * (1 - u);
  return { path, frac: back ? 1 - frac : frac };
}

export function pointsAt(spec: Spec, { path, frac }: Moment): [number, number][] {
  const axes = spec.paths[path] ?? [];
  const values = axes.map((changes) => along(changes, frac) / TENTHS);
  return Array.from({ length: values.length / 2 }, (_, i) => [values[2 * i] ?? 0, values[2 * i + 1] ?? 0]);
}

function along(changes: number[], frac: number): number {
  const steps = frac * (changes.length - 1);
  return changes.reduce((sum, change, i) => sum + (i ? change * Math.min(Math.max(steps - i + 1, 0), 1) : change), 0);
}
