// The tight band around some circles, as body/draw.py draws it.
export type Circle = [x: number, y: number, radius: number];
type Point = [x: number, y: number];

const STEPS = 36;
const RIM: Point[] = Array.from({ length: STEPS }, (_, i) => {
  const angle = (2 * Math.PI * i) / STEPS;
  return [Math.cos(angle), Math.sin(angle)];
});

export function hullPath(circles: Circle[]): string {
  const rims = circles.flatMap(([x, y, r]) => RIM.map(([c, s]): Point => [x + r * c, y + r * s]));
  const ring = hull(rims).map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  return `M${ring.join("L")}Z`;
}

function hull(points: Point[]): Point[] {
  const ordered = points.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return [...half(ordered), ...half(ordered.reverse())];
}

function half(points: Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    while (kept.length > 1 && turn(kept.at(-2) as Point, kept.at(-1) as Point, point) <= 0) kept.pop();
    kept.push(point);
  }
  return kept.slice(0, -1);
}

function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
