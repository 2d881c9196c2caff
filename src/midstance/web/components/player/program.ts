// What is to be heard and said from a moment on, worked out from where the session stands.
import type { Course } from "./course";
import type { Tone, ToneKind } from "./cues";
import type { Step } from "./sheet";

const TICKS_MS = [3000, 2000, 1000];
const HALF_FROM_S = 20;
const NEXT_BEFORE_MS = 8000;
const NEXT_FROM_S = 15;
const TICKS_FROM_S = 5;
const JUST_NOW_MS = 200; // what was due while the page was drawn

/** Something to say at a moment, counted from now. */
export interface Cue {
  kind: "begin" | "half" | "next" | "count" | "end";
  index: number;
  inMs: number;
  number: number;
}

/** Every cue of a stretch with the ms since its beginning. */
export function cuesOf(course: Course, index: number): Cue[] {
  const { seconds } = course.stepAt(index);
  const lengthMs = course.lengthMs(index);
  const cues: Cue[] = [{ kind: "begin", index, inMs: 0, number: 0 }];
  if (course.stepAt(index).kind === "work" && seconds >= HALF_FROM_S) {
    cues.push({ kind: "half", index, inMs: lengthMs / 2, number: 0 });
  }
  if (lengthMs >= 1000 * NEXT_FROM_S) {
    cues.push({ kind: "next", index, inMs: lengthMs - NEXT_BEFORE_MS, number: 0 });
  }
  if (lengthMs >= 1000 * TICKS_FROM_S) {
    for (const ms of TICKS_MS) cues.push({ kind: "count", index, inMs: lengthMs - ms, number: ms / 1000 });
  }
  if (index === course.count - 1) cues.push({ kind: "end", index, inMs: lengthMs, number: 0 });
  return cues;
}

/** The cues that are still to come, in order. */
export function cuesFrom(course: Course): Cue[] {
  const { index, intoMs } = course.state;
  let offset = -intoMs;
  const found: Cue[] = [];
  if (intoMs < 0) {
    for (const ms of TICKS_MS) found.push({ kind: "count", index, inMs: offset - ms, number: ms / 1000 });
  }
  for (let i = index; i < course.count; i += 1) {
    for (const cue of cuesOf(course, i)) found.push({ ...cue, inMs: cue.inMs + offset });
    offset += course.lengthMs(i);
  }
  return found.filter(({ inMs }) => inMs > -JUST_NOW_MS).sort((a, b) => a.inMs - b.inMs);
}

export function tonesFrom(course: Course): Tone[] {
  const spoken = cuesFrom(course).flatMap((cue): Tone[] => {
    const kind = toneOf(cue, course);
    return kind ? [{ kind, inMs: cue.inMs }] : [];
  });
  return [...spoken, ...beatsFrom(course)];
}

function toneOf(cue: Cue, course: Course): ToneKind | null {
  switch (cue.kind) {
    case "count":
      return "tick";
    case "begin":
      return beginTone(course, cue.index);
    case "half":
    case "end":
      return cue.kind;
    case "next":
      return null;
  }
}

function beginTone(course: Course, index: number): ToneKind {
  const step = course.stepAt(index);
  if (step.kind === "side" || changesSide(course, index)) return "side";
  return step.kind === "work" ? "work" : "rest";
}

/** Whether the other side of the same set begins here. */
export function changesSide(course: Course, index: number): boolean {
  if (index === 0) return false;
  const [before, step] = [course.stepAt(index - 1), course.stepAt(index)];
  const same = course.state.spots[index - 1]?.item === course.state.spots[index]?.item;
  return same && step.kind === "work" && before.kind === "work" && before.side !== step.side;
}

/** A soft tone for each repetition. */
function beatsFrom(course: Course): Tone[] {
  const found: Tone[] = [];
  let offset = -course.state.intoMs;
  for (let i = course.index; i < course.count; i += 1) {
    const step = course.stepAt(i);
    for (let rep = 1; rep < step.reps; rep += 1) {
      const inMs = offset + 1000 * rep * repS(step);
      if (inMs > 0) found.push({ kind: "beat", inMs });
    }
    offset += course.lengthMs(i);
  }
  return found;
}

export function repS(step: Step): number {
  return step.beats.reduce((sum, { seconds }) => sum + seconds, 0) || 1;
}

/** Which repetition it is, the part of it that it is in, and when that part ends. */
export function beatAt(step: Step, intoMs: number): { rep: number; words: string; endsMs: number } {
  const oneMs = 1000 * repS(step);
  const rep = Math.min(Math.floor(Math.max(0, intoMs) / oneMs), step.reps - 1);
  let endsMs = rep * oneMs;
  for (const beat of step.beats) {
    endsMs += 1000 * beat.seconds;
    if (intoMs < endsMs) return { rep: rep + 1, words: beat.words, endsMs };
  }
  return { rep: rep + 1, words: step.beats.at(-1)?.words ?? "", endsMs };
}
