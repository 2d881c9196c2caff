// Where the short words of what happened find room above the first panel.
import { LETTER_PX, type Frame } from "./draw";
import { placeOfX } from "./scale";
import type { Domain, Spec } from "./spec";

export const NOTE_PX = 20;
const MOST_LEVELS = 3;
const BETWEEN_PX = 10;

export interface Note {
  x: number;
  text: string;
  level: number;
  isBefore: boolean;
}

/** Each note in view on the lowest level where its words have room; without room it keeps its line. */
export function placeNotes(spec: Spec, shown: Domain, frame: Frame, xAt: (place: number) => number): Note[] {
  const taken: [number, number][][] = Array.from({ length: MOST_LEVELS }, () => []);
  const notes: Note[] = [];
  for (const { x: when, text } of spec.annotations) {
    const place = placeOfX(spec, when);
    if (place < shown.from || place > shown.to) continue;
    const x = xAt(place);
    const width = 4 + LETTER_PX * text.length;
    const isBefore = x + width > frame.width && x - width > 0;
    const ends: [number, number] = isBefore ? [x - width, x] : [x, x + width];
    const level = taken.findIndex((row) => row.every(([from, to]) => ends[1] + BETWEEN_PX < from || ends[0] > to + BETWEEN_PX));
    taken[level]?.push(ends);
    notes.push({ x, text: level < 0 ? "" : text, level: Math.max(level, 0), isBefore });
  }
  return notes;
}

/** How many levels are in use. */
export function levelsOf(notes: Note[]): number {
  return Math.max(0, ...notes.map((note) => note.level + 1));
}
