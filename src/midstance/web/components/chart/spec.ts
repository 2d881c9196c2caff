// What the server sends to be drawn; the fields of `components/chart/__init__.py`.
export type Value = number | null;
export type Color = "load" | "pain" | "accent" | "ink" | "muted" | "limit";

export interface Series {
  label: string;
  values: Value[];
  color: Color;
  style: "bars" | "line" | "area" | "dots" | "marks" | "steps";
  low: Value[] | null;
  high: Value[] | null;
  texts: string[] | null;
  mark?: "dot" | "ring";
  hrefs?: string[] | null;
}

export interface Stretch {
  start: number;
  end: number;
  text: string;
  row: number;
}

export interface Panel {
  label: string;
  unit: string;
  digits: number;
  fromZero: boolean;
  most: number | null;
  heightPx: number;
  upsideDown: boolean;
  rows?: number;
  stretches?: Stretch[];
  texts?: string[] | null;
  series: Series[];
}

export interface Spec {
  axis: "date" | "time" | "distance" | "number";
  xLabel: string;
  xUnit: string;
  x: number[];
  xTexts: string[] | null;
  panels: Panel[];
  annotations: { x: number; text: string }[];
  spans: { start: number; end: number; text: string }[];
  zoom: boolean;
  go?: string;
}

export interface Domain {
  from: number;
  to: number;
}
